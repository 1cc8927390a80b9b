CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    weight REAL DEFAULT 1.5,
    note TEXT
);
INSERT INTO decisions VALUES (1, 'one', 5, NULL, 'first'), (2, 'two', 7, 2.5, NULL), (9, 'nine', 0, 1.5, '');
CREATE TABLE votes (
    "the voter" TEXT NOT NULL COLLATE NOCASE,
    decision_id INTEGER NOT NULL REFERENCES decisions (id),
    "a ""vote""; -- " TEXT NOT NULL,
    PRIMARY KEY ("the voter", decision_id)
) WITHOUT ROWID;
INSERT INTO votes VALUES ('Ada', 1, 'yes'), ('ada', 2, x'00ff'), ('', 9, 'no');
CREATE TABLE loose (a INTEGER, b TEXT);
INSERT INTO loose VALUES (1, 'x'), (1, 'x');
CREATE TRIGGER decisions_touched AFTER UPDATE ON decisions BEGIN
    UPDATE decisions SET title = title || '!' WHERE id = new.id;
END;
