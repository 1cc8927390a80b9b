-- @fires
CREATE TABLE pets (id bigint PRIMARY KEY, owner bigint REFERENCES orgs);

-- @safe
CREATE TABLE pets (id bigint PRIMARY KEY, owner bigint REFERENCES orgs);
CREATE INDEX pets_owner ON pets (owner, id);
