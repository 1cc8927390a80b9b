PRAGMA foreign_keys = ON;
CREATE TABLE parent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT COLLATE NOCASE,
    score TEXT, -- becomes a number
    up TEXT AS (upper(name)) VIRTUAL,
    UNIQUE (name)
);
CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INT REFERENCES parent (id) ON DELETE CASCADE);
CREATE TABLE log (msg);
CREATE INDEX parent_score ON parent (score DESC) WHERE score IS NOT NULL;
CREATE VIEW names AS SELECT id, name FROM parent;
CREATE VIEW counted AS SELECT count(*) AS n FROM names;
CREATE TRIGGER names_insert INSTEAD OF INSERT ON names BEGIN INSERT INTO parent (name) VALUES (new.name); END;
CREATE TRIGGER parent_log AFTER INSERT ON parent BEGIN INSERT INTO log VALUES ('ins ' || new.id); END;
CREATE TRIGGER child_touch AFTER INSERT ON child BEGIN UPDATE parent SET score = '1' WHERE id = new.parent_id; END;
INSERT INTO parent (id, name, score) VALUES (1, 'a', '5'), (2, 'b', '25'), (500, 'gone', '1');
DELETE FROM parent WHERE id = 500;
INSERT INTO child VALUES (10, 1), (11, 2);
DELETE FROM log;
