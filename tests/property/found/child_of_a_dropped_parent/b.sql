-- What a child had of its parent goes by itself when the parent is left.
CREATE TABLE child (c integer);
CREATE TABLE leaver (d integer);
CREATE TABLE stays (a integer);
