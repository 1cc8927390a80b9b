-- +orqgen downgrade sqlite
-- rename column human_feedback.body to feedback_text
ALTER TABLE human_feedback RENAME COLUMN body TO feedback_text;
