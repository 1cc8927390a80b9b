-- @before
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE SEQUENCE numbers;
CREATE DOMAIN positive AS integer;
CREATE TABLE uses (id bigint PRIMARY KEY, p positive);

-- @fires
CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION nothing();

-- @safe
CREATE TABLE pets (id bigint PRIMARY KEY, email text);
CREATE TRIGGER t BEFORE INSERT ON pets FOR EACH ROW EXECUTE FUNCTION nothing();
