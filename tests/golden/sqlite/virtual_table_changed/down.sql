-- +orqgen downgrade sqlite
-- alter trigger notes_added on notes (definition)
DROP TRIGGER notes_added;

-- alter virtual table notes_search (definition)
-- LOSES DATA: notes_search
DROP TABLE notes_search;

-- alter virtual table scraps (definition)
-- LOSES DATA: scraps
DROP TABLE scraps;

-- the new virtual table notes_search
-- it is empty; fill it from notes:  INSERT INTO notes_search (notes_search) VALUES ('rebuild');
CREATE VIRTUAL TABLE notes_search USING fts5 (title, content=notes, content_rowid=id);

-- the new virtual table scraps
CREATE VIRTUAL TABLE scraps USING fts5 (word);

-- the new trigger notes_added
CREATE TRIGGER notes_added AFTER INSERT ON notes BEGIN
    INSERT INTO notes_search (rowid, title) VALUES (new.id, new.title);
END;
