CREATE TABLE seats (
    id INTEGER PRIMARY KEY ON CONFLICT REPLACE,
    place TEXT UNIQUE ON CONFLICT IGNORE, -- the first one has it
    holder TEXT NOT NULL ON CONFLICT FAIL
);
INSERT INTO seats VALUES (1, 'A1', 'Ada'), (2, 'A2', 'Eve');
