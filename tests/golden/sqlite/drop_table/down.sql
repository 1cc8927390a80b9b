-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects keep sha256:706cf7fd6c111b3f2d003a2c2355fb4c3800487794912c81018939d16e062680
-- create table old
CREATE TABLE old (
    id INTEGER PRIMARY KEY, -- the number on the box
    label TEXT
);

-- add foreign key (old_id) on keep
-- rebuild keep: SQLite cannot add a constraint to a table
-- CAN FAIL: a row whose old_id is not in old
-- REWRITES: every row of keep
CREATE TEMP TABLE orq_keep (id, old_id);
INSERT INTO temp.orq_keep
SELECT id, old_id
FROM main.keep;

-- drop the old table, and create the new one under its name
DROP TABLE main.keep;
CREATE TABLE keep (id INTEGER PRIMARY KEY, old_id INTEGER REFERENCES old (id) ON DELETE CASCADE);

-- copy the rows back
INSERT OR ABORT INTO main.keep (id, old_id)
SELECT id, old_id
FROM temp.orq_keep
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_keep_check (
    changed INTEGER CONSTRAINT "rows of keep changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_keep_check
SELECT count(*)
FROM temp.orq_keep AS o
LEFT JOIN main.keep AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.old_id, typeof(o.old_id))
      IS NOT (+n.id, typeof(n.id), +n.old_id, typeof(n.old_id))
UNION ALL
SELECT (SELECT count(*) FROM main.keep)
     - (SELECT count(*) FROM temp.orq_keep);

-- remove the copy
DROP TABLE temp.orq_keep_check;
DROP TABLE temp.orq_keep;

-- create index old_label
CREATE INDEX old_label ON old (label);

-- create trigger old_guard on old
CREATE TRIGGER old_guard BEFORE DELETE ON old BEGIN SELECT RAISE(ABORT, 'kept'); END;
