CREATE TABLE p (a integer, b integer, CONSTRAINT k CHECK (b > -100));
CREATE TABLE q (a integer, b integer, CONSTRAINT k CHECK (b > -100), CONSTRAINT m CHECK (b > -200));
CREATE TABLE c (a integer, b integer, x integer, CONSTRAINT m CHECK (b > -200), CONSTRAINT k CHECK (b > -100));
ALTER TABLE c INHERIT q;
