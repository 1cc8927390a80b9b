-- +orqgen downgrade sqlite
-- drop column human_feedback.rating
-- LOSES DATA: human_feedback.rating
-- REWRITES: every row of human_feedback
ALTER TABLE human_feedback DROP COLUMN rating;
