-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects human_feedback sha256:1dfa2f54c1e7d4f05fc660df6087a51917053cfdbc4a48c4fb583411524cd681
-- drop column human_feedback.feedback_text
-- rebuild human_feedback: DROP COLUMN would take a comment along
-- LOSES DATA: human_feedback.feedback_text
-- REWRITES: every row of human_feedback
CREATE TEMP TABLE orq_human_feedback (orq_rowid, id, decision_id, feedback_text);
INSERT INTO temp.orq_human_feedback
SELECT rowid, id, decision_id, feedback_text
FROM main.human_feedback;

-- drop the old table, and create the new one under its name
DROP TABLE main.human_feedback;
CREATE TABLE human_feedback (
    id TEXT NOT NULL PRIMARY KEY,
    decision_id TEXT NOT NULL REFERENCES decisions (id) ON DELETE CASCADE -- never without one
) STRICT;

-- copy the rows back
INSERT OR ABORT INTO main.human_feedback (rowid, id, decision_id)
SELECT orq_rowid, id, decision_id
FROM temp.orq_human_feedback
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
UNION ALL
SELECT (SELECT count(*) FROM main.human_feedback)
     - (SELECT count(*) FROM temp.orq_human_feedback);

-- remove the copy
DROP TABLE temp.orq_human_feedback_check;
DROP TABLE temp.orq_human_feedback;

-- put index human_feedback_decision_id_idx back as it was
CREATE INDEX human_feedback_decision_id_idx ON human_feedback (decision_id);
