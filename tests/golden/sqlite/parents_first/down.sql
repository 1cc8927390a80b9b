-- +orqgen downgrade sqlite
-- drop table books
-- LOSES DATA: books
DROP TABLE books;

-- drop table shelves
-- LOSES DATA: shelves
DROP TABLE shelves;

-- create table zoos
CREATE TABLE zoos (id INTEGER PRIMARY KEY, name TEXT);

-- create table keepers
CREATE TABLE keepers (id INTEGER PRIMARY KEY, zoo_id INTEGER REFERENCES zoos (id) ON DELETE RESTRICT);

-- create table animals
CREATE TABLE animals (id INTEGER PRIMARY KEY, keeper_id INTEGER REFERENCES keepers (id) ON DELETE CASCADE);
