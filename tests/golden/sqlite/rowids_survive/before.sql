CREATE TABLE log (at TEXT, line TEXT);
INSERT INTO log (rowid, at, line) VALUES (4, '10:00', 'four'), (9, '10:01', 'nine'), (2, '10:02', NULL);
