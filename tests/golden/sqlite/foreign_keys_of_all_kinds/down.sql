-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects a sha256:2ef8b918f802c2f4257b60a15c8ecdec9c858a35a6befecf36d639f30a84a6fe
-- +orqgen expects b sha256:959b8af4769b5aa80c7878b946c58300b3d3031103c154cb0ff9aa6a60f0487e
-- alter foreign key (b_id) on a (name, deferrable), alter foreign key (up) on a (name, actions)
-- rebuild a: SQLite cannot change a constraint
-- REWRITES: every row of a
CREATE TEMP TABLE orq_a (id, b_id, up);
INSERT INTO temp.orq_a
SELECT id, b_id, up
FROM main.a;

-- drop the old table, and create the new one under its name
DROP TABLE main.a;
CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER REFERENCES b (id), up INTEGER REFERENCES a (id) ON DELETE CASCADE);

-- copy the rows back
INSERT OR ABORT INTO main.a (id, b_id, up)
SELECT id, b_id, up
FROM temp.orq_a
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_a_check (
    changed INTEGER CONSTRAINT "rows of a changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_a_check
SELECT count(*)
FROM temp.orq_a AS o
LEFT JOIN main.a AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.b_id, typeof(o.b_id), +o.up, typeof(o.up))
      IS NOT (+n.id, typeof(n.id), +n.b_id, typeof(n.b_id), +n.up, typeof(n.up))
UNION ALL
SELECT (SELECT count(*) FROM main.a)
     - (SELECT count(*) FROM temp.orq_a);

-- remove the copy
DROP TABLE temp.orq_a_check;
DROP TABLE temp.orq_a;

-- alter foreign key (a_id) on b (name, actions)
-- rebuild b: SQLite cannot change a constraint
-- REWRITES: every row of b
CREATE TEMP TABLE orq_b (id, a_id);
INSERT INTO temp.orq_b
SELECT id, a_id
FROM main.b;

-- drop the old table, and create the new one under its name
DROP TABLE main.b;
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id) ON DELETE CASCADE);

-- copy the rows back
INSERT OR ABORT INTO main.b (id, a_id)
SELECT id, a_id
FROM temp.orq_b
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_b_check (
    changed INTEGER CONSTRAINT "rows of b changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_b_check
SELECT count(*)
FROM temp.orq_b AS o
LEFT JOIN main.b AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.a_id, typeof(o.a_id))
      IS NOT (+n.id, typeof(n.id), +n.a_id, typeof(n.a_id))
UNION ALL
SELECT (SELECT count(*) FROM main.b)
     - (SELECT count(*) FROM temp.orq_b);

-- remove the copy
DROP TABLE temp.orq_b_check;
DROP TABLE temp.orq_b;
