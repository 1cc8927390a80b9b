-- An attribute comes after its type, and goes before it.
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TYPE c AS (a integer, mood mood);
