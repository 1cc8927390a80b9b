-- routines of all sorts
CREATE TYPE pair AS (a int, b text);
CREATE FUNCTION f_default(a int, b int DEFAULT 1, c text DEFAULT 'x''y', VARIADIC d int[] DEFAULT '{}') RETURNS int LANGUAGE sql AS $$ SELECT a + b $$;
CREATE FUNCTION f_table(n int) RETURNS TABLE (id int, name text) LANGUAGE plpgsql STABLE ROWS 50 COST 10 AS $$ BEGIN RETURN QUERY SELECT i, i::text FROM generate_series(1, n) i; END $$;
CREATE FUNCTION f_out(IN a int, OUT b int, INOUT c text) LANGUAGE plpgsql IMMUTABLE LEAKPROOF STRICT PARALLEL SAFE AS $$ BEGIN b := a; END $$;
CREATE FUNCTION f_setof() RETURNS SETOF pair LANGUAGE sql AS $$ SELECT 1, 'x'::text $$;

CREATE FUNCTION f_poly(a anyelement, b anyarray) RETURNS anyelement LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION f_body(a int) RETURNS int LANGUAGE sql IMMUTABLE RETURN a * 2;
CREATE FUNCTION f_atomic(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT f_body(a); SELECT f_body(a + 1); END;
CREATE PROCEDURE p(IN a int, INOUT b int) LANGUAGE plpgsql SECURITY DEFINER SET work_mem TO '8MB' SET search_path TO public, pg_temp AS $$ BEGIN COMMIT; b := a; END $$;
CREATE PROCEDURE p_atomic() LANGUAGE sql BEGIN ATOMIC END;
CREATE FUNCTION "Weird Name"("Arg 1" text, "select" int) RETURNS void LANGUAGE plpgsql AS $_$ BEGIN EXECUTE $x$ SELECT $1 $x$ USING "select"; END $_$;
CREATE FUNCTION f_trig() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.x := TG_ARGV[0]; RETURN NEW; END$$;
CREATE FUNCTION st(numeric, int) RETURNS numeric LANGUAGE sql AS $$ SELECT $1 + $2 $$;
CREATE AGGREGATE total_of(int) (SFUNC = st, STYPE = numeric, INITCOND = '0', PARALLEL = SAFE);
CREATE FUNCTION f_first(anyelement, anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1 $$;
CREATE AGGREGATE first_of(anyelement) (SFUNC = f_first, STYPE = anyelement);
COMMENT ON AGGREGATE first_of(anyelement) IS 'first';
COMMENT ON PROCEDURE p(int, int) IS 'does it';
CREATE TABLE t (x text, y int DEFAULT f_body(3), z int GENERATED ALWAYS AS (f_body(length(x))) STORED);
CREATE TRIGGER tr BEFORE INSERT OR UPDATE OF x, y ON t FOR EACH ROW WHEN (new.y > 0) EXECUTE FUNCTION f_trig('a b', '1', 'it''s');
CREATE VIEW v AS SELECT total_of(y) AS s, first_of(x) AS f FROM t;
-- then
CREATE OR REPLACE FUNCTION f_body(a int) RETURNS int LANGUAGE sql IMMUTABLE RETURN a * 3;
DROP FUNCTION f_table(int);
CREATE FUNCTION f_table(n int) RETURNS TABLE (id int, name text, extra bool) LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN QUERY SELECT i, i::text, true FROM generate_series(1, n) i; END $$;
ALTER FUNCTION f_default(int, int, text, int[]) STRICT;
ALTER TABLE t RENAME COLUMN y TO w;
CREATE OR REPLACE PROCEDURE p(IN a int, INOUT b int) LANGUAGE plpgsql AS $$ BEGIN b := a + 1; END $$;
