-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects human_feedback sha256:1dfa2f54c1e7d4f05fc660df6087a51917053cfdbc4a48c4fb583411524cd681
-- alter column human_feedback.feedback_text (nullable, default)
-- add column human_feedback.score
-- add unique constraint human_feedback_decision_id_feedback_text_key on human_feedback
-- alter foreign key human_feedback_decision_id_fkey on human_feedback (actions)
-- add check human_feedback_score_check on human_feedback
-- rebuild human_feedback: SQLite cannot change NOT NULL
-- CAN FAIL: two rows with the same decision_id, feedback_text
-- REWRITES: every row of human_feedback
CREATE TEMP TABLE orq_human_feedback (orq_rowid, id, decision_id, feedback_text);
INSERT INTO temp.orq_human_feedback
SELECT rowid, id, decision_id, feedback_text
FROM main.human_feedback;

-- drop the old table, and create the new one under its name
DROP TABLE main.human_feedback;
CREATE TABLE human_feedback (
    id TEXT NOT NULL PRIMARY KEY,
    decision_id TEXT NOT NULL CONSTRAINT human_feedback_decision_id_fkey REFERENCES decisions (id) ON DELETE RESTRICT, -- never without one
    feedback_text TEXT NOT NULL DEFAULT '',
    score REAL CONSTRAINT human_feedback_score_check CHECK (score >= 0.0),
    CONSTRAINT human_feedback_decision_id_feedback_text_key UNIQUE (decision_id, feedback_text)
) STRICT;

-- copy the rows back
INSERT OR ABORT INTO main.human_feedback (rowid, id, decision_id, feedback_text)
SELECT orq_rowid, id, decision_id, COALESCE(feedback_text, '')
FROM temp.orq_human_feedback AS human_feedback
ORDER BY orq_rowid;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_human_feedback_check (
    changed INTEGER CONSTRAINT "rows of human_feedback changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_human_feedback_check
SELECT count(*)
FROM temp.orq_human_feedback AS o
LEFT JOIN main.human_feedback AS n ON n.rowid = o.orq_rowid
WHERE (+o.id, typeof(o.id), +o.decision_id, typeof(o.decision_id))
      IS NOT (+n.id, typeof(n.id), +n.decision_id, typeof(n.decision_id))
   OR (o.feedback_text IS NOT NULL
       AND (+o.feedback_text, typeof(o.feedback_text))
           IS NOT (+n.feedback_text, typeof(n.feedback_text)))
UNION ALL
SELECT (SELECT count(*) FROM main.human_feedback)
     - (SELECT count(*) FROM temp.orq_human_feedback);

-- remove the copy
DROP TABLE temp.orq_human_feedback_check;
DROP TABLE temp.orq_human_feedback;

-- put index human_feedback_decision_id_idx back as it was
CREATE INDEX human_feedback_decision_id_idx ON human_feedback (decision_id);
