-- A table that goes refers to its own child, which stays: it lets go of its parent first.
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (id integer PRIMARY KEY, note text) INHERITS (parent);
ALTER TABLE parent ADD CONSTRAINT parent_a_fkey FOREIGN KEY (a) REFERENCES child (id);
