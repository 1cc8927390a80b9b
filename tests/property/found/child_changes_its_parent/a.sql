CREATE TABLE p (a integer, b integer, CONSTRAINT k CHECK (b > -100));
CREATE TABLE q (a integer, b integer, CONSTRAINT k CHECK (b > -100), CONSTRAINT m CHECK (b > -200));
CREATE TABLE c (x integer) INHERITS (p);
