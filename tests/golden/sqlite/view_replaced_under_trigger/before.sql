CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, hidden INTEGER NOT NULL DEFAULT 0);
CREATE VIEW names AS SELECT id, name FROM people;
CREATE VIEW name_count AS SELECT count(*) AS n FROM names;
CREATE TRIGGER names_insert INSTEAD OF INSERT ON names
BEGIN
    INSERT INTO people (name) VALUES (new.name);
END;
INSERT INTO people VALUES (1, 'Ada', 0), (2, 'Eve', 1);
