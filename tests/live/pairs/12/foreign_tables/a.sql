CREATE EXTENSION file_fdw;
CREATE SERVER far FOREIGN DATA WRAPPER file_fdw;
CREATE SCHEMA archive;
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TABLE events (id int NOT NULL, at timestamp NOT NULL, what text DEFAULT 'x', note text CHECK (note <> '')) PARTITION BY RANGE (at);
CREATE TABLE events_now PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE FOREIGN TABLE archive.events_old PARTITION OF events (what WITH OPTIONS DEFAULT 'old' NOT NULL, CONSTRAINT small CHECK (id < 100))
    FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') SERVER far OPTIONS (filename '/dev/null', null 'not ''there');
CREATE FOREIGN TABLE events_older PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2025-01-01') SERVER far OPTIONS (filename '/dev/null');
CREATE TRIGGER seen AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION noted();
ALTER FOREIGN TABLE events_older DISABLE TRIGGER seen;
COMMENT ON COLUMN archive.events_old.id IS 'its number';
COMMENT ON COLUMN archive.events_old.at IS 'its time';
CREATE FOREIGN TABLE people (id int OPTIONS (force_not_null 'true') NOT NULL, "Name" text) SERVER far OPTIONS (filename '/dev/null');
COMMENT ON FOREIGN TABLE people IS 'those there';
COMMENT ON COLUMN people."Name" IS 'as they say it';
CREATE TABLE base (a int CHECK (a > 0), b text);
CREATE FOREIGN TABLE child (c date DEFAULT '2026-01-01', CONSTRAINT own CHECK (c IS NOT NULL)) INHERITS (base) SERVER far OPTIONS (filename '/dev/null');
