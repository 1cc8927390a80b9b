-- @fires
DROP TABLE users;

-- @safe
CREATE TABLE pets (id bigint PRIMARY KEY);
DROP TABLE pets;
