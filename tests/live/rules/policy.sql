-- @before
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE SEQUENCE numbers;
CREATE DOMAIN positive AS integer;
CREATE TABLE uses (id bigint PRIMARY KEY, p positive);

-- @fires
CREATE POLICY own ON users USING (id > 0);

-- @safe
CREATE TABLE pets (id bigint PRIMARY KEY, email text);
CREATE POLICY own ON pets USING (id > 0);
