CREATE EXTENSION file_fdw;
CREATE SERVER far FOREIGN DATA WRAPPER file_fdw;
CREATE SCHEMA archive;
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TABLE events (id bigint NOT NULL, at timestamp NOT NULL, what text DEFAULT 'x', note text CHECK (note <> ''), more int DEFAULT 5) PARTITION BY RANGE (at);
CREATE INDEX ON events (id);
CREATE TABLE events_now PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE FOREIGN TABLE archive.events_old PARTITION OF events (what DEFAULT 'old' NOT NULL, CONSTRAINT small CHECK (id < 100))
    FOR VALUES FROM ('2025-03-01') TO ('2026-01-01') SERVER far OPTIONS (filename '/dev/null', null 'not ''there');
CREATE FOREIGN TABLE events_first PARTITION OF events DEFAULT SERVER far OPTIONS (filename '/dev/null');
CREATE TRIGGER seen AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION noted();
ALTER FOREIGN TABLE archive.events_old ENABLE ALWAYS TRIGGER seen;
COMMENT ON COLUMN archive.events_old.id IS 'the number';
COMMENT ON COLUMN archive.events_old.what IS 'what was';
CREATE FOREIGN TABLE people (id int OPTIONS (force_not_null 'true') NOT NULL, "Name" text) SERVER far OPTIONS (filename '/dev/null');
COMMENT ON COLUMN people.id IS 'never reused';
CREATE TABLE base (a int CHECK (a > 0), b text, d int);
CREATE FOREIGN TABLE child (c date DEFAULT '2026-01-02', CONSTRAINT own CHECK (c IS NOT NULL)) INHERITS (base) SERVER far OPTIONS (filename '/dev/null');
