-- @fires
ALTER TABLE users ADD CONSTRAINT users_n CHECK (n > 0) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_n;

-- @safe
ALTER TABLE users ADD CONSTRAINT users_n CHECK (n > 0) NOT VALID;
-- +orqgen step
ALTER TABLE users VALIDATE CONSTRAINT users_n;
