-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects human_feedback sha256:a0e6a882f4bd601c6af39889028c52c51473ae73501887fe1f0c1f601d899602
-- drop table notes
-- LOSES DATA: notes
DROP TABLE notes;

-- drop column human_feedback.rating
-- rebuild human_feedback: its stored text comes back as it was
-- LOSES DATA: human_feedback.rating
-- REWRITES: every row of human_feedback
CREATE TEMP TABLE orq_human_feedback (id, decision_id, feedback_text, tone, rating);
INSERT INTO temp.orq_human_feedback
SELECT id, decision_id, feedback_text, tone, rating
FROM main.human_feedback;

-- drop the old table, and create the new one under its name
DROP TABLE main.human_feedback;
CREATE TABLE human_feedback ( -- what a person said
    id INTEGER PRIMARY KEY,
    decision_id INTEGER REFERENCES decisions (id), /* never without one */
    feedback_text TEXT, -- in their words
    tone TEXT -- guessed
);

-- copy the rows back
INSERT OR ABORT INTO main.human_feedback (id, decision_id, feedback_text, tone)
SELECT id, decision_id, feedback_text, tone
FROM temp.orq_human_feedback
ORDER BY id;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_human_feedback_check (
    changed INTEGER CONSTRAINT "rows of human_feedback changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_human_feedback_check
SELECT count(*)
FROM temp.orq_human_feedback AS o
LEFT JOIN main.human_feedback AS n ON n.id = o.id
WHERE (+o.id, typeof(o.id), +o.decision_id, typeof(o.decision_id),
       +o.feedback_text, typeof(o.feedback_text), +o.tone, typeof(o.tone))
      IS NOT (+n.id, typeof(n.id), +n.decision_id, typeof(n.decision_id),
              +n.feedback_text, typeof(n.feedback_text), +n.tone, typeof(n.tone))
UNION ALL
SELECT (SELECT count(*) FROM main.human_feedback)
     - (SELECT count(*) FROM temp.orq_human_feedback);

-- remove the copy
DROP TABLE temp.orq_human_feedback_check;
DROP TABLE temp.orq_human_feedback;
