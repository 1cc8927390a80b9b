CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    taken TEXT, -- seconds
    unit TEXT
);
INSERT INTO readings VALUES (1, '12s', 's'), (2, '7s', 's'), (3, NULL, NULL);
