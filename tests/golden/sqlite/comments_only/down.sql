-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects t sha256:48c7ec49f14cb43044557e144b80f5004c18c26de95a841cd7971961c8deeb06
-- alter table t (comment)
-- rebuild t: SQLite keeps comments nowhere but in the text of CREATE TABLE
-- REWRITES: every row of t
CREATE TEMP TABLE orq_t (orq_rowid, a, b);
INSERT INTO temp.orq_t
SELECT rowid, a, b
FROM main.t;

-- drop the old table, and create the new one under its name
DROP TABLE main.t;
CREATE TABLE t (a TEXT, b TEXT);

-- copy the rows back
INSERT OR ABORT INTO main.t (rowid, a, b)
SELECT orq_rowid, a, b
FROM temp.orq_t
ORDER BY orq_rowid;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_t_check (
    changed INTEGER CONSTRAINT "rows of t changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_t_check
SELECT count(*)
FROM temp.orq_t AS o
LEFT JOIN main.t AS n ON n.rowid = o.orq_rowid
WHERE (+o.a, typeof(o.a), +o.b, typeof(o.b))
      IS NOT (+n.a, typeof(n.a), +n.b, typeof(n.b))
UNION ALL
SELECT (SELECT count(*) FROM main.t)
     - (SELECT count(*) FROM temp.orq_t);

-- remove the copy
DROP TABLE temp.orq_t_check;
DROP TABLE temp.orq_t;
