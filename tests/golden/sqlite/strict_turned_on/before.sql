CREATE TABLE sizes (
    id INTEGER PRIMARY KEY, -- the rowid
    name VARCHAR(20),
    size INT
);
INSERT INTO sizes VALUES (1, 'small', 1), (2, 'large', NULL);
