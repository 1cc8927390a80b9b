-- +orqgen upgrade sqlite foreign-keys-off
-- +orqgen expects human_feedback sha256:637f383ee08ca02989562b287946ad1991109be699fd2bd5f51c3e608d693420
-- alter table human_feedback (comment)
-- alter column human_feedback.id (comment)
-- alter column human_feedback.feedback_text (comment)
-- alter column human_feedback.tone (comment)
-- add column human_feedback.rating
-- rebuild human_feedback: SQLite keeps comments nowhere but in the text of CREATE TABLE
-- REWRITES: every row of human_feedback
CREATE TEMP TABLE orq_human_feedback (id, decision_id, feedback_text, tone);
INSERT INTO temp.orq_human_feedback
SELECT id, decision_id, feedback_text, tone
FROM main.human_feedback;

-- drop the old table, and create the new one under its name
DROP TABLE main.human_feedback;
CREATE TABLE human_feedback ( -- What a person said -- +orqgen downgrade of a decision
    id INTEGER PRIMARY KEY, -- ); DROP TABLE decisions; --
    decision_id INTEGER REFERENCES decisions (id), /* never without one */
    feedback_text TEXT,
    tone TEXT, -- as it sounds
    rating INTEGER -- 1 (bad) to 5 (good)
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

-- create table notes
CREATE TABLE notes ( -- written by hand
    id INTEGER CONSTRAINT notes_pkey PRIMARY KEY,
    body TEXT NOT NULL, -- plain text
    CONSTRAINT notes_check CHECK (body <> '')
);
