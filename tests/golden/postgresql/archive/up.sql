SET LOCAL lock_timeout = '3s';

-- keep answer, which the downgrade puts back
LOCK TABLE answer IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE orqgen_archive_000000000001_1 AS
SELECT *
FROM answer;
COMMENT ON TABLE orqgen_archive_000000000001_1 IS 'answer';

-- drop table answer
-- its rows are kept in orqgen_archive_000000000001_1
DROP TABLE answer;

-- keep audit.letter, which the downgrade puts back
LOCK TABLE audit.letter IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE orqgen_archive_000000000001_2 AS
SELECT *
FROM audit.letter;
COMMENT ON TABLE orqgen_archive_000000000001_2 IS 'audit.letter';
ALTER TABLE orqgen_archive_000000000001_2 ALTER COLUMN tone TYPE text;

-- keep the counter of audit.letter.nr, which the downgrade puts back
CREATE TABLE orqgen_archive_000000000001_3 AS
SELECT last_value, is_called
FROM audit.letter_nr_seq;
COMMENT ON TABLE orqgen_archive_000000000001_3 IS 'the counter of audit.letter.nr';

-- drop table audit.letter
-- its rows are kept in orqgen_archive_000000000001_2
DROP TABLE audit.letter;

-- keep empty, which the downgrade puts back
LOCK TABLE empty IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE orqgen_archive_000000000001_4 AS
SELECT *
FROM empty;
COMMENT ON TABLE orqgen_archive_000000000001_4 IS 'empty';

-- drop table empty
-- its rows are kept in orqgen_archive_000000000001_4
DROP TABLE empty;

-- keep person.the "Mood", person.score, person.number, person.moods, person.born, person.doubled, which the downgrade puts back
LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE orqgen_archive_000000000001_5 AS
SELECT id, "the ""Mood""", score, number, moods, born, doubled
FROM person;
COMMENT ON TABLE orqgen_archive_000000000001_5 IS 'person.the "Mood", person.score, person.number, person.moods, person.born, person.doubled';
ALTER TABLE orqgen_archive_000000000001_5
    ALTER COLUMN "the ""Mood""" TYPE text,
    ALTER COLUMN score TYPE text,
    ALTER COLUMN moods TYPE text;

-- keep the counter of person_number_seq, which the downgrade puts back
CREATE TABLE orqgen_archive_000000000001_6 AS
SELECT last_value, is_called
FROM person_number_seq;
COMMENT ON TABLE orqgen_archive_000000000001_6 IS 'the counter of person_number_seq';

-- drop column person.doubled
-- doubled is kept in orqgen_archive_000000000001_5
-- drop column person.the "Mood"
-- the "Mood" is kept in orqgen_archive_000000000001_5
-- drop column person.score
-- score is kept in orqgen_archive_000000000001_5
-- drop column person.number
-- number is kept in orqgen_archive_000000000001_5
-- drop column person.moods
-- moods is kept in orqgen_archive_000000000001_5
-- drop column person.born
-- born is kept in orqgen_archive_000000000001_5
ALTER TABLE person
    DROP COLUMN doubled,
    DROP COLUMN "the ""Mood""",
    DROP COLUMN score,
    DROP COLUMN number,
    DROP COLUMN moods,
    DROP COLUMN born;

-- keep vote.yes, which the downgrade puts back
LOCK TABLE vote IN SHARE ROW EXCLUSIVE MODE;
CREATE TABLE orqgen_archive_000000000001_7 AS
SELECT voter, topic, yes
FROM vote;
COMMENT ON TABLE orqgen_archive_000000000001_7 IS 'vote.yes';

-- drop column vote.yes
-- yes is kept in orqgen_archive_000000000001_7
ALTER TABLE vote DROP COLUMN yes;

-- drop enum mood
DROP TYPE mood;

-- drop domain points
DROP DOMAIN points;

