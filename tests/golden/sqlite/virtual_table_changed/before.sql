CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIRTUAL TABLE notes_search USING fts5 (title, content=notes, content_rowid=id);
CREATE TRIGGER notes_added AFTER INSERT ON notes BEGIN
    INSERT INTO notes_search (rowid, title) VALUES (new.id, new.title);
END;
CREATE VIRTUAL TABLE scraps USING fts5 (word);
INSERT INTO notes VALUES (1, 'first', 'one'), (2, 'second', 'two');
INSERT INTO scraps VALUES ('kept nowhere else');
