-- event triggers, publications, languages
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE EVENT TRIGGER reload ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION on_ddl();
CREATE TABLE t (id int PRIMARY KEY, x text, secret text);
CREATE TABLE u (id int PRIMARY KEY);
-- then
ALTER EVENT TRIGGER reload DISABLE;
ALTER TABLE t ADD COLUMN y int;
