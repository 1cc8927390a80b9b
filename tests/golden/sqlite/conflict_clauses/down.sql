-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects seats sha256:fc38afd94a3905a83f40e2c417c10bbf9e73621fd356b53f0e37ab62161f1edd
-- alter column seats.holder (on conflict)
-- drop column seats.letter
-- drop unique constraint seats_letter_holder_key on seats
-- alter unique constraint (place) on seats (name, on conflict)
-- rebuild seats: SQLite cannot change ON CONFLICT
-- LOSES DATA: seats.letter
-- REWRITES: every row of seats
CREATE TEMP TABLE orq_seats (id, place, holder, letter);
INSERT INTO temp.orq_seats
SELECT id, place, holder, letter
FROM main.seats;

-- drop the old table, and create the new one under its name
DROP TABLE main.seats;
CREATE TABLE seats (
    id INTEGER PRIMARY KEY ON CONFLICT REPLACE,
    place TEXT UNIQUE ON CONFLICT IGNORE, -- the first one has it
    holder TEXT NOT NULL ON CONFLICT FAIL
);

-- copy the rows back
INSERT OR ABORT INTO main.seats (id, place, holder)
SELECT id, place, holder
FROM temp.orq_seats
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_seats_check (
    changed INTEGER CONSTRAINT "rows of seats changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_seats_check
SELECT count(*)
FROM temp.orq_seats AS o
LEFT JOIN main.seats AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.place, typeof(o.place), +o.holder, typeof(o.holder))
      IS NOT (+n.id, typeof(n.id), +n.place, typeof(n.place), +n.holder, typeof(n.holder))
UNION ALL
SELECT (SELECT count(*) FROM main.seats)
     - (SELECT count(*) FROM temp.orq_seats);

-- remove the copy
DROP TABLE temp.orq_seats_check;
DROP TABLE temp.orq_seats;
