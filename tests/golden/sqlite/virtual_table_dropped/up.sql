-- +orqgen upgrade sqlite
-- drop virtual table scraps
-- LOSES DATA: scraps
DROP TABLE scraps;

-- create virtual table words
-- it is empty, and keeps no rows to fill it from
CREATE VIRTUAL TABLE words USING fts5 (word, content='');
