-- @before
CREATE TABLE stays (id bigint PRIMARY KEY, span tstzrange);

-- @fires
ALTER TABLE stays ADD CONSTRAINT apart EXCLUDE USING gist (span WITH &&);

-- @safe
CREATE TABLE others (span tstzrange, CONSTRAINT apart EXCLUDE USING gist (span WITH &&));
