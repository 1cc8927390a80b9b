-- +orqgen upgrade sqlite
-- add column human_feedback.rating
ALTER TABLE human_feedback ADD COLUMN rating INTEGER CONSTRAINT human_feedback_rating_check CHECK (rating BETWEEN 1 AND 5);
