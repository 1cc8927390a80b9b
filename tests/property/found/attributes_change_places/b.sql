CREATE TYPE mood AS ENUM ('ok', 'happy');
CREATE TYPE pair AS (m mood, a integer);
CREATE TABLE t (id integer PRIMARY KEY, one pair, many pair[] NOT NULL);
