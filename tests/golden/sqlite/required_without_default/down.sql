-- +orqgen downgrade sqlite
-- drop column t.b
-- LOSES DATA: t.b
-- REWRITES: every row of t
ALTER TABLE t DROP COLUMN b;
