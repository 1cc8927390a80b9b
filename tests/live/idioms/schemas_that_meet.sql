-- many schemas that refer to each other, functions in one that others' defaults use
CREATE SCHEMA api; CREATE SCHEMA internal; CREATE SCHEMA util;
CREATE TYPE util.level AS ENUM ('low', 'mid', 'high');
CREATE FUNCTION util.new_id(prefix text DEFAULT 'x') RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT prefix || '_' || md5(random()::text) $$;
CREATE SEQUENCE internal.numbers;
CREATE TABLE internal.things (id text PRIMARY KEY DEFAULT util.new_id('th'), num bigint DEFAULT nextval('internal.numbers'), lvl util.level DEFAULT 'low'::util.level NOT NULL, lvls util.level[] DEFAULT ARRAY['low'::util.level], CHECK (lvl <> 'high' OR num > 10));
CREATE TABLE api.links (thing text REFERENCES internal.things (id), other text REFERENCES internal.things, PRIMARY KEY (thing, other));
CREATE VIEW api.things AS SELECT t.id, t.lvl, count(l.other) AS links FROM internal.things t LEFT JOIN api.links l ON l.thing = t.id GROUP BY t.id;
CREATE FUNCTION api.get(id text) RETURNS SETOF api.things LANGUAGE sql STABLE AS $$ SELECT * FROM api.things WHERE things.id = get.id $$;
CREATE FUNCTION api.things_label(api.things) RETURNS text LANGUAGE sql STABLE AS $$ SELECT $1.id || ' ' || $1.lvl $$;
CREATE FUNCTION public.things(lvl util.level) RETURNS SETOF internal.things LANGUAGE sql STABLE BEGIN ATOMIC SELECT * FROM internal.things t WHERE t.lvl = things.lvl; END;
CREATE TRIGGER touch BEFORE UPDATE ON internal.things FOR EACH ROW WHEN (old.lvl < new.lvl) EXECUTE FUNCTION suppress_redundant_updates_trigger();
-- then
ALTER TYPE util.level RENAME VALUE 'mid' TO 'middle';
ALTER SEQUENCE internal.numbers SET SCHEMA util;
ALTER TYPE util.level ADD VALUE 'top' BEFORE 'high';
