-- +orqgen upgrade sqlite
-- keep decisions.urgency, decisions.weight, decisions.note, which the downgrade puts back
CREATE TABLE main.orqgen_archive_000000000001_1 ( -- decisions.urgency, decisions.weight, decisions.note
    id, urgency, weight, note,
    PRIMARY KEY (id)
) WITHOUT ROWID;
INSERT INTO main.orqgen_archive_000000000001_1
SELECT id, urgency, weight, note
FROM main.decisions;

-- drop column decisions.urgency
-- urgency is kept in orqgen_archive_000000000001_1
-- REWRITES: every row of decisions
ALTER TABLE decisions DROP COLUMN urgency;

-- drop column decisions.weight
-- weight is kept in orqgen_archive_000000000001_1
-- REWRITES: every row of decisions
ALTER TABLE decisions DROP COLUMN weight;

-- drop column decisions.note
-- note is kept in orqgen_archive_000000000001_1
-- REWRITES: every row of decisions
ALTER TABLE decisions DROP COLUMN note;

-- keep votes.a "vote"; -- , which the downgrade puts back
CREATE TABLE main.orqgen_archive_000000000001_2 ( -- votes.a "vote"; -- 
    "the voter", decision_id, "a ""vote""; -- ",
    PRIMARY KEY ("the voter", decision_id)
) WITHOUT ROWID;
INSERT INTO main.orqgen_archive_000000000001_2
SELECT "the voter", decision_id, "a ""vote""; -- "
FROM main.votes;

-- drop column votes.a "vote"; -- 
-- a "vote"; --  is kept in orqgen_archive_000000000001_2
-- REWRITES: every row of votes
ALTER TABLE votes DROP COLUMN "a ""vote""; -- ";
