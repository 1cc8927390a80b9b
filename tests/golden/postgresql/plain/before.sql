CREATE TABLE decisions (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL);
CREATE TABLE human_feedback (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    decision_id uuid NOT NULL REFERENCES decisions (id) ON DELETE CASCADE,
    feedback_text text
);
INSERT INTO decisions VALUES ('00000000-0000-4000-8000-000000000001', 'one');
INSERT INTO human_feedback VALUES
    ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'good');
