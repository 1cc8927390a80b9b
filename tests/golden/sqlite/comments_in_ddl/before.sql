CREATE TABLE decisions (id INTEGER PRIMARY KEY, kind TEXT -- of what kind
);
CREATE TABLE human_feedback ( -- what a person said
    id INTEGER PRIMARY KEY,
    decision_id INTEGER REFERENCES decisions (id), /* never without one */
    feedback_text TEXT, -- in their words
    tone TEXT -- guessed
);
INSERT INTO decisions VALUES (1, 'route');
INSERT INTO human_feedback VALUES (1, 1, 'good', 'warm');
