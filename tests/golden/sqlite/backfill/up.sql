-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects people sha256:1773817e322d100fa8d532698c206ee88f8b6a3e41c630df21041eae0804ef5a
-- alter column people.shown (nullable), add column people.full_name
-- rebuild people: SQLite cannot change NOT NULL
-- REWRITES: every row of people
CREATE TEMP TABLE orq_people (id, first, last, shown);
INSERT INTO temp.orq_people
SELECT id, first, last, shown
FROM main.people;

-- drop the old table, and create the new one under its name
DROP TABLE main.people;
CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT, shown TEXT NOT NULL, full_name TEXT NOT NULL);

-- copy the rows back
INSERT OR ABORT INTO main.people (id, first, last, shown, full_name)
SELECT id, first, last, COALESCE(shown, (first)), (first || ' ' || last)
FROM temp.orq_people AS people
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_people_check (
    changed INTEGER CONSTRAINT "rows of people changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_people_check
SELECT count(*)
FROM temp.orq_people AS o
LEFT JOIN main.people AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.first, typeof(o.first), +o.last, typeof(o.last))
      IS NOT (+n.id, typeof(n.id), +n.first, typeof(n.first), +n.last, typeof(n.last))
   OR (o.shown IS NOT NULL
       AND (+o.shown, typeof(o.shown))
           IS NOT (+n.shown, typeof(n.shown)))
UNION ALL
SELECT (SELECT count(*) FROM main.people)
     - (SELECT count(*) FROM temp.orq_people);

-- remove the copy
DROP TABLE temp.orq_people_check;
DROP TABLE temp.orq_people;
