-- add column human_feedback.rating
-- add check human_feedback_rating_check on human_feedback
-- reads all of human_feedback; no one else can use it meanwhile
-- CAN FAIL: a row that breaks CHECK (rating BETWEEN 1 AND 5)
ALTER TABLE human_feedback
    ADD COLUMN rating smallint,
    ADD CONSTRAINT human_feedback_rating_check CHECK (rating BETWEEN 1 AND 5);

-- create index human_feedback_decision_id_idx on human_feedback
-- reads all of human_feedback; no one writes to it meanwhile
CREATE INDEX human_feedback_decision_id_idx ON human_feedback (decision_id);

