-- +orqgen downgrade sqlite
-- drop index people_born on people
DROP INDEX people_born;

-- alter index people_mail on people (where)
DROP INDEX people_mail;

-- the new index people_mail
CREATE INDEX people_mail ON people (lower(mail)) WHERE mail IS NOT NULL;

-- create index people_old on people
-- CAN FAIL: two rows with the same born
CREATE UNIQUE INDEX people_old ON people (born) WHERE gone;
