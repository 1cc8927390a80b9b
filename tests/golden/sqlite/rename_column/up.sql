-- +orqgen upgrade sqlite
-- rename column human_feedback.feedback_text to body
ALTER TABLE human_feedback RENAME COLUMN feedback_text TO body;
