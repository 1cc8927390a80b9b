-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects tickets sha256:9d2f952ef7ee2a18b2a1975672d2948fd8828a75ebaa02ed539bf9d279993201
-- alter table tickets (autoincrement)
-- rebuild tickets: SQLite cannot change AUTOINCREMENT
-- the AUTOINCREMENT counter goes: ids of deleted rows may come again
-- REWRITES: every row of tickets
CREATE TEMP TABLE orq_tickets (id, title);
INSERT INTO temp.orq_tickets
SELECT id, title
FROM main.tickets;

-- drop the old table, and create the new one under its name
DROP TABLE main.tickets;
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY, -- never used twice
    title TEXT
);

-- copy the rows back
INSERT OR ABORT INTO main.tickets (id, title)
SELECT id, title
FROM temp.orq_tickets
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_tickets_check (
    changed INTEGER CONSTRAINT "rows of tickets changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_tickets_check
SELECT count(*)
FROM temp.orq_tickets AS o
LEFT JOIN main.tickets AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.title, typeof(o.title))
      IS NOT (+n.id, typeof(n.id), +n.title, typeof(n.title))
UNION ALL
SELECT (SELECT count(*) FROM main.tickets)
     - (SELECT count(*) FROM temp.orq_tickets);

-- remove the copy
DROP TABLE temp.orq_tickets_check;
DROP TABLE temp.orq_tickets;
