CREATE TABLE plain (
    id bigint,
    day text NOT NULL DEFAULT 'none',
    named name NOT NULL
);
