#include "tests/unit/emit/world.h"

#include "emit/text.h"

/* A table of a model, laid out anew. */
static void laid_out(const char *sql, const char *expected)
{
    struct world world = world_new("");
    const struct orq_schema *schema = model_schema(&world, sql);
    const struct orq_table *table = schema->tables.items[0];
    assert_string_equal(orq_emit_create_table(world.arena, table), expected);
    exec(&world, expected);
    world_end(&world);
}

static void a_table_is_laid_out_as_a_person_would(void **state)
{
    (void)state;
    laid_out("create table h (id text not null constraint h_pkey primary key default (lower('X')), "
             "d text not null references h(id) on delete cascade deferrable initially deferred, "
             "r integer constraint h_r_check check (r between 1 and 5), unique (d, r)) strict",
             "CREATE TABLE h (\n"
             "    id text NOT NULL DEFAULT (lower('X')) CONSTRAINT h_pkey PRIMARY KEY,\n"
             "    d text NOT NULL REFERENCES h (id) ON DELETE CASCADE DEFERRABLE INITIALLY "
             "DEFERRED,\n"
             "    r integer CONSTRAINT h_r_check CHECK (r between 1 and 5),\n"
             "    UNIQUE (d, r)\n"
             ") STRICT");
    laid_out("create table t (id integer primary key autoincrement, a default 5 collate nocase, "
             "b as (a || 'x') stored, c int not null on conflict ignore)",
             "CREATE TABLE t (\n"
             "    id integer PRIMARY KEY AUTOINCREMENT,\n"
             "    a DEFAULT 5 COLLATE nocase,\n"
             "    b GENERATED ALWAYS AS (a || 'x') STORED,\n"
             "    c int NOT NULL ON CONFLICT IGNORE\n"
             ")");
    laid_out(
        "create table t (a text not null, b text not null, primary key (a collate nocase desc, b) "
        "on conflict replace, check (a > b)) without rowid, strict",
        "CREATE TABLE t (\n"
        "    a text NOT NULL,\n"
        "    b text NOT NULL,\n"
        "    PRIMARY KEY (a COLLATE nocase DESC, b) ON CONFLICT REPLACE,\n"
        "    CHECK (a > b)\n"
        ") WITHOUT ROWID, STRICT");
}

static void a_rowid_alias_tells_not_null_only_for_its_conflict(void **state)
{
    (void)state;
    laid_out("create table t (id integer primary key not null)",
             "CREATE TABLE t (\n    id integer PRIMARY KEY\n)");
    laid_out("create table t (id integer primary key not null on conflict fail)",
             "CREATE TABLE t (\n    id integer NOT NULL ON CONFLICT FAIL PRIMARY KEY\n)");
}

static void a_long_column_is_broken_at_its_constraints(void **state)
{
    (void)state;
    laid_out("create table decisions (context_identifier text not null "
             "constraint decisions_context_identifier_fkey references "
             "decisions(context_identifier) on delete cascade)",
             "CREATE TABLE decisions (\n"
             "    context_identifier text NOT NULL\n"
             "        CONSTRAINT decisions_context_identifier_fkey REFERENCES decisions "
             "(context_identifier) ON DELETE CASCADE\n"
             ")");
}

static void names_are_quoted_only_where_they_must_be(void **state)
{
    (void)state;
    laid_out("create table \"order\" (\"select\" int, \"a b\" text, \"é\" int, plain int)",
             "CREATE TABLE \"order\" (\n"
             "    \"select\" int,\n"
             "    \"a b\" text,\n"
             "    \"é\" int,\n"
             "    plain int\n"
             ")");
}

static void a_comment_at_the_end_of_an_expression_closes(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(orq_parenthesised(arena, "a > 0 -- positive"), "(a > 0 -- positive\n)");
    assert_string_equal(orq_parenthesised(arena, "a > '--'"), "(a > '--')");
    orq_arena_free(arena);
}

static void an_index_is_written_with_all_its_parts(void **state)
{
    (void)state;
    struct world world = world_new("");
    const struct orq_schema *schema = model_schema(
        &world,
        "create table t (a, b); create unique index \"i x\" on t (a desc, b collate nocase, "
        "(a || b) collate nocase, lower(b)) where a is not null");
    const struct orq_table *table = schema->tables.items[0];
    const char *sql = orq_emit_create_index(world.arena, table, table->indexes.items[0]);
    assert_string_equal(sql, "CREATE UNIQUE INDEX \"i x\" ON t (a DESC, b COLLATE nocase, (a || b) "
                             "COLLATE nocase, lower(b)) WHERE a is not null");
    world_end(&world);
}

static void defaults_are_parenthesised_where_the_grammar_wants_it(void **state)
{
    (void)state;
    static const char *const defaults[][2] = {
        {"5", "5"},
        {"-5", "-5"},
        {"'it''s'", "'it''s'"},
        {"CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"},
        {"(1 + 2)", "(1 + 2)"},
        {"1 + 2", "(1 + 2)"},
        {"(1) + (2)", "((1) + (2))"},
        {"lower('X')", "(lower('X'))"},
        {"- 'x'", "(- 'x')"},
        {"x'00'", "x'00'"},
    };
    struct world world = world_new("");
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        assert_string_equal(orq_default_sql(world.arena, defaults[i][0]), defaults[i][1]);
        exec(&world,
             orq_arena_printf(world.arena, "CREATE TABLE t%zu (a DEFAULT %s)", i, defaults[i][1]));
    }
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_laid_out_as_a_person_would),
        cmocka_unit_test(a_rowid_alias_tells_not_null_only_for_its_conflict),
        cmocka_unit_test(a_long_column_is_broken_at_its_constraints),
        cmocka_unit_test(names_are_quoted_only_where_they_must_be),
        cmocka_unit_test(a_comment_at_the_end_of_an_expression_closes),
        cmocka_unit_test(an_index_is_written_with_all_its_parts),
        cmocka_unit_test(defaults_are_parenthesised_where_the_grammar_wants_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
