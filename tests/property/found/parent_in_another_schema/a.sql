-- The columns of a child never become its own while it goes from one parent to the next.
CREATE SCHEMA other;
CREATE TABLE parent (id integer NOT NULL, a text DEFAULT 'x', CONSTRAINT positive CHECK (id > 0));
CREATE TABLE child (b integer) INHERITS (parent);
CREATE TABLE grandchild (c integer) INHERITS (child);
