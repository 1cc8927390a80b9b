CREATE TABLE people (id INTEGER PRIMARY KEY, first TEXT, last TEXT, shown TEXT);
INSERT INTO people VALUES (1, 'Ada', 'Byron', NULL), (2, 'Eve', 'X', 'Evie');
