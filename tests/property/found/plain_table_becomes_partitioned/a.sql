CREATE TABLE turned (id integer NOT NULL, at date NOT NULL);
CREATE TABLE back (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE back_rest PARTITION OF back DEFAULT;
CREATE TABLE joins (id integer NOT NULL, at date NOT NULL, CHECK (id > 0));
CREATE TABLE joined (id integer NOT NULL, at date NOT NULL) PARTITION BY LIST (id);
