-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects keep sha256:ba7c1f57287c38e4456e2328e5f9e93d78d05142761c59c4e6f7b70b83353182
-- drop trigger old_guard on old
DROP TRIGGER old_guard;

-- drop table old
-- LOSES DATA: old
DROP TABLE old;

-- drop foreign key (old_id) on keep
-- rebuild keep: SQLite cannot drop a constraint
-- REWRITES: every row of keep
CREATE TEMP TABLE orq_keep (id, old_id);
INSERT INTO temp.orq_keep
SELECT id, old_id
FROM main.keep;

-- drop the old table, and create the new one under its name
DROP TABLE main.keep;
CREATE TABLE keep (id INTEGER PRIMARY KEY, old_id INTEGER);

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
