-- extensions in their own schema, used by defaults, indexes and functions
CREATE SCHEMA ext;
CREATE EXTENSION "uuid-ossp" WITH SCHEMA ext;
CREATE EXTENSION pgcrypto WITH SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE EXTENSION citext WITH SCHEMA ext;
CREATE EXTENSION btree_gist WITH SCHEMA ext;
CREATE EXTENSION unaccent WITH SCHEMA ext;
CREATE EXTENSION dblink;
CREATE EXTENSION tablefunc WITH SCHEMA ext;
CREATE FUNCTION plain(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT lower(ext.unaccent('ext.unaccent'::regdictionary, $1)) $$;
CREATE TABLE members (
  id uuid DEFAULT ext.uuid_generate_v4() PRIMARY KEY,
  handle ext.citext NOT NULL UNIQUE,
  display text,
  token bytea DEFAULT ext.digest('x', 'sha256'),
  CONSTRAINT handle_form CHECK (handle OPERATOR(ext.~) '^[a-z0-9_]+$'::ext.citext)
);
CREATE INDEX members_display_trgm ON members USING gin (display ext.gin_trgm_ops);
CREATE INDEX members_plain ON members USING gin (plain(display) ext.gin_trgm_ops) WHERE display IS NOT NULL;
CREATE TABLE stays (id bigserial PRIMARY KEY, member uuid NOT NULL REFERENCES members ON DELETE CASCADE, room int, during tstzrange NOT NULL,
  EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room IS NOT NULL));
-- then
ALTER TABLE members ADD COLUMN mail ext.citext;
CREATE UNIQUE INDEX members_mail ON members (mail ext.citext_pattern_ops);
ALTER TABLE stays DROP CONSTRAINT stays_room_during_excl;
ALTER TABLE stays ADD CONSTRAINT no_overlap EXCLUDE USING gist (member WITH =, during WITH &&) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE members ALTER COLUMN display TYPE ext.citext;
