-- +orqgen upgrade sqlite
-- keep kept.rating, which the downgrade puts back
CREATE TABLE main.orqgen_archive_000000000001_1 ( -- kept.rating
    id, rating,
    PRIMARY KEY (id)
) WITHOUT ROWID;
INSERT INTO main.orqgen_archive_000000000001_1
SELECT id, rating
FROM main.kept;

-- drop column kept.rating
-- rating is kept in orqgen_archive_000000000001_1
-- REWRITES: every row of kept
ALTER TABLE kept DROP COLUMN rating;

-- drop trigger letters_added on letters
DROP TRIGGER letters_added;

-- keep empty, which the downgrade puts back
CREATE TABLE main.orqgen_archive_000000000001_2 ( -- empty
    orq_rowid, a, b
);
INSERT INTO main.orqgen_archive_000000000001_2
SELECT rowid, a, b
FROM main.empty;

-- drop table empty
-- its rows are kept in orqgen_archive_000000000001_2
DROP TABLE empty;

-- keep letters, which the downgrade puts back
CREATE TABLE main.orqgen_archive_000000000001_3 ( -- letters
    orq_rowid, sender, recipient, body
);
INSERT INTO main.orqgen_archive_000000000001_3
SELECT rowid, sender, recipient, body
FROM main.letters;

-- drop table letters
-- its rows are kept in orqgen_archive_000000000001_3
DROP TABLE letters;

-- keep people, which the downgrade puts back
CREATE TABLE main.orqgen_archive_000000000001_4 ( -- people
    id, name, anything
);
INSERT INTO main.orqgen_archive_000000000001_4
SELECT id, name, anything
FROM main.people;

-- keep the AUTOINCREMENT counter of people, which the downgrade puts back
CREATE TABLE main.orqgen_archive_000000000001_5 ( -- the AUTOINCREMENT counter of people
    seq
);
INSERT INTO main.orqgen_archive_000000000001_5
SELECT seq
FROM main.sqlite_sequence
WHERE name = 'people';

-- drop table people
-- its rows are kept in orqgen_archive_000000000001_4
DROP TABLE people;
