-- @fires
ALTER TABLE users ALTER email SET NOT NULL;

-- @safe
ALTER TABLE users ADD CONSTRAINT filled CHECK (email IS NOT NULL) NOT VALID;
-- +orqgen step
ALTER TABLE users VALIDATE CONSTRAINT filled;
-- +orqgen step
ALTER TABLE users ALTER email SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT filled;
