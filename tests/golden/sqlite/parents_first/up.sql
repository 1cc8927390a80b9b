-- +orqgen upgrade sqlite
-- drop table animals
-- LOSES DATA: animals
DROP TABLE animals;

-- drop table keepers
-- LOSES DATA: keepers
DROP TABLE keepers;

-- drop table zoos
-- LOSES DATA: zoos
DROP TABLE zoos;

-- create table shelves
CREATE TABLE shelves (
    id INTEGER CONSTRAINT shelves_pkey PRIMARY KEY,
    "true" INTEGER
);

-- create table books
CREATE TABLE books (
    id INTEGER CONSTRAINT books_pkey PRIMARY KEY,
    shelf_id INTEGER CONSTRAINT books_shelf_id_fkey REFERENCES shelves (id)
);
