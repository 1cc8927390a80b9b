-- What a transaction holds and rewrites, seen without orqgen: oracle.start() in front of it,
-- oracle.seen(N) behind its statement N. Rows of seen: number, table, strongest lock on it or on one of
-- its indexes, whether its file is another one, whether one of both is new.
DROP SCHEMA IF EXISTS oracle CASCADE;
CREATE SCHEMA oracle;
CREATE TABLE oracle.files (id oid, name text, file oid, lock integer, indexes oid[]);

CREATE FUNCTION oracle.start() RETURNS void LANGUAGE sql AS $$
    DELETE FROM oracle.files;
    INSERT INTO oracle.files
    SELECT c.oid, c.relname, c.relfilenode, 1, ARRAY(SELECT indexrelid FROM pg_index WHERE indrelid = c.oid)
    FROM pg_class c
    WHERE c.relkind IN ('r', 'p', 'm', 'v') AND c.relnamespace = 'public'::regnamespace;
$$;

CREATE FUNCTION oracle.seen(number integer) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    modes text[] := '{AccessShareLock,RowShareLock,RowExclusiveLock,ShareUpdateExclusiveLock,ShareLock,ShareRowExclusiveLock,ExclusiveLock,AccessExclusiveLock}';
    names text[] := '{ACCESS SHARE,ROW SHARE,ROW EXCLUSIVE,SHARE UPDATE EXCLUSIVE,SHARE,SHARE ROW EXCLUSIVE,EXCLUSIVE,ACCESS EXCLUSIVE}';
    here record;
BEGIN
    FOR here IN
        SELECT f.id, f.name, f.file, f.lock, f.indexes, c.relname, c.relfilenode,
               coalesce(max(array_position(modes, l.mode)), 1) AS held
        FROM oracle.files f
        LEFT JOIN pg_class c ON c.oid = f.id
        LEFT JOIN pg_locks l ON l.pid = pg_backend_pid() AND l.locktype = 'relation'
            AND (l.relation = f.id OR l.relation = ANY (f.indexes))
        GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 2
    LOOP
        IF here.held > 1 THEN
            RETURN NEXT format('%s|%s|%s|%s|%s', number, here.name, names[here.held],
                coalesce(here.relfilenode <> here.file, false),
                here.held > here.lock OR coalesce(here.relfilenode <> here.file, false));
        END IF;
        UPDATE oracle.files SET name = coalesce(here.relname, name), lock = here.held,
            file = coalesce(here.relfilenode, file),
            indexes = ARRAY(SELECT indexrelid FROM pg_index WHERE indrelid = here.id) WHERE id = here.id;
    END LOOP;
END $$;
