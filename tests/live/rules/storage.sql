-- @before
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE SEQUENCE numbers;
CREATE DOMAIN positive AS integer;
CREATE TABLE uses (id bigint PRIMARY KEY, p positive);

-- @fires
ALTER TABLE users ALTER email SET STORAGE external;

-- @safe
CREATE TABLE pets (id bigint PRIMARY KEY, email text);
ALTER TABLE pets ALTER email SET STORAGE external;
