-- @before
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id bigint PRIMARY KEY, m mood);

-- @fires
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';

-- @safe
ALTER TYPE mood ADD VALUE 'mad';
