-- +orqgen upgrade sqlite
-- alter index people_mail on people (where)
DROP INDEX people_mail;

-- drop index people_old on people
DROP INDEX people_old;

-- create index people_born on people
-- CAN FAIL: two rows with the same born, name || mail
CREATE UNIQUE INDEX people_born ON people (born DESC, (name || mail) COLLATE NOCASE);

-- the new index people_mail
CREATE INDEX people_mail ON people (lower(mail)) WHERE mail IS NOT NULL AND NOT gone;
