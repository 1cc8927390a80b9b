CREATE TABLE child (id integer PRIMARY KEY, note text);
