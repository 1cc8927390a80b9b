-- +orqgen downgrade sqlite
-- drop virtual table words
-- LOSES DATA: words
DROP TABLE words;

-- create virtual table scraps
CREATE VIRTUAL TABLE scraps USING fts5 (word);
