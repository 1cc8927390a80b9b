-- @fires
ALTER TABLE users ADD COLUMN age bigint CHECK (age > 0);

-- @safe
ALTER TABLE users ADD COLUMN age bigint, ADD CONSTRAINT users_age CHECK (age > 0) NOT VALID;
