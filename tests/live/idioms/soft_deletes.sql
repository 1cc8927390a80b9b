-- soft deletes, deferred triggers, jsonc checks, transition tables, composite of table rows
CREATE EXTENSION citext; CREATE EXTENSION intarray; CREATE EXTENSION hstore;
CREATE TYPE cvss AS ENUM ('none', 'low'); CREATE TYPE audit_op AS ENUM ('create', 'modify', 'delete');
CREATE TABLE repo (id serial PRIMARY KEY, name citext NOT NULL, uri citext, fork boolean DEFAULT false NOT NULL, metadata jsonb DEFAULT '{}' NOT NULL CONSTRAINT repo_metadata_check CHECK (jsonb_typeof(metadata) = 'object'), private boolean DEFAULT false NOT NULL, stars integer DEFAULT 0 NOT NULL, blocked jsonb, deleted_at timestamptz, topics text[] GENERATED ALWAYS AS (CASE WHEN metadata ? 'topics' THEN ARRAY[metadata ->> 'topics'] END) STORED, CONSTRAINT check_name_nonempty CHECK (name <> ''::citext));
CREATE UNIQUE INDEX repo_name_unique ON repo (name) WHERE deleted_at IS NULL;
CREATE INDEX repo_non_deleted ON repo (id, name) WHERE deleted_at IS NULL AND blocked IS NULL;
CREATE INDEX repo_hashed ON repo USING btree (sha256(lower(name::text)::bytea)) WHERE deleted_at IS NULL;
CREATE TABLE repo_statistics (total bigint DEFAULT 0 NOT NULL, soft_deleted bigint DEFAULT 0 NOT NULL);
COMMENT ON COLUMN repo_statistics.total IS 'Number of repositories that are not soft-deleted and not blocked';
CREATE FUNCTION recalc_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
 INSERT INTO repo_statistics (total) VALUES ((SELECT COUNT(*) FROM newtab WHERE deleted_at IS NULL)); RETURN NULL; END $$;
CREATE TRIGGER trig_insert AFTER INSERT ON repo REFERENCING NEW TABLE AS newtab FOR EACH STATEMENT EXECUTE FUNCTION recalc_insert();
CREATE FUNCTION ancestors(r repo) RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE BEGIN ATOMIC SELECT array_agg(x.id) FROM repo x WHERE x.name < (r).name; END;
CREATE VIEW live WITH (security_invoker=true) AS SELECT repo.*, ancestors(repo.*) AS up FROM repo WHERE deleted_at IS NULL;
CREATE TABLE perms (user_id int NOT NULL, object_ids int[] DEFAULT '{}'::int[] NOT NULL, attrs hstore DEFAULT ''::hstore, expires int8multirange, CONSTRAINT perms_uq UNIQUE (user_id) INCLUDE (object_ids) DEFERRABLE);
CREATE INDEX perms_ids ON perms USING gin (object_ids gin__int_ops);
-- then
ALTER TABLE repo ADD COLUMN owner_id integer;
ALTER TABLE repo_statistics ADD COLUMN cloned bigint DEFAULT 0 NOT NULL;
ALTER TYPE audit_op ADD VALUE 'restore';
COMMENT ON COLUMN repo_statistics.total IS 'Those that are live';
DROP VIEW live; CREATE VIEW live AS SELECT id, name FROM repo WHERE deleted_at IS NULL;
