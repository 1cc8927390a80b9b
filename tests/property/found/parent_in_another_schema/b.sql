CREATE SCHEMA other;
CREATE TABLE other.parent (id integer NOT NULL, a text DEFAULT 'x', CONSTRAINT positive CHECK (id > 0));
CREATE TABLE child (b integer) INHERITS (other.parent);
CREATE TABLE grandchild (c integer) INHERITS (child);
