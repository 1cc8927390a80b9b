CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIRTUAL TABLE docs_fts USING fts5(title, body, content='docs', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE old_fts USING fts4(content="docs", title, body, tokenize=unicode61 "remove_diacritics=1");
CREATE VIRTUAL TABLE tri USING fts5(x UNINDEXED, y, tokenize="trigram", prefix='2 3');
CREATE VIRTUAL TABLE geo USING rtree(id, minx, maxx, miny, maxy, +label TEXT);
CREATE TRIGGER docs_ai AFTER INSERT ON docs BEGIN INSERT INTO docs_fts(rowid, title, body) VALUES (new.id, new.title, new.body); END;
CREATE TRIGGER docs_ad AFTER DELETE ON docs BEGIN INSERT INTO docs_fts(docs_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END;
CREATE TRIGGER docs_au AFTER UPDATE OF title, body ON docs WHEN old.title IS NOT new.title BEGIN
  INSERT INTO docs_fts(docs_fts, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
  INSERT INTO docs_fts(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
-- then
ALTER TABLE docs ADD COLUMN lang TEXT DEFAULT 'en';
