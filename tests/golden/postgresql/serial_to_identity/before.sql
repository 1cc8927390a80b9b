CREATE TABLE item (id serial PRIMARY KEY, name text);
INSERT INTO item (name) VALUES ('a'), ('b');
