-- rename table people to person
ALTER TABLE people RENAME TO person;

-- free the name last
ALTER TABLE person RENAME COLUMN last TO orq_swap_1;

-- rename column person.first to last
ALTER TABLE person RENAME COLUMN first TO last;

-- rename column person.last to first
ALTER TABLE person RENAME COLUMN orq_swap_1 TO first;
