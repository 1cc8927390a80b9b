-- many domains of functions in checks, triggers that name columns, custom aggregate in view
CREATE SCHEMA statistics_; CREATE SCHEMA cover;
CREATE FUNCTION controlled(txt text) RETURNS bool LANGUAGE sql IMMUTABLE RETURNS NULL ON NULL INPUT SET search_path = public, pg_temp AS $$ SELECT txt <> '' AND txt = btrim(regexp_replace(txt, E'\\s{2,}', ' ', 'g')) $$;
CREATE TYPE cover.kind AS ENUM ('a', 'b');
CREATE TABLE artist (id serial, gid uuid NOT NULL, name varchar NOT NULL, sort_name varchar NOT NULL, begin_y smallint, begin_m smallint, edits_pending integer NOT NULL DEFAULT 0 CHECK (edits_pending >= 0), last_updated timestamptz DEFAULT now(), ended char(1) NOT NULL DEFAULT 'N' CONSTRAINT artist_ended CHECK (ended IN ('N', 'Y')), CONSTRAINT control_for_whitespace CHECK (controlled(name)), CONSTRAINT only_non_empty CHECK (name <> ''));
ALTER TABLE artist ADD CONSTRAINT artist_pkey PRIMARY KEY (id);
CREATE TABLE artist_tag (artist int NOT NULL, tag int NOT NULL, count int NOT NULL);
ALTER TABLE artist_tag ADD CONSTRAINT artist_tag_pkey PRIMARY KEY (artist, tag);
ALTER TABLE artist_tag ADD CONSTRAINT artist_tag_fk_artist FOREIGN KEY (artist) REFERENCES artist (id);
CREATE UNIQUE INDEX artist_idx_gid ON artist (gid);
CREATE INDEX artist_lower ON artist (lower(name)); CREATE INDEX artist_page ON artist (substr(sort_name, 1, 1), (begin_y * 12 + coalesce(begin_m, 0)));
CREATE FUNCTION jl() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.last_updated = NOW(); RETURN NEW; END $$;
CREATE TRIGGER a_upd BEFORE UPDATE OF name, sort_name ON artist FOR EACH ROW EXECUTE PROCEDURE jl();
CREATE CONSTRAINT TRIGGER rm AFTER DELETE ON artist_tag DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE PROCEDURE jl();
CREATE AGGREGATE array_cat_all(anycompatiblearray) (SFUNC = array_cat, STYPE = anycompatiblearray, INITCOND = '{}');
CREATE OR REPLACE VIEW artist_s AS SELECT a.id, array_cat_all(ARRAY[t.tag]) AS tags FROM artist a JOIN artist_tag t ON t.artist = a.id GROUP BY a.id;
CREATE TABLE cover.art (id bigint PRIMARY KEY, artist int NOT NULL REFERENCES artist ON DELETE CASCADE, types cover.kind[] DEFAULT ARRAY['a'::cover.kind, 'b'], ordering int CHECK (ordering > 0));
-- then
ALTER TABLE artist ADD COLUMN begin_d smallint;
ALTER TABLE artist DROP CONSTRAINT only_non_empty;
ALTER TABLE artist DROP CONSTRAINT artist_ended;
DROP TRIGGER a_upd ON artist; CREATE TRIGGER a_upd BEFORE UPDATE OF name ON artist FOR EACH ROW EXECUTE FUNCTION jl();
ALTER TYPE cover.kind RENAME VALUE 'b' TO 'back';
