CREATE TABLE tickets (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice
    title TEXT
);
INSERT INTO tickets VALUES (3, 'open'), (7, 'shut');
