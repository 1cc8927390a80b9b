CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY,
    decision_type TEXT NOT NULL
) STRICT;
-- what a person said
CREATE TABLE human_feedback (
    id TEXT NOT NULL PRIMARY KEY,
    decision_id TEXT NOT NULL REFERENCES decisions (id) ON DELETE CASCADE, -- never without one
    feedback_text TEXT
) STRICT;
CREATE INDEX human_feedback_decision_id_idx ON human_feedback (decision_id);
INSERT INTO decisions VALUES ('d1', 'route'), ('d2', 'answer');
INSERT INTO human_feedback (id, decision_id, feedback_text) VALUES ('f1', 'd1', 'good'), ('f2', 'd2', NULL);

