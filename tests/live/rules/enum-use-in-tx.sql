-- @before
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id bigint PRIMARY KEY, m mood);

-- @fires
ALTER TYPE mood ADD VALUE 'mad';
ALTER TABLE users ALTER m SET DEFAULT 'mad';

-- @safe
ALTER TYPE mood ADD VALUE 'mad';
-- +orqgen step
ALTER TABLE users ALTER m SET DEFAULT 'mad';
