-- Puts rows in every table that takes some, without knowing orqgen: for each table, several tries of
-- values that fit the types; what the table refuses is passed over. Three rounds, so that children
-- find their parents.
DO $seed$
DECLARE
    relation record;
    attempt integer;
    columns text;
    vals text;
BEGIN
    FOR round IN 1..3 LOOP
        FOR relation IN
            SELECT c.oid, c.oid::regclass::text AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            ORDER BY c.oid
        LOOP
            FOR attempt IN 1..4 LOOP
                SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
                       string_agg(coalesce(
                           (SELECT format('(SELECT %I FROM %s ORDER BY 1 OFFSET %s LIMIT 1)',
                                          pa.attname, k.confrelid::regclass, attempt - 1)
                            FROM pg_constraint k
                            JOIN pg_attribute pa ON pa.attrelid = k.confrelid
                                 AND pa.attnum = k.confkey[array_position(k.conkey, a.attnum)]
                            WHERE k.contype = 'f' AND k.conrelid = a.attrelid
                              AND a.attnum = ANY (k.conkey) LIMIT 1),
                           CASE
                               WHEN t.typtype = 'e' THEN (SELECT quote_literal(e.enumlabel)
                                    FROM pg_enum e WHERE e.enumtypid = coalesce(nullif(t.typbasetype, 0), t.oid)
                                    ORDER BY e.enumsortorder LIMIT 1)
                               WHEN b.typcategory = 'N' THEN (attempt + round * 10)::text
                               WHEN b.typcategory = 'B' THEN (attempt % 2 = 0)::text
                               WHEN b.typcategory = 'D' THEN quote_literal('2026-01-0' || attempt)
                               WHEN b.typcategory = 'T' THEN quote_literal(attempt || ' days')
                               WHEN b.typcategory = 'A' THEN quote_literal('{}')
                               WHEN b.typname = 'uuid' THEN quote_literal(md5(attempt || a.attname))
                               WHEN b.typname IN ('json', 'jsonb') THEN quote_literal('{"a": ' || attempt || '}')
                               WHEN b.typname = 'bytea' THEN quote_literal('\x0' || attempt)
                               WHEN b.typname IN ('inet', 'cidr') THEN quote_literal('10.0.0.' || attempt)
                               WHEN b.typcategory = 'R' THEN quote_literal('empty')
                               WHEN b.typname = 'time' OR b.typname = 'timetz' THEN quote_literal('10:0' || attempt)
                               WHEN b.typcategory = 'S' AND attempt > 2 THEN quote_literal(attempt::text)
                               WHEN b.typcategory = 'S' THEN
                                   quote_literal(left('text ' || attempt, CASE WHEN a.atttypmod > 4 THEN a.atttypmod - 4 ELSE 99 END))
                               ELSE 'NULL'
                           END), ', ' ORDER BY a.attnum)
                INTO columns, vals
                FROM pg_attribute a
                JOIN pg_type t ON t.oid = a.atttypid
                JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
                WHERE a.attrelid = relation.oid AND a.attnum > 0 AND NOT a.attisdropped
                  AND a.attgenerated = '' AND a.attidentity = ''
                  AND NOT (a.atthasdef AND attempt % 2 = 0);
                BEGIN
                    IF columns IS NULL THEN
                        EXECUTE format('INSERT INTO %s DEFAULT VALUES', relation.name);
                    ELSE
                        EXECUTE format('INSERT INTO %s (%s) VALUES (%s)', relation.name, columns, vals);
                    END IF;
                EXCEPTION WHEN OTHERS THEN
                    NULL;
                END;
            END LOOP;
        END LOOP;
    END LOOP;
END
$seed$;
