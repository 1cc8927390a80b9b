-- Takes the rows out of every table, those that the schema's own file put in.
SELECT format('TRUNCATE %s CASCADE', string_agg(c.oid::regclass::text, ', '))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
HAVING count(*) > 0
\gexec
