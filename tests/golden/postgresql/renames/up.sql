-- rename table person to people
ALTER TABLE person RENAME TO people;

-- free the name last
ALTER TABLE people RENAME COLUMN last TO orq_swap_1;

-- rename column people.first to last
ALTER TABLE people RENAME COLUMN first TO last;

-- rename column people.last to first
ALTER TABLE people RENAME COLUMN orq_swap_1 TO first;

