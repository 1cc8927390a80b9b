-- @before
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE SEQUENCE numbers;
CREATE DOMAIN positive AS integer;
CREATE TABLE uses (id bigint PRIMARY KEY, p positive);

-- @fires
ALTER DOMAIN positive ADD CONSTRAINT above CHECK (VALUE > 0);

-- @safe
ALTER DOMAIN positive ADD CONSTRAINT above CHECK (VALUE > 0) NOT VALID;
