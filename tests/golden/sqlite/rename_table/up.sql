-- +orqgen upgrade sqlite
-- rename table human_feedback to feedback
ALTER TABLE human_feedback RENAME TO feedback;
