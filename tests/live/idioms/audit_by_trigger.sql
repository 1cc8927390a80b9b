-- comments that begin with @, functions over tables, audit by hstore
CREATE EXTENSION hstore;
CREATE SCHEMA hdb;
CREATE TABLE hdb.audit (event_id bigserial PRIMARY KEY, schema_name text NOT NULL, relid oid NOT NULL, row_data hstore, changed hstore, action text NOT NULL CHECK (action IN ('I','D','U', 'T')), client_query text, tx bigint DEFAULT txid_current(), at timestamptz DEFAULT clock_timestamp() NOT NULL, addr inet DEFAULT inet_client_addr(), app text DEFAULT current_setting('application_name'), usr text DEFAULT SESSION_USER::text);
REVOKE ALL ON hdb.audit FROM public;
CREATE FUNCTION hdb.if_modified() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $body$
DECLARE r hdb.audit; excluded text[] = ARRAY[]::text[];
BEGIN
  r = ROW(nextval('hdb.audit_event_id_seq'), TG_TABLE_SCHEMA::text, TG_RELID, NULL, NULL, substring(TG_OP,1,1), current_query(), txid_current(), clock_timestamp(), NULL, NULL, NULL);
  IF TG_ARGV[1] IS NOT NULL THEN excluded = TG_ARGV[1]::text[]; END IF;
  IF (TG_OP = 'UPDATE' AND TG_LEVEL = 'ROW') THEN r.row_data = hstore(OLD.*) - excluded; END IF;
  INSERT INTO hdb.audit VALUES (r.*); RETURN NULL;
END; $body$;
COMMENT ON FUNCTION hdb.if_modified() IS $c$@omit
Tracks changes; arguments: 'a', "b"$c$;
CREATE FUNCTION hdb.audit_table(target regclass, rows_too boolean, ignored text[]) RETURNS void LANGUAGE plpgsql AS $body$ BEGIN EXECUTE 'DROP TRIGGER IF EXISTS audit_row ON ' || target; END $body$;
CREATE FUNCTION hdb.audit_table(target regclass) RETURNS void LANGUAGE sql AS $$ SELECT hdb.audit_table($1, BOOLEAN 't', ARRAY[]::text[]); $$;
CREATE TABLE notes (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, body text, author uuid, deleted bool DEFAULT false);
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION hdb.if_modified('true', '{body,author}');
CREATE TRIGGER audit_stm AFTER TRUNCATE ON notes FOR EACH STATEMENT EXECUTE FUNCTION hdb.if_modified('true');
CREATE FUNCTION search_notes(search text) RETURNS SETOF notes LANGUAGE sql STABLE AS $$ SELECT * FROM notes WHERE body ILIKE ('%' || search || '%') $$;
CREATE FUNCTION notes_short(n notes) RETURNS text LANGUAGE sql STABLE AS $$ SELECT left(n.body, 10) $$;
CREATE INDEX notes_short_idx ON notes (left(body, 10)) WHERE NOT deleted;
-- then
ALTER TABLE notes ADD COLUMN title text;
ALTER TABLE notes DROP COLUMN author;
DROP TRIGGER audit_row ON notes;
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION hdb.if_modified('true', '{body}');
ALTER TABLE hdb.audit ALTER COLUMN relid TYPE bigint;
