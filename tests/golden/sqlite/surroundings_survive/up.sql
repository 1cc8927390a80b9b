-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects parent sha256:6448b0a46f37ea9bb0bac0da2e65b43fd14b50d258cd3a3e68052dcf53289d65
-- alter column parent.score (type)
-- rebuild parent: SQLite cannot change a column's type
-- CAN FAIL: a value of score that INTEGER cannot hold unchanged
-- REWRITES: every row of parent
CREATE TEMP TABLE orq_parent (id, name, score);
INSERT INTO temp.orq_parent
SELECT id, name, score
FROM main.parent;

-- keep the AUTOINCREMENT counter
CREATE TEMP TABLE orq_parent_counter AS
SELECT seq FROM main.sqlite_sequence WHERE name = 'parent';

-- drop the old table, and create the new one under its name
DROP TABLE main.parent;
CREATE TABLE parent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT COLLATE NOCASE,
    score INTEGER, -- becomes a number
    up TEXT AS (upper(name)) VIRTUAL,
    UNIQUE (name)
);

-- copy the rows back
INSERT OR ABORT INTO main.parent (id, name, score)
SELECT id, name, score
FROM temp.orq_parent
ORDER BY id;

-- put the AUTOINCREMENT counter back
DELETE FROM main.sqlite_sequence WHERE name = 'parent';
INSERT INTO main.sqlite_sequence (name, seq)
SELECT 'parent', seq FROM temp.orq_parent_counter;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_parent_check (
    changed INTEGER CONSTRAINT "rows of parent changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_parent_check
SELECT count(*)
FROM temp.orq_parent AS o
LEFT JOIN main.parent AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.name, typeof(o.name))
      IS NOT (+n.id, typeof(n.id), +n.name, typeof(n.name))
   OR NOT (+o.score IS +n.score
           OR (CAST(o.score AS TEXT) IS CAST(n.score AS TEXT)
               AND (typeof(o.score) <> 'real' OR CAST(n.score AS REAL) IS o.score))
           OR (typeof(o.score) = 'text' AND typeof(n.score) = 'real'
               AND CAST(CAST(n.score AS INTEGER) AS TEXT) IS o.score))
UNION ALL
SELECT (SELECT count(*) FROM main.parent)
     - (SELECT count(*) FROM temp.orq_parent);

-- remove the copy
DROP TABLE temp.orq_parent_check;
DROP TABLE temp.orq_parent_counter;
DROP TABLE temp.orq_parent;

-- put index parent_score back as it was
CREATE INDEX parent_score ON parent (score DESC) WHERE score IS NOT NULL;

-- put trigger parent_log back as it was
CREATE TRIGGER parent_log AFTER INSERT ON parent BEGIN INSERT INTO log VALUES ('ins ' || new.id); END;
