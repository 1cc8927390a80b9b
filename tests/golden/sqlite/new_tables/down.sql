-- +orqgen downgrade sqlite foreign-keys-off
-- drop table people
-- LOSES DATA: people
DROP TABLE people;

-- drop table teams
-- LOSES DATA: teams
DROP TABLE teams;
