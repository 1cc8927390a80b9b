CREATE VIRTUAL TABLE scraps USING fts5 (word);
CREATE VIRTUAL TABLE boxes USING rtree (id, x0, x1);
INSERT INTO scraps VALUES ('kept nowhere else');
