-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects moods sha256:31fc29423f6343f51f1ea5bc050cadb0a8f7b69df5f4f0d4ceb79c7a157787d3
-- alter check moods_mood_check on moods (expression)
-- rebuild moods: SQLite cannot change a constraint
-- CAN FAIL: a row that breaks CHECK (mood IN ('happy', 'calm', 'sad'))
-- REWRITES: every row of moods
CREATE TEMP TABLE orq_moods (id, mood);
INSERT INTO temp.orq_moods
SELECT id, mood
FROM main.moods;

-- drop the old table, and create the new one under its name
DROP TABLE main.moods;
CREATE TABLE moods (
    id INTEGER PRIMARY KEY,
    mood TEXT NOT NULL CONSTRAINT moods_mood_check CHECK (mood IN ('happy', 'calm', 'sad')) -- how it feels
);

-- copy the rows back
INSERT OR ABORT INTO main.moods (id, mood)
SELECT id, mood
FROM temp.orq_moods
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_moods_check (
    changed INTEGER CONSTRAINT "rows of moods changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_moods_check
SELECT count(*)
FROM temp.orq_moods AS o
LEFT JOIN main.moods AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.mood, typeof(o.mood))
      IS NOT (+n.id, typeof(n.id), +n.mood, typeof(n.mood))
UNION ALL
SELECT (SELECT count(*) FROM main.moods)
     - (SELECT count(*) FROM temp.orq_moods);

-- remove the copy
DROP TABLE temp.orq_moods_check;
DROP TABLE temp.orq_moods;
