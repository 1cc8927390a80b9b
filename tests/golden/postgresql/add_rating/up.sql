SET LOCAL lock_timeout = '3s';

-- add column human_feedback.rating
-- add check human_feedback_rating_check on human_feedback
ALTER TABLE human_feedback
    ADD COLUMN rating smallint,
    ADD CONSTRAINT human_feedback_rating_check CHECK (rating BETWEEN 1 AND 5) NOT VALID;

-- +orqgen step no-transaction
-- create index human_feedback_decision_id_idx on human_feedback
-- reads all of human_feedback twice, while others write
CREATE INDEX CONCURRENTLY human_feedback_decision_id_idx ON human_feedback (decision_id);

-- +orqgen step
SET LOCAL lock_timeout = '3s';

-- validate human_feedback_rating_check: reads human_feedback while others write
-- CAN FAIL: a row that breaks CHECK (rating BETWEEN 1 AND 5)
ALTER TABLE human_feedback VALIDATE CONSTRAINT human_feedback_rating_check;

