-- @before
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE VIEW mails AS SELECT email FROM users;

-- @fires
ALTER TABLE users ALTER email TYPE varchar(80);

-- @safe
DROP VIEW mails;
ALTER TABLE users ALTER email TYPE varchar(80);
CREATE VIEW mails AS SELECT email FROM users;
