CREATE TABLE p (id int PRIMARY KEY, a int);
CREATE TABLE c (b int) INHERITS (p);
