-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects words sha256:eb5d299aaf191b8dbc82bf89996269f685193f967f276a59df5f010760d04afd
-- alter column words.n (default)
-- rebuild words: SQLite cannot change a default
-- REWRITES: every row of words
CREATE TEMP TABLE orq_words (lang, word, n);
INSERT INTO temp.orq_words
SELECT lang, word, n
FROM main.words;

-- drop the old table, and create the new one under its name
DROP TABLE main.words;
CREATE TABLE words (
    lang TEXT NOT NULL,
    word TEXT NOT NULL COLLATE NOCASE,
    n INT,
    PRIMARY KEY (lang, word DESC)
) WITHOUT ROWID;

-- copy the rows back
INSERT OR ABORT INTO main.words (lang, word, n)
SELECT lang, word, n
FROM temp.orq_words
ORDER BY lang, word;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_words_check (
    changed INTEGER CONSTRAINT "rows of words changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_words_check
SELECT count(*)
FROM temp.orq_words AS o
LEFT JOIN main.words AS n ON n.lang = o.lang AND n.word = o.word
WHERE (+o.lang, typeof(o.lang), +o.word, typeof(o.word), +o.n, typeof(o.n))
      IS NOT (+n.lang, typeof(n.lang), +n.word, typeof(n.word), +n.n, typeof(n.n))
UNION ALL
SELECT (SELECT count(*) FROM main.words)
     - (SELECT count(*) FROM temp.orq_words);

-- remove the copy
DROP TABLE temp.orq_words_check;
DROP TABLE temp.orq_words;
