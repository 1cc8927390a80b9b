-- alter enum size (values)
ALTER TYPE size ADD VALUE 'medium' AFTER 'small';

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- view moods is made again: the type of a column that it uses is replaced
DROP VIEW moods;
ALTER TABLE person ALTER COLUMN mood DROP DEFAULT;

-- enum mood is made anew, and its columns are cast over: PostgreSQL takes no value from an enum, and moves none
-- CAN FAIL: rows that hold 'bored'
ALTER TYPE mood RENAME TO mood_replaced;
CREATE TYPE mood AS ENUM ('sad', 'ok');

-- column person.mood of the new type
-- REWRITES: person
ALTER TABLE person
    ALTER COLUMN mood TYPE mood USING mood::text::mood,
    ALTER COLUMN mood SET DEFAULT 'ok';

-- view moods is made again: the type of a column that it uses is replaced
CREATE VIEW moods AS
SELECT mood, count(*) FROM person GROUP BY mood;

-- drop the old enum mood
DROP TYPE mood_replaced;

