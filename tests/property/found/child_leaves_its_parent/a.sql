CREATE TABLE p (a integer, b integer, CONSTRAINT k CHECK (b > -100), CONSTRAINT l CHECK (a > -100));
CREATE TABLE c (x integer) INHERITS (p);
