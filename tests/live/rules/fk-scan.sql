-- @fires
ALTER TABLE users ADD CONSTRAINT users_org FOREIGN KEY (org_id) REFERENCES orgs;

-- @safe
ALTER TABLE users ADD CONSTRAINT users_org FOREIGN KEY (org_id) REFERENCES orgs NOT VALID;
-- +orqgen step
ALTER TABLE users VALIDATE CONSTRAINT users_org;
