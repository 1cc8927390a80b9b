CREATE TABLE t (
    id INTEGER PRIMARY KEY,
    note TEXT CHECK (note <> ''),
    kept TEXT
);
INSERT INTO t VALUES (1, 'gone', 'kept'), (5, NULL, NULL);
