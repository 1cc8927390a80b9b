CREATE TABLE people (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE ON CONFLICT REPLACE,
    upper_name TEXT AS (upper(name)) STORED,
    anything
);
INSERT INTO people (id, name, anything) VALUES (1, 'Ada', 1), (7, 'Bob', '1'), (9, 'Eve', x'01'), (30, 'gone', NULL);
DELETE FROM people WHERE id = 30;
CREATE TABLE letters (
    sender INTEGER REFERENCES people (id) ON DELETE CASCADE,
    recipient INTEGER REFERENCES people (id) ON DELETE SET NULL,
    body TEXT
);
INSERT INTO letters VALUES (1, 7, 'hello'), (7, 1, 'hello'), (7, 1, 'hello');
DELETE FROM letters WHERE rowid = 2;
CREATE INDEX letters_sender ON letters (sender);
CREATE TRIGGER letters_added AFTER INSERT ON letters BEGIN
    UPDATE people SET anything = 'wrote' WHERE id = new.sender;
END;
CREATE TABLE empty (a INTEGER, b TEXT, PRIMARY KEY (a, b));
CREATE TABLE kept (id INTEGER PRIMARY KEY, rating INTEGER CHECK (rating > 0), x TEXT);
INSERT INTO kept VALUES (1, 3, 'a'), (2, NULL, 'b');
