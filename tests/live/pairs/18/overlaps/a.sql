CREATE EXTENSION btree_gist;
CREATE TABLE t (id int NOT NULL, span tstzrange NOT NULL);
