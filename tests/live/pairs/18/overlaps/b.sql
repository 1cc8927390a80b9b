CREATE EXTENSION btree_gist;
CREATE TABLE t (id int NOT NULL, span tstzrange NOT NULL, CONSTRAINT t_pk PRIMARY KEY (id, span WITHOUT OVERLAPS));
CREATE TABLE u (t int, span tstzrange, CONSTRAINT fk FOREIGN KEY (t, PERIOD span) REFERENCES t (id, PERIOD span));
