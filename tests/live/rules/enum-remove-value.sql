-- @before
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id bigint PRIMARY KEY, m mood);

-- @fires
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('glad');
ALTER TABLE users ALTER m TYPE mood USING NULLIF(m::text, 'sad')::mood;
DROP TYPE mood_old;

-- @safe
ALTER TYPE mood ADD VALUE 'mad';
