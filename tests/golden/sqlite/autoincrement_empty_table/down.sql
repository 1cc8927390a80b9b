-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects tickets sha256:ffc01adafd987bf2b785043b29acae3f85553c44e5499f77580f47f0ba3d5504
-- alter column tickets.title (nullable)
-- rebuild tickets: SQLite cannot change NOT NULL
-- REWRITES: every row of tickets
CREATE TEMP TABLE orq_tickets (id, title);
INSERT INTO temp.orq_tickets
SELECT id, title
FROM main.tickets;

-- keep the AUTOINCREMENT counter
CREATE TEMP TABLE orq_tickets_counter AS
SELECT seq FROM main.sqlite_sequence WHERE name = 'tickets';

-- drop the old table, and create the new one under its name
DROP TABLE main.tickets;
CREATE TABLE tickets (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);

-- copy the rows back
INSERT OR ABORT INTO main.tickets (id, title)
SELECT id, title
FROM temp.orq_tickets
ORDER BY id;

-- put the AUTOINCREMENT counter back
DELETE FROM main.sqlite_sequence WHERE name = 'tickets';
INSERT INTO main.sqlite_sequence (name, seq)
SELECT 'tickets', seq FROM temp.orq_tickets_counter;

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
DROP TABLE temp.orq_tickets_counter;
DROP TABLE temp.orq_tickets;
