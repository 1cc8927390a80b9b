-- alter enum mood (values)
ALTER TYPE mood ADD VALUE 'bored';

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- enum size is made anew, and its columns are cast over: PostgreSQL takes no value from an enum, and moves none
-- CAN FAIL: rows that hold 'medium'
ALTER TYPE size RENAME TO size_replaced;
CREATE TYPE size AS ENUM ('small', 'large');

-- column person.shirt of the new type
-- REWRITES: person
ALTER TABLE person ALTER COLUMN shirt TYPE size USING shirt::text::size;

-- drop the old enum size
DROP TYPE size_replaced;
