CREATE TYPE mood AS ENUM ('sad', 'ok', 'bored');
CREATE TYPE size AS ENUM ('small', 'large');
CREATE TABLE person (id integer PRIMARY KEY, mood mood DEFAULT 'ok' NOT NULL, shirt size);
CREATE VIEW moods AS SELECT mood, count(*) FROM person GROUP BY mood;
INSERT INTO person VALUES (1, 'sad', 'small'), (2, 'ok', 'large');
