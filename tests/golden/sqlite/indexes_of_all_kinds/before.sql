CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, mail TEXT, born INTEGER, gone INTEGER);
CREATE INDEX people_name ON people (name COLLATE NOCASE, born DESC); -- as it is searched
CREATE INDEX people_mail ON people (lower(mail)) WHERE mail IS NOT NULL;
CREATE UNIQUE INDEX people_old ON people (born) WHERE gone;
INSERT INTO people VALUES (1, 'Ada', 'Ada@x', 1815, 0), (2, 'Eve', NULL, 1815, 1);
