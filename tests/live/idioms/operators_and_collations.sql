-- operators, an operator class, casts
CREATE TYPE version AS (major int, minor int);
CREATE FUNCTION version_cmp(version, version) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT CASE WHEN $1.major <> $2.major THEN sign($1.major - $2.major)::int ELSE sign($1.minor - $2.minor)::int END $$;
CREATE FUNCTION version_lt(version, version) RETURNS bool LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT version_cmp($1, $2) < 0 $$;
CREATE FUNCTION version_like(version, text) RETURNS bool LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT ($1.major || '.' || $1.minor) LIKE $2 $$;
CREATE FUNCTION to_version(text) RETURNS version LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT ROW(split_part($1, '.', 1)::int, split_part($1, '.', 2)::int)::version $$;
CREATE OPERATOR <<< (LEFTARG = version, RIGHTARG = version, FUNCTION = version_lt, RESTRICT = scalarltsel);
CREATE OPERATOR ~~~ (LEFTARG = version, RIGHTARG = text, FUNCTION = version_like);
CREATE FUNCTION neg(version) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT -$1.major $$;
CREATE OPERATOR !- (RIGHTARG = version, FUNCTION = neg);
CREATE CAST (text AS version) WITH FUNCTION to_version(text) AS ASSIGNMENT;
CREATE CAST (version AS json) WITH INOUT;
CREATE TABLE releases (v version CHECK (v <<< ROW(100, 0)::version), s text, n int GENERATED ALWAYS AS (!- v) STORED);
CREATE VIEW betas AS SELECT * FROM releases WHERE v ~~~ '0.%'::text;
CREATE COLLATION german (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE names (n text COLLATE nocase UNIQUE, g text COLLATE german, h text COLLATE "de-DE-x-icu", CHECK (n <> 'x' COLLATE "C"));
CREATE INDEX ON names (g COLLATE nocase, lower(h COLLATE german));
-- then
ALTER TABLE names ALTER n TYPE varchar(10) COLLATE german;
DROP VIEW betas;
DROP OPERATOR ~~~ (version, text);
DROP CAST (version AS json);
