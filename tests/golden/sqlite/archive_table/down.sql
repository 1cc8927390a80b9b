-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects kept sha256:0a8c942dfbb86696d6a3b5e8fef1d11dfb6adddb6f91f87aa9fbbfd70ce78baa
-- create table empty
CREATE TABLE empty (a INTEGER, b TEXT, PRIMARY KEY (a, b));

-- put its rows back
INSERT OR ABORT INTO main.empty (rowid, a, b)
SELECT orq_rowid, a, b
FROM main.orqgen_archive_000000000001_2;

-- add column kept.rating, add check (rating > 0) on kept
-- rebuild kept: the rows that are there get their values back
-- rating comes back from orqgen_archive_000000000001_1
-- REWRITES: every row of kept
CREATE TEMP TABLE orq_kept (id, x);
INSERT INTO temp.orq_kept
SELECT id, x
FROM main.kept;

-- drop the old table, and create the new one under its name
DROP TABLE main.kept;
CREATE TABLE kept (id INTEGER PRIMARY KEY, rating INTEGER CHECK (rating > 0), x TEXT);

-- copy the rows back
INSERT OR ABORT INTO main.kept (id, rating, x)
SELECT id,
       (SELECT archived.rating FROM main.orqgen_archive_000000000001_1 AS archived
        WHERE archived.id = kept.id),
       x
FROM temp.orq_kept AS kept
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_kept_check (
    changed INTEGER CONSTRAINT "rows of kept changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_kept_check
SELECT count(*)
FROM temp.orq_kept AS o
LEFT JOIN main.kept AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.x, typeof(o.x))
      IS NOT (+n.id, typeof(n.id), +n.x, typeof(n.x))
UNION ALL
SELECT (SELECT count(*) FROM main.kept)
     - (SELECT count(*) FROM temp.orq_kept);

-- remove the copy
DROP TABLE temp.orq_kept_check;
DROP TABLE temp.orq_kept;

-- create table people
CREATE TABLE people (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE ON CONFLICT REPLACE,
    upper_name TEXT AS (upper(name)) STORED,
    anything
);

-- put its rows back
INSERT OR ABORT INTO main.people (id, name, anything)
SELECT id, name, anything
FROM main.orqgen_archive_000000000001_4;

-- put the AUTOINCREMENT counter back
DELETE FROM main.sqlite_sequence WHERE name = 'people';
INSERT INTO main.sqlite_sequence (name, seq)
SELECT 'people', seq FROM main.orqgen_archive_000000000001_5;

-- create table letters
CREATE TABLE letters (
    sender INTEGER REFERENCES people (id) ON DELETE CASCADE,
    recipient INTEGER REFERENCES people (id) ON DELETE SET NULL,
    body TEXT
);

-- put its rows back
INSERT OR ABORT INTO main.letters (rowid, sender, recipient, body)
SELECT orq_rowid, sender, recipient, body
FROM main.orqgen_archive_000000000001_3;

-- create index letters_sender
CREATE INDEX letters_sender ON letters (sender);

-- create trigger letters_added on letters
CREATE TRIGGER letters_added AFTER INSERT ON letters BEGIN
    UPDATE people SET anything = 'wrote' WHERE id = new.sender;
END;

-- what was kept is back
DROP TABLE main.orqgen_archive_000000000001_1;
DROP TABLE main.orqgen_archive_000000000001_2;
DROP TABLE main.orqgen_archive_000000000001_3;
DROP TABLE main.orqgen_archive_000000000001_4;
DROP TABLE main.orqgen_archive_000000000001_5;
