-- generated columns and their dependents
CREATE FUNCTION slug(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN lower(regexp_replace($1, '[^a-z]+'::text, '-'::text, 'gi'::text));
CREATE TABLE p (id int PRIMARY KEY, first text, last text, price numeric(8,2), qty int, full_name text GENERATED ALWAYS AS (first || ' ' || last) STORED NOT NULL, slug text GENERATED ALWAYS AS (slug(first)) STORED UNIQUE, total numeric GENERATED ALWAYS AS (price * qty) STORED CHECK (total >= 0), doc jsonb, kind text GENERATED ALWAYS AS (doc ->> 'kind') STORED, tsv tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, coalesce(first, '') || ' ' || coalesce(last, ''))) STORED);
CREATE INDEX ON p USING gin (tsv); CREATE INDEX ON p (kind) WHERE kind <> 'x';
CREATE VIEW v AS SELECT id, full_name, total FROM p;
CREATE TABLE c (pid int REFERENCES p, slug text REFERENCES p (slug) ON DELETE CASCADE);
CREATE STATISTICS st ON kind, total FROM p;
-- then
ALTER TABLE p ALTER kind DROP EXPRESSION;
ALTER TABLE p RENAME first TO given;
DROP VIEW v; ALTER TABLE p DROP total; ALTER TABLE p ADD total numeric GENERATED ALWAYS AS (price * qty * 2) STORED; CREATE VIEW v AS SELECT id, full_name, total FROM p;
CREATE OR REPLACE FUNCTION slug(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN lower($1);
