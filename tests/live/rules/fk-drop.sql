-- @before
CREATE TABLE orgs (id bigint PRIMARY KEY);
CREATE TABLE users (id bigint PRIMARY KEY, n bigint CONSTRAINT users_n CHECK (n > 0), org_id bigint CONSTRAINT users_org REFERENCES orgs);

-- @fires
ALTER TABLE users DROP CONSTRAINT users_org;

-- @safe
ALTER TABLE users DROP CONSTRAINT users_n;
