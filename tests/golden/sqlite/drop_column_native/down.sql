-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects t sha256:d8d250bf467144874f6d624b7fc005ffe191bb0169e327928bf2dc3150161ae3
-- add column t.note, add check (note <> '') on t
-- rebuild t: its stored text comes back as it was
-- REWRITES: every row of t
CREATE TEMP TABLE orq_t (id, kept);
INSERT INTO temp.orq_t
SELECT id, kept
FROM main.t;

-- drop the old table, and create the new one under its name
DROP TABLE main.t;
CREATE TABLE t (
    id INTEGER PRIMARY KEY,
    note TEXT CHECK (note <> ''),
    kept TEXT
);

-- copy the rows back
INSERT OR ABORT INTO main.t (id, kept)
SELECT id, kept
FROM temp.orq_t
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_t_check (
    changed INTEGER CONSTRAINT "rows of t changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_t_check
SELECT count(*)
FROM temp.orq_t AS o
LEFT JOIN main.t AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.kept, typeof(o.kept))
      IS NOT (+n.id, typeof(n.id), +n.kept, typeof(n.kept))
UNION ALL
SELECT (SELECT count(*) FROM main.t)
     - (SELECT count(*) FROM temp.orq_t);

-- remove the copy
DROP TABLE temp.orq_t_check;
DROP TABLE temp.orq_t;
