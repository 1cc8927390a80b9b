-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects decisions sha256:a197ef4b5f88aceed8de4770b9ceb3e9f41ff2d62a1278be6097a7563c27570f
-- +orqgen expects votes sha256:dcc2c9fc8fc895e242a037a8b93c5489fe848a20f76cce33b78ab80bb4f728bc
-- add column decisions.urgency, add column decisions.weight, add column decisions.note
-- rebuild decisions: the rows that are there get their values back
-- urgency comes back from orqgen_archive_000000000001_1
-- CAN FAIL: a row that came after the upgrade: it has no urgency
-- weight comes back from orqgen_archive_000000000001_1
-- note comes back from orqgen_archive_000000000001_1
-- REWRITES: every row of decisions
CREATE TEMP TABLE orq_decisions (id, title);
INSERT INTO temp.orq_decisions
SELECT id, title
FROM main.decisions;

-- drop the old table, and create the new one under its name
DROP TABLE main.decisions;
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    urgency INTEGER NOT NULL,
    weight REAL DEFAULT 1.5,
    note TEXT
);

-- copy the rows back
INSERT OR ABORT INTO main.decisions (id, title, urgency, weight, note)
SELECT id, title,
       (SELECT kept.urgency FROM main.orqgen_archive_000000000001_1 AS kept
        WHERE kept.id = decisions.id),
       CASE WHEN EXISTS (SELECT 1 FROM main.orqgen_archive_000000000001_1 AS kept
        WHERE kept.id = decisions.id)
       THEN (SELECT kept.weight FROM main.orqgen_archive_000000000001_1 AS kept
        WHERE kept.id = decisions.id)
       ELSE 1.5 END,
       (SELECT kept.note FROM main.orqgen_archive_000000000001_1 AS kept
        WHERE kept.id = decisions.id)
FROM temp.orq_decisions AS decisions
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_decisions_check (
    changed INTEGER CONSTRAINT "rows of decisions changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_decisions_check
SELECT count(*)
FROM temp.orq_decisions AS o
LEFT JOIN main.decisions AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.title, typeof(o.title))
      IS NOT (+n.id, typeof(n.id), +n.title, typeof(n.title))
UNION ALL
SELECT (SELECT count(*) FROM main.decisions)
     - (SELECT count(*) FROM temp.orq_decisions);

-- remove the copy
DROP TABLE temp.orq_decisions_check;
DROP TABLE temp.orq_decisions;

-- add column votes.a "vote"; -- 
-- rebuild votes: the rows that are there get their values back
-- a "vote"; --  comes back from orqgen_archive_000000000001_2
-- CAN FAIL: a row that came after the upgrade: it has no a "vote"; -- 
-- REWRITES: every row of votes
CREATE TEMP TABLE orq_votes ("the voter", decision_id);
INSERT INTO temp.orq_votes
SELECT "the voter", decision_id
FROM main.votes;

-- drop the old table, and create the new one under its name
DROP TABLE main.votes;
CREATE TABLE votes (
    "the voter" TEXT NOT NULL COLLATE NOCASE,
    decision_id INTEGER NOT NULL REFERENCES decisions (id),
    "a ""vote""; -- " TEXT NOT NULL,
    PRIMARY KEY ("the voter", decision_id)
) WITHOUT ROWID;

-- copy the rows back
INSERT OR ABORT INTO main.votes ("the voter", decision_id, "a ""vote""; -- ")
SELECT "the voter", decision_id,
       (SELECT kept."a ""vote""; -- " FROM main.orqgen_archive_000000000001_2 AS kept
        WHERE kept."the voter" = votes."the voter" AND kept.decision_id = votes.decision_id)
FROM temp.orq_votes AS votes
ORDER BY "the voter", decision_id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_votes_check (
    changed INTEGER CONSTRAINT "rows of votes changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_votes_check
SELECT count(*)
FROM temp.orq_votes AS o
LEFT JOIN main.votes AS n ON n."the voter" = o."the voter" AND n.decision_id = o.decision_id
WHERE (+o."the voter", typeof(o."the voter"), +o.decision_id, typeof(o.decision_id))
      IS NOT (+n."the voter", typeof(n."the voter"), +n.decision_id, typeof(n.decision_id))
UNION ALL
SELECT (SELECT count(*) FROM main.votes)
     - (SELECT count(*) FROM temp.orq_votes);

-- remove the copy
DROP TABLE temp.orq_votes_check;
DROP TABLE temp.orq_votes;

-- put trigger decisions_touched back as it was
CREATE TRIGGER decisions_touched AFTER UPDATE ON decisions BEGIN
    UPDATE decisions SET title = title || '!' WHERE id = new.id;
END;

-- what was kept is back
DROP TABLE main.orqgen_archive_000000000001_1;
DROP TABLE main.orqgen_archive_000000000001_2;
