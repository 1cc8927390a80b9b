-- A line for each column of each table that has rows: table, column, type, how many rows, and a
-- digest of the values that does not depend on where the rows are stored. With a child its rows go: a
-- parent is another one then; and so is a composite type with other attributes, or a domain over
-- another type.
SELECT format('SELECT %L, %L, %L, count(*), md5(coalesce(string_agg(coalesce(%I::text, ''∅''), ''|'' ORDER BY %I::text), '''')) FROM %s %s',
              c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod) ||
                  coalesce((SELECT ' of ' || string_agg(i.inhrelid::regclass::text, ', ' ORDER BY i.inhrelid::regclass::text)
                            FROM pg_inherits i WHERE i.inhparent = c.oid), '') ||
                  coalesce((SELECT ' as ' || string_agg(m.attname || ' ' || format_type(m.atttypid, m.atttypmod), ', ' ORDER BY m.attnum)
                            FROM pg_type t JOIN pg_type e ON e.oid = coalesce(nullif(t.typbasetype, 0), nullif(t.typelem, 0), t.oid)
                            JOIN pg_attribute m ON m.attrelid = e.typrelid AND m.attnum > 0 AND NOT m.attisdropped
                            WHERE t.oid = a.atttypid), '') ||
                  coalesce((SELECT ' over ' || format_type(e.typbasetype, e.typtypmod)
                            FROM pg_type t JOIN pg_type e ON e.oid = coalesce(nullif(t.typelem, 0), t.oid)
                            WHERE t.oid = a.atttypid AND e.typtype = 'd'), ''), a.attname, a.attname,
              CASE c.relkind WHEN 'r' THEN 'ONLY' ELSE '' END, c.oid::regclass)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attgenerated = ''
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND c.relname NOT IN ('orqgen_revisions')
ORDER BY c.oid::regclass::text, a.attname
\gexec
