SET LOCAL lock_timeout = '3s';

-- drop check human_feedback_rating_check on human_feedback
ALTER TABLE human_feedback DROP CONSTRAINT human_feedback_rating_check;

-- drop index human_feedback_decision_id_idx on human_feedback
DROP INDEX human_feedback_decision_id_idx;

-- drop column human_feedback.rating
-- LOSES DATA: human_feedback.rating
ALTER TABLE human_feedback DROP COLUMN rating;
