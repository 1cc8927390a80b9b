CREATE TABLE words (
    lang TEXT NOT NULL,
    word TEXT NOT NULL COLLATE NOCASE,
    n INT,
    PRIMARY KEY (lang, word DESC)
) WITHOUT ROWID;
INSERT INTO words VALUES ('en', 'Tree', 3), ('en', 'sea', 1), ('es', 'mar', NULL);
