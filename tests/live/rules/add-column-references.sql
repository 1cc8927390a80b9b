-- @fires
ALTER TABLE users ADD COLUMN boss_id bigint REFERENCES orgs;

-- @safe
ALTER TABLE users ADD COLUMN boss_id bigint;
ALTER TABLE users ADD CONSTRAINT users_boss FOREIGN KEY (boss_id) REFERENCES orgs NOT VALID;
