CREATE TABLE moods (
    id INTEGER PRIMARY KEY,
    mood TEXT NOT NULL CONSTRAINT moods_mood_check CHECK (mood IN ('happy', 'sad')) -- how it feels
);
INSERT INTO moods VALUES (1, 'happy'), (2, 'sad');
