-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects tickets sha256:e9edd69b8092ffe0e17671b92fefdb37917e9557a798115027bb6609602433d3
-- alter table tickets (autoincrement)
-- rebuild tickets: SQLite cannot change AUTOINCREMENT
-- REWRITES: every row of tickets
CREATE TEMP TABLE orq_tickets (id, title);
INSERT INTO temp.orq_tickets
SELECT id, title
FROM main.tickets;

-- drop the old table, and create the new one under its name
DROP TABLE main.tickets;
CREATE TABLE tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice
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
