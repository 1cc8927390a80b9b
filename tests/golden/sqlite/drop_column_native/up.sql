-- +orqgen upgrade sqlite
-- drop column t.note
-- LOSES DATA: t.note
-- REWRITES: every row of t
ALTER TABLE t DROP COLUMN note;
