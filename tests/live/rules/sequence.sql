-- @before
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE SEQUENCE numbers;
CREATE DOMAIN positive AS integer;
CREATE TABLE uses (id bigint PRIMARY KEY, p positive);

-- @fires
ALTER SEQUENCE numbers INCREMENT BY 10;

-- @safe
CREATE SEQUENCE others;
