-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects t sha256:b8a691032b273a2f230620db428d084b8e5a968f78838d4d7f40ea3000ab207a
-- add column t.b
-- rebuild t: SQLite cannot add a NOT NULL column without a default
-- FILL IN: t.b: the value of the rows that are there (a backfill: in the model, or in place of its NULL below)
-- CAN FAIL: any row, until that is filled in
-- REWRITES: every row of t
CREATE TEMP TABLE orq_t (id, a);
INSERT INTO temp.orq_t
SELECT id, a
FROM main.t;

-- drop the old table, and create the new one under its name
DROP TABLE main.t;
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT NOT NULL);

-- copy the rows back
INSERT OR ABORT INTO main.t (id, a, b)
SELECT id, a, NULL
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
WHERE (+o.id, typeof(o.id), +o.a, typeof(o.a))
      IS NOT (+n.id, typeof(n.id), +n.a, typeof(n.a))
UNION ALL
SELECT (SELECT count(*) FROM main.t)
     - (SELECT count(*) FROM temp.orq_t);

-- remove the copy
DROP TABLE temp.orq_t_check;
DROP TABLE temp.orq_t;
