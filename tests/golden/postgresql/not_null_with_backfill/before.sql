CREATE TABLE task (id integer PRIMARY KEY, title text);
INSERT INTO task VALUES (1, 'x'), (2, NULL);
