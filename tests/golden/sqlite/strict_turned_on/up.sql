-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects sizes sha256:4bab671bf045e4957cff870ef8e1e43f684d9cc73a35992efb6e62e464047f80
-- alter table sizes (strict), alter column sizes.name (type)
-- rebuild sizes: SQLite cannot change STRICT
-- CAN FAIL: a value that is not of its column's type
-- REWRITES: every row of sizes
CREATE TEMP TABLE orq_sizes (id, name, size);
INSERT INTO temp.orq_sizes
SELECT id, name, size
FROM main.sizes;

-- drop the old table, and create the new one under its name
DROP TABLE main.sizes;
CREATE TABLE sizes (
    id INTEGER PRIMARY KEY, -- the rowid
    name TEXT,
    size INT
) STRICT;

-- copy the rows back
INSERT OR ABORT INTO main.sizes (id, name, size)
SELECT id, name, size
FROM temp.orq_sizes
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_sizes_check (
    changed INTEGER CONSTRAINT "rows of sizes changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_sizes_check
SELECT count(*)
FROM temp.orq_sizes AS o
LEFT JOIN main.sizes AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.name, typeof(o.name), +o.size, typeof(o.size))
      IS NOT (+n.id, typeof(n.id), +n.name, typeof(n.name), +n.size, typeof(n.size))
UNION ALL
SELECT (SELECT count(*) FROM main.sizes)
     - (SELECT count(*) FROM temp.orq_sizes);

-- remove the copy
DROP TABLE temp.orq_sizes_check;
DROP TABLE temp.orq_sizes;
