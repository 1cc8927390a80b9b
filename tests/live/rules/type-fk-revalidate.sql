-- @before
CREATE TABLE orgs (id bigint PRIMARY KEY);
CREATE TABLE users (id bigint PRIMARY KEY, org_id bigint REFERENCES orgs, n integer);

-- @fires
ALTER TABLE users ALTER org_id TYPE integer;

-- @safe
ALTER TABLE users ALTER n TYPE bigint;
