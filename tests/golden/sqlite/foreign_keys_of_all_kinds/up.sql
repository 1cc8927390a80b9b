-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects a sha256:fc9329836fb2585e1cf1ee8385328a4f13695de44830879739d6fd1f4818bc29
-- +orqgen expects b sha256:9bf326bd8df9767f4153b1c2b9c77033cfd259e0ec4b0526855c9e5d0c1f9392
-- alter foreign key a_b_id_fkey on a (deferrable), alter foreign key a_up_fkey on a (actions)
-- rebuild a: SQLite cannot change a constraint
-- REWRITES: every row of a
CREATE TEMP TABLE orq_a (id, b_id, up);
INSERT INTO temp.orq_a
SELECT id, b_id, up
FROM main.a;

-- drop the old table, and create the new one under its name
DROP TABLE main.a;
CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER CONSTRAINT a_b_id_fkey REFERENCES b (id) DEFERRABLE INITIALLY DEFERRED, up INTEGER CONSTRAINT a_up_fkey REFERENCES a (id) ON DELETE SET NULL);

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

-- alter foreign key b_a_id_fkey on b (actions)
-- rebuild b: SQLite cannot change a constraint
-- REWRITES: every row of b
CREATE TEMP TABLE orq_b (id, a_id);
INSERT INTO temp.orq_b
SELECT id, a_id
FROM main.b;

-- drop the old table, and create the new one under its name
DROP TABLE main.b;
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER CONSTRAINT b_a_id_fkey REFERENCES a (id) ON DELETE CASCADE ON UPDATE CASCADE);

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
