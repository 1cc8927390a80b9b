-- +orqgen downgrade sqlite
-- add column human_feedback.feedback_text
ALTER TABLE human_feedback ADD COLUMN feedback_text TEXT;
