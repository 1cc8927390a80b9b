-- Not one attribute more or less, and yet another type.
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE pair AS (a integer, b text, m mood);
CREATE TABLE t (id integer PRIMARY KEY, one pair, many pair[] NOT NULL);
