-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects seats sha256:3369abfdd54f7ce982631d59c9781fe6d8522a1251f44cc592d3f237ba99c75a
-- alter column seats.holder (on conflict)
-- add column seats.letter
-- add unique constraint seats_letter_holder_key on seats
-- alter unique constraint seats_place_key on seats (on conflict)
-- rebuild seats: SQLite cannot change ON CONFLICT
-- CAN FAIL: two rows with the same letter, holder
-- REWRITES: every row of seats
CREATE TEMP TABLE orq_seats (id, place, holder);
INSERT INTO temp.orq_seats
SELECT id, place, holder
FROM main.seats;

-- drop the old table, and create the new one under its name
DROP TABLE main.seats;
CREATE TABLE seats (
    id INTEGER PRIMARY KEY ON CONFLICT REPLACE,
    place TEXT, -- the first one has it
    holder TEXT NOT NULL ON CONFLICT ROLLBACK,
    letter TEXT,
    CONSTRAINT seats_place_key UNIQUE (place) ON CONFLICT REPLACE,
    CONSTRAINT seats_letter_holder_key UNIQUE (letter, holder) ON CONFLICT ROLLBACK
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
