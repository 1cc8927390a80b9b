-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects people sha256:76691b5690491a633c764fac69f871697df4b5da04b081fab4a164b3619a0c21
-- alter column people.shown (nullable), drop column people.full_name
-- rebuild people: SQLite cannot change NOT NULL
-- LOSES DATA: people.full_name
-- REWRITES: every row of people
CREATE TEMP TABLE orq_people (id, first, last, shown, full_name);
INSERT INTO temp.orq_people
SELECT id, first, last, shown, full_name
FROM main.people;

-- drop the old table, and create the new one under its name
DROP TABLE main.people;
CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT, shown TEXT);

-- copy the rows back
INSERT OR ABORT INTO main.people (id, first, last, shown)
SELECT id, first, last, shown
FROM temp.orq_people
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_people_check (
    changed INTEGER CONSTRAINT "rows of people changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_people_check
SELECT count(*)
FROM temp.orq_people AS o
LEFT JOIN main.people AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.first, typeof(o.first), +o.last, typeof(o.last),
       +o.shown, typeof(o.shown))
      IS NOT (+n.id, typeof(n.id), +n.first, typeof(n.first), +n.last, typeof(n.last),
              +n.shown, typeof(n.shown))
UNION ALL
SELECT (SELECT count(*) FROM main.people)
     - (SELECT count(*) FROM temp.orq_people);

-- remove the copy
DROP TABLE temp.orq_people_check;
DROP TABLE temp.orq_people;
