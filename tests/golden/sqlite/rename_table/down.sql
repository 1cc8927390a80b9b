-- +orqgen downgrade sqlite
-- rename table feedback to human_feedback
ALTER TABLE feedback RENAME TO human_feedback;
