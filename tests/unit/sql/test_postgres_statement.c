#include "tests/unit/sql/cmocka_all.h"

#include "sql/postgres_statement.h"

#include <string.h>

static const struct orq_pg_create *read_sql(struct orq_arena *arena, const char *sql)
{
    const char *error = NULL;
    size_t offset = 0;
    const struct orq_pg_create *create = orq_pg_create_read(arena, sql, &error, &offset);
    if (!create)
        fail_msg("%s: %s at %zu", sql, error, offset);
    return create;
}

static const char *joined(struct orq_arena *arena, const struct orq_strings *list)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < list->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? "; " : "", list->items[i]);
    return orq_str_text(&out);
}

#define SHOWN(text) ((text) ? (text) : "-")

/* All that a routine is, in lines. */
static const char *routine(struct orq_arena *arena, const char *sql)
{
    const struct orq_pg_create *is = read_sql(arena, sql);
    return orq_arena_printf(arena, "%s.%s|%s|%s|%s|%s|%s|%s|%s", SHOWN(is->schema), is->name,
                            is->signature, is->arguments, SHOWN(is->returns), is->language,
                            joined(arena, &is->options), joined(arena, &is->configuration),
                            SHOWN(is->body));
}

static void a_function_is_the_same_however_it_is_written(void **state)
{
    (void)state;
    static const char *const written[] = {
        "CREATE OR REPLACE FUNCTION public.f(IN a int, b varchar(10) = 'x', VARIADIC c text[] "
        "DEFAULT '{}') RETURNS SETOF public.t LANGUAGE 'plpgsql' AS $x$ BEGIN END $x$ STABLE "
        "STRICT COST 100 ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public, \"A b\" "
        "SET work_mem TO '4MB' PARALLEL SAFE;",
        "CREATE FUNCTION f(a integer, b character varying DEFAULT 'x'::character varying, VARIADIC "
        "c text[] DEFAULT '{}'::text[])\n RETURNS SETOF t\n LANGUAGE plpgsql\n STABLE PARALLEL "
        "SAFE RETURNS NULL ON NULL INPUT SECURITY DEFINER ROWS 5\n SET search_path TO "
        "'pg_catalog', 'public', 'A b'\n SET work_mem TO '4MB'\nAS $function$ BEGIN END "
        "$function$\n"};
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < 2; i++)
        assert_string_equal(
            routine(arena, written[i]),
            "-.f|f(integer, character varying, text[])|a integer, b character varying DEFAULT "
            "'x', VARIADIC c text[] DEFAULT '{}'|SETOF t|plpgsql|parallel safe; rows 5; security "
            "definer; stable; strict|search_path = pg_catalog, public, \"A b\"; work_mem = "
            "4MB| BEGIN END ");
    orq_arena_free(arena);
}

static void routines_of_every_form(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"create function audit.\"F\"() returns trigger language plpgsql as 'x' volatile",
         "audit.F|F()||trigger|plpgsql|||x"},
        {"create function f(a int, out b int, inout c timestamptz) as 'x'",
         "-.f|f(integer, timestamp with time zone)|a integer, OUT b integer, INOUT c timestamp "
         "with time zone|-|sql|||x"},
        {"create function f(out int, out text) returns record as 'x'",
         "-.f|f()|OUT integer, OUT text|-|sql|||x"},
        {"create function f() returns table (a int, \"B\" audit.t) as 'x' rows 1000",
         "-.f|f()||TABLE(a integer, \"B\" audit.t)|sql|||x"},
        {"create procedure p(double precision, x time with time zone, in out y int) language sql "
         "begin atomic select (1); insert into public.t values (1); end",
         "-.p|p(double precision, time with time zone, integer)|double precision, x time with time "
         "zone, INOUT y integer|-|sql|||begin atomic select 1; insert into t values(1); end"},
        {"create function f(a int) returns int return (a + 1);",
         "-.f|f(integer)|a integer|integer|sql|||return a + 1"},
        {"create function f(internal) returns internal language c cost 1 support g as 'lib', 'sym'",
         "-.f|f(internal)|internal|internal|c|support g||lib\nsym"},
        {"create function f(a t.c%type) returns int as 'x' window not leakproof cost 0.5",
         "-.f|f(t.c%type)|a t.c%type|integer|sql|cost 0.5; window||x"},
        {"create function f() returns int as 'x' transform for type hstore, for type a.b",
         "-.f|f()||integer|sql|transform for type a.b; transform for type hstore||x"},
        {"create function f() returns int as 'x' set time zone 'UTC' set a.b = on set role from "
         "current",
         "-.f|f()||integer|sql||a.b = on; role from current; timezone = UTC|x"},
        {"create function f() returns int as 'x' set search_path to ''",
         "-.f|f()||integer|sql||search_path = \"\"|x"},
        {"create function f(a numeric(3,1)[], b \"char\", c char) returns bit(3) as 'x'",
         "-.f|f(numeric[], \"char\", character)|a numeric[], b \"char\", c character|bit|sql|||x"},
        {"create function f(a int default -1, b text default null::text) returns int as 'x'",
         "-.f|f(integer, text)|a integer DEFAULT - 1, b text DEFAULT null|integer|sql|||x"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(routine(arena, cases[i][0]), cases[i][1]);
    orq_arena_free(arena);
}

/* What a statement of another kind is. */
static const char *object(struct orq_arena *arena, const char *sql)
{
    const struct orq_pg_create *is = read_sql(arena, sql);
    return orq_arena_printf(arena, "%d %s.%s %s %s.%s: %s", (int)is->kind, SHOWN(is->schema),
                            is->name, SHOWN(is->signature), SHOWN(is->on_schema), SHOWN(is->on),
                            is->text);
}

static void same(const char *const (*pairs)[2], size_t count)
{
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < count; i++)
        assert_string_equal(object(arena, pairs[i][0]), object(arena, pairs[i][1]));
    orq_arena_free(arena);
}

static void triggers_and_rules_are_the_same_however_they_are_written(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"create trigger r after update of \"a\", b or insert on t execute procedure f(1, 'x', y)",
         "CREATE TRIGGER r AFTER INSERT OR UPDATE OF a, b ON public.t FOR EACH STATEMENT EXECUTE "
         "FUNCTION public.f('1', 'x', 'y')"},
        {"create trigger r before delete on a.t for row when (old.x) execute function g();",
         "CREATE TRIGGER r BEFORE DELETE ON a.t FOR EACH ROW WHEN ((old.x)) EXECUTE FUNCTION "
         "public.g()"},
        {"create constraint trigger r after insert on t for each row execute function f()",
         "CREATE CONSTRAINT TRIGGER r AFTER INSERT ON public.t NOT DEFERRABLE INITIALLY IMMEDIATE "
         "FOR EACH ROW EXECUTE FUNCTION public.f()"},
        {"create trigger r after insert on t referencing new table b old table as a execute "
         "function f()",
         "CREATE TRIGGER r AFTER INSERT ON public.t REFERENCING OLD TABLE AS a NEW TABLE AS b FOR "
         "EACH STATEMENT EXECUTE FUNCTION public.f()"},
        {"create event trigger e on DDL_command_end when tag in ('drop table', 'Alter Table') "
         "execute procedure public.f()",
         "CREATE EVENT TRIGGER e ON ddl_command_end WHEN TAG IN ('ALTER TABLE', 'DROP TABLE') "
         "EXECUTE FUNCTION f()"},
        {"create or replace rule r as on insert to t do also nothing",
         "CREATE RULE r AS\n    ON INSERT TO public.t DO NOTHING;"},
        {"create rule r as on delete to t where old.a do instead (select 1; select 2)",
         "CREATE RULE r AS ON DELETE TO public.t WHERE (old.a) DO INSTEAD ( SELECT 1;\n SELECT "
         "2;\n);"},
    };
    same(pairs, sizeof pairs / sizeof *pairs);
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(object(arena, pairs[0][0]),
                        "4 -.r - -.t: after insert or update of a, b on t for each statement "
                        "execute function f('1', 'x', 'y')");
    assert_string_equal(object(arena, pairs[6][0]),
                        "5 -.r - -.t: on delete to t where old.a do instead (select 1; select 2)");
    orq_arena_free(arena);
}

static void other_objects_are_the_same_however_they_are_written(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"create aggregate a(int, b text) (stype = int4, sfunc = public.f, initcond = 0)",
         "CREATE AGGREGATE public.a(integer, b text) (SFUNC = f, STYPE = integer, INITCOND = '0', "
         "PARALLEL = unsafe, FINALFUNC_MODIFY = READ_ONLY)"},
        {"create aggregate a(x int order by y int) (sfunc = f, stype = int, hypothetical)",
         "CREATE AGGREGATE a(x integer ORDER BY y integer) (SFUNC = f, STYPE = integer, "
         "FINALFUNC_MODIFY = read_write, HYPOTHETICAL)"},
        {"create operator public.~< (leftarg = text, rightarg = varchar, procedure = g, hashes, "
         "commutator = >~)",
         "CREATE OPERATOR ~< (FUNCTION = public.g, LEFTARG = text, RIGHTARG = character varying, "
         "COMMUTATOR = OPERATOR(public.>~), HASHES)"},
        {"create cast (int as public.color) with function public.f(int4) as implicit",
         "CREATE CAST (integer AS color) WITH FUNCTION f(integer) AS IMPLICIT"},
        {"create cast (int8 as s.t) without function", "CREATE CAST (bigint AS s.t) WITHOUT "
                                                       "FUNCTION;"},
        {"create collation if not exists c (locale = 'de', provider = libc)",
         "CREATE COLLATION public.c (provider = 'libc', locale = \"de\", deterministic = true)"},
        {"create server s foreign data wrapper w options (host 'x')",
         "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'x');"},
        {"create foreign table t (a int not null options (n 'x'), b varchar(3)) server s",
         "CREATE FOREIGN TABLE public.t (a integer NOT NULL OPTIONS (n 'x'), b character "
         "varying(3)) SERVER s;"},
        {"create foreign table p partition of t (a with options default 1 not null) "
         "for values in (1) server s",
         "CREATE FOREIGN TABLE public.p PARTITION OF public.t (a DEFAULT 1 NOT NULL) FOR VALUES IN "
         "(1) SERVER s"},
    };
    same(pairs, sizeof pairs / sizeof *pairs);
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(object(arena, pairs[2][0]),
                        "8 -.~< - -.-: (commutator = >~, function = g, hashes, leftarg = text, "
                        "rightarg = character varying)");
    assert_string_equal(object(arena, pairs[3][0]),
                        "9 -.(integer AS color) - -.-: with function f(integer) as implicit");
    orq_arena_free(arena);
}

static void a_view_is_taken_apart(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const struct orq_pg_create *view =
        read_sql(arena, "CREATE VIEW s.v (a, \"B\") WITH (security_barrier, check_option=local) AS "
                        "SELECT 1, 2 WITH CASCADED CHECK OPTION;");
    assert_int_equal(view->kind, ORQ_PG_CREATE_VIEW);
    assert_string_equal(view->schema, "s");
    assert_string_equal(joined(arena, &view->columns), "a; B");
    assert_string_equal(joined(arena, &view->with), "check_option=local; security_barrier=true");
    assert_string_equal(view->query, "SELECT 1, 2");
    assert_string_equal(view->check_option, "cascaded");
    view = read_sql(arena, "create materialized view if not exists v as select 1 with no data");
    assert_int_equal(view->kind, ORQ_PG_CREATE_MATERIALIZED_VIEW);
    assert_string_equal(view->query, "select 1");
    orq_arena_free(arena);
}

static void other_statements_are_other(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_int_equal(read_sql(arena, "create table t (a int)")->kind, ORQ_PG_CREATE_OTHER);
    assert_int_equal(read_sql(arena, "create operator class x for type int using btree as storage "
                                     "int")
                         ->kind,
                     ORQ_PG_CREATE_OTHER);
    orq_arena_free(arena);
}

static void what_is_wrong_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *error;
        size_t offset;
    } cases[] = {
        {"select 1", "expected \"create\"", 0},
        {"create function f", "expected \"(\"", 17},
        {"create function f() returns int", "the routine has no body", 31},
        {"create function f() banana", "this is no part of CREATE FUNCTION", 20},
        {"create trigger r on t", "expected BEFORE, AFTER or INSTEAD OF", 17},
        {"create trigger r before x", "expected an event", 24},
        {"create aggregate a (", "write the types of its arguments in parentheses", 19},
        {"create cast (int as int) without function; x", "the statement goes on behind its end",
         43},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *error = NULL;
        size_t offset = 99;
        assert_null(orq_pg_create_read(arena, cases[i].sql, &error, &offset));
        assert_string_equal(error, cases[i].error);
        assert_int_equal(offset, cases[i].offset);
    }
    orq_arena_free(arena);
}

static void types_are_spelled_as_the_server_does(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"int4", "integer"},
        {"INT", "integer"},
        {"varchar(10)", "character varying(10)"},
        {"char", "character(1)"},
        {"\"char\"", "\"char\""},
        {"pg_catalog.char", "\"char\""},
        {"bpchar", "bpchar"},
        {"bpchar(3)", "character(3)"},
        {"bit", "bit(1)"},
        {"pg_catalog.\"bit\"", "\"bit\""},
        {"varbit(3)", "bit varying(3)"},
        {"numeric(5)", "numeric(5,0)"},
        {"numeric( 5 , 2 )", "numeric(5,2)"},
        {"decimal", "numeric"},
        {"float(24)", "real"},
        {"float(25)", "double precision"},
        {"timestamp(3)", "timestamp(3) without time zone"},
        {"timestamptz(3)", "timestamp(3) with time zone"},
        {"time (0) with time zone", "time(0) with time zone"},
        {"interval(3)", "interval(3)"},
        {"interval year to month", "interval year to month"},
        {"interval second (3)", "interval second(3)"},
        {"national character varying(3)", "character varying(3)"},
        {"int[3][4]", "integer[]"},
        {"text ARRAY[3]", "text[]"},
        {"text array", "text[]"},
        {"public.mood", "mood"},
        {"\"Mood\"", "\"Mood\""},
        {"s.\"Mood\"[]", "s.\"Mood\"[]"},
        {"public.int4", "public.int4"},
        {"\"int4\"", "integer"},
        {"\"integer\"", "\"integer\""},
        {"pg_catalog.timestamptz", "timestamp with time zone"},
        {"json", "json"},
        {"geometry(Point, 4326)", "geometry(Point,4326)"},
        {"SETOF int", "SETOF integer"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(orq_pg_type_normal(arena, cases[i][0]), cases[i][1]);
        assert_string_equal(orq_pg_type_normal(arena, cases[i][1]), cases[i][1]);
    }
    orq_arena_free(arena);
}

static void arguments_alone(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(orq_pg_arguments_signature(arena, "a int4, OUT b text, public.t[]"),
                        "integer, t[]");
    assert_string_equal(orq_pg_arguments_signature(arena, ""), "");
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_function_is_the_same_however_it_is_written),
        cmocka_unit_test(routines_of_every_form),
        cmocka_unit_test(triggers_and_rules_are_the_same_however_they_are_written),
        cmocka_unit_test(other_objects_are_the_same_however_they_are_written),
        cmocka_unit_test(a_view_is_taken_apart),
        cmocka_unit_test(other_statements_are_other),
        cmocka_unit_test(what_is_wrong_is_told),
        cmocka_unit_test(types_are_spelled_as_the_server_does),
        cmocka_unit_test(arguments_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
