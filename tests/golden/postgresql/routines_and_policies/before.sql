CREATE TABLE note (id integer PRIMARY KEY, owner text NOT NULL, body text);
INSERT INTO note VALUES (1, 'postgres', 'b');
