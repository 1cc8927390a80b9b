-- +orqgen upgrade sqlite
-- create table people
CREATE TABLE people (
    id TEXT NOT NULL CONSTRAINT people_pkey PRIMARY KEY,
    team_id TEXT NOT NULL CONSTRAINT people_team_id_fkey REFERENCES teams (id) ON DELETE CASCADE,
    mood TEXT NOT NULL DEFAULT 'happy'
        CONSTRAINT people_mood_check CHECK (mood IN ('happy', 'sad')),
    active INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT people_team_id_mood_key UNIQUE (team_id, mood)
) STRICT;

-- create table teams
CREATE TABLE teams (
    id TEXT NOT NULL DEFAULT (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', (random() & 3) + 1, 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))
        CONSTRAINT teams_pkey PRIMARY KEY,
    lead_id TEXT CONSTRAINT teams_lead_id_fkey REFERENCES people (id),
    made_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;

-- create index people_team_id_idx
CREATE INDEX people_team_id_idx ON people (team_id) WHERE active;
