/* In which order PostgreSQL's statements come, and what is made again on the way. */
#include "tests/unit/emit/postgres_world.h"

#include "diff/renamed.h"
#include "model/depend.h"

#include <time.h>

static struct pg pg;

static int set_up(void **state)
{
    (void)state;
    pg = pg_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pg_end(&pg);
    return 0;
}

static void op(struct orq_op made)
{
    ORQ_PUSH(pg.arena, &pg.ops, made);
}

static struct orq_definition *view_of(struct orq_schema *schema, const char *name,
                                      const char *query)
{
    struct orq_definition *view =
        DEFINE(&pg, schema, .kind = ORQ_KIND_VIEW, .name = name, .schema = NULL);
    put(&pg, view, ORQ_ATTRIBUTE_QUERY, query);
    return view;
}

static void depends(const char *object, const char *on)
{
    struct orq_depend edge = {.object = object, .on = on};
    pg.have->live = true;
    ORQ_PUSH(pg.arena, &pg.have->depends, edge);
}

static struct orq_constraint *foreign_key(struct orq_table *of, const char *name,
                                          const char *column_name, const char *parent)
{
    struct orq_constraint *key = check(&pg, of, name, NULL);
    struct orq_key_part part = {.column = column_name};
    key->kind = ORQ_KIND_FOREIGN_KEY;
    key->ref_table = parent;
    ORQ_PUSH(pg.arena, &key->parts, part);
    ORQ_PUSH(pg.arena, &key->ref_columns, column_name);
    return key;
}

static size_t at(const char *text, const char *part)
{
    const char *found = strstr(text, part);
    if (!found)
        fail_msg("no %s in:\n%s", part, text);
    return found ? (size_t)(found - text) : 0;
}

static void follow(const char *text, const char *const *parts)
{
    for (; parts[1]; parts++)
        if (at(text, parts[0]) >= at(text, parts[1]))
            fail_msg("%s is not before %s in:\n%s", parts[0], parts[1], text);
}
#define FOLLOW(text, ...) follow((text), (const char *const[]){__VA_ARGS__, NULL})

/* -- dependents -- */

static struct orq_column *alter_type(const char *from, const char *to)
{
    struct orq_table *have = table(&pg, pg.have, "t"), *want = table(&pg, pg.want, "t");
    struct orq_column *before = column(&pg, have, "a", from);
    struct orq_column *after = column(&pg, want, "a", to);
    op((struct orq_op){.kind = ORQ_OP_ALTER_COLUMN,
                       .changed = ORQ_CHANGE_TYPE,
                       .from = {.table = have, .column = before},
                       .to = {.table = want, .column = after}});
    return after;
}

static void views_on_views_go_and_come_back(void **state)
{
    (void)state;
    alter_type("integer", "bigint");
    view_of(pg.have, "v", "SELECT a FROM t");
    view_of(pg.have, "w", "SELECT a FROM v");
    view_of(pg.want, "v", "SELECT a FROM t");
    view_of(pg.want, "w", "SELECT a FROM v");
    depends("views:v", "columns:t\x1f"
                       "a");
    depends("views:w", "views:v");
    const char *sql = emitted(&pg);
    FOLLOW(sql, "DROP VIEW w", "DROP VIEW v", "TYPE bigint", "CREATE VIEW v", "CREATE VIEW w");
    assert_non_null(strstr(notes(&pg), "view w is made again"));
}

static void what_nobody_manages_comes_back_as_it_was(void **state)
{
    (void)state;
    alter_type("integer", "bigint");
    view_of(pg.have, "v", "SELECT a FROM t");
    depends("views:v", "columns:t\x1f"
                       "a");
    FOLLOW(emitted(&pg), "DROP VIEW v", "TYPE bigint", "CREATE VIEW v");
}

static void what_cannot_come_back_is_reported(void **state)
{
    (void)state;
    struct orq_table *have = table(&pg, pg.have, "t"), *want = table(&pg, pg.want, "t");
    struct orq_column *gone = column(&pg, have, "a", "integer");
    op((struct orq_op){.kind = ORQ_OP_DROP_COLUMN,
                       .from = {.table = have, .column = gone},
                       .to = {.table = want}});
    view_of(pg.have, "v", "SELECT a FROM t");
    depends("views:v", "columns:t\x1f"
                       "a");
    emitted(&pg);
    assert_int_equal(orq_diags_errors(pg.diags), 1);
    assert_non_null(strstr(orq_diags_at(pg.diags, 0)->message, "view v uses t.a"));
}

static void checks_stay_when_their_column_changes_its_type(void **state)
{
    (void)state;
    alter_type("integer", "bigint");
    check(&pg, pg.have->tables.items[0], "t_check", "a > 0");
    check(&pg, pg.want->tables.items[0], "t_check", "a > 0");
    depends("checks:t\x1ft_check", "columns:t\x1f"
                                   "a");
    assert_null(strstr(emitted(&pg), "t_check"));
}

static void defaults_step_aside_for_their_function(void **state)
{
    (void)state;
    struct orq_schema *schemas[] = {pg.have, pg.want};
    struct orq_definition *functions[2];
    for (size_t i = 0; i < 2; i++) {
        struct orq_table *of = table(&pg, schemas[i], "t");
        column(&pg, of, "a", "integer")->default_expr.text = "f()";
        functions[i] = DEFINE(&pg, schemas[i], .kind = ORQ_KIND_FUNCTION, .name = "f()");
        put(&pg, functions[i], ORQ_ATTRIBUTE_LANGUAGE, "sql");
        put(&pg, functions[i], ORQ_ATTRIBUTE_RETURNS, i ? "bigint" : "integer");
        put(&pg, functions[i], ORQ_ATTRIBUTE_BODY, "SELECT 1");
        functions[i]->sql = "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'";
    }
    depends("columns:t\x1f"
            "a",
            "functions:f()");
    alter(&pg, functions[0], functions[1], 0);
    FOLLOW(emitted(&pg), "DROP DEFAULT", "DROP FUNCTION f()", "CREATE FUNCTION f()",
           "SET DEFAULT f()");
}

/* -- order -- */

static void a_name_is_freed_before_it_is_taken(void **state)
{
    (void)state;
    struct orq_definition *view = view_of(pg.have, "x", "SELECT 1");
    struct orq_table *made = table(&pg, pg.want, "x");
    column(&pg, made, "a", "integer");
    op((struct orq_op){.kind = ORQ_OP_CREATE_TABLE, .to = {.table = made}});
    drop(&pg, view);
    FOLLOW(emitted(&pg), "DROP VIEW x", "CREATE TABLE x");
}

static void guesses_against_the_phases_give_way(void **state)
{
    (void)state;
    struct orq_table *made = table(&pg, pg.want, "t");
    column(&pg, made, "a", "boolean")->default_expr.text = "f(1)";
    op((struct orq_op){.kind = ORQ_OP_CREATE_TABLE, .to = {.table = made}});
    struct orq_definition *function =
        DEFINE(&pg, pg.want, .kind = ORQ_KIND_FUNCTION, .name = "f(integer)");
    put(&pg, function, ORQ_ATTRIBUTE_ARGUMENTS, "t integer");
    put(&pg, function, ORQ_ATTRIBUTE_LANGUAGE, "sql");
    put(&pg, function, ORQ_ATTRIBUTE_RETURNS, "boolean");
    put(&pg, function, ORQ_ATTRIBUTE_BODY, "SELECT true");
    function->sql = "CREATE FUNCTION f(t integer) RETURNS boolean LANGUAGE sql AS 'SELECT true'";
    create(&pg, function);
    FOLLOW(emitted(&pg), "CREATE FUNCTION f", "CREATE TABLE t");
    assert_int_equal(orq_diags_errors(pg.diags), 0);
}

static void a_real_circle_is_reported(void **state)
{
    (void)state;
    create(&pg, view_of(pg.want, "v", "SELECT 1"));
    create(&pg, view_of(pg.want, "w", "SELECT 1"));
    pg.want->live = true;
    struct orq_depend edges[] = {{.object = "views:v", .on = "views:w"},
                                 {.object = "views:w", .on = "views:v"}};
    for (size_t i = 0; i < 2; i++)
        ORQ_PUSH(pg.arena, &pg.want->depends, edges[i]);
    emitted(&pg);
    assert_int_equal(orq_diags_errors(pg.diags), 1);
    assert_non_null(strstr(orq_diags_at(pg.diags, 0)->message, "view v, view w"));
}

static void tables_in_a_circle_are_dropped(void **state)
{
    (void)state;
    const char *names[] = {"a", "b"};
    for (size_t i = 0; i < 2; i++) {
        struct orq_table *of = table(&pg, pg.have, names[i]);
        column(&pg, of, "id", "integer");
        check(&pg, of, i ? "b_pkey" : "a_pkey", NULL)->kind = ORQ_KIND_PRIMARY_KEY;
        foreign_key(of, i ? "b_fkey" : "a_fkey", "id", names[1 - i]);
        op((struct orq_op){.kind = ORQ_OP_DROP_TABLE, .from = {.table = of}});
    }
    pg.have->live = true;
    const char *sql = emitted(&pg);
    assert_int_equal(orq_diags_errors(pg.diags), 0);
    assert_non_null(strstr(sql, "DROP TABLE"));
    assert_int_equal(pg.section.loses.len, 2);
    for (size_t i = 0; i < 2; i++)
        assert_true(strstr(sql, names[i]) != NULL);
}

/* -- steps -- */

static void waiting_for_a_lock_has_an_end(void **state)
{
    (void)state;
    alter_type("integer", "bigint");
    struct orq_emit_input input = {.have = pg.have,
                                   .renamed = pg.have,
                                   .want = pg.want,
                                   .renames = &(struct orq_renames){0},
                                   .ops = &pg.ops,
                                   .version = 150000};
    assert_int_equal(orq_emit_postgres(pg.arena, &input, pg.diags, &pg.section), ORQ_OK);
    assert_string_equal(pg.section.statements.items[0].sql, "SET LOCAL lock_timeout = '3s'");
    assert_int_equal(pg.section.touched.len, 1);
    input.plain = true;
    assert_int_equal(orq_emit_postgres(pg.arena, &input, pg.diags, &pg.section), ORQ_OK);
    assert_null(strstr(pg.section.statements.items[0].sql, "lock_timeout"));
}

/* -- renames -- */

static const char *renamed_by(struct orq_rename *items, size_t len)
{
    struct orq_renames renames = {.items = items, .len = len};
    struct orq_emit_input input = {.have = pg.have,
                                   .renamed = pg.have,
                                   .want = pg.want,
                                   .renames = &renames,
                                   .ops = &pg.ops,
                                   .rename_only = true};
    struct orq_str out = orq_str_new(pg.arena);
    assert_int_equal(orq_emit_postgres(pg.arena, &input, pg.diags, &pg.section), ORQ_OK);
    for (size_t i = 0; i < pg.section.statements.len; i++)
        orq_str_addf(&out, "%s;\n", pg.section.statements.items[i].sql);
    return orq_str_text(&out);
}

static void exchanged_names_go_through_another(void **state)
{
    (void)state;
    table(&pg, pg.have, "a");
    table(&pg, pg.have, "b");
    struct orq_rename renames[] = {{.kind = ORQ_KIND_TABLE, .from = "a", .to = "b"},
                                   {.kind = ORQ_KIND_TABLE, .from = "b", .to = "a"}};
    assert_string_equal(renamed_by(renames, 2), "ALTER TABLE a RENAME TO orq_swap_1;\n"
                                                "ALTER TABLE b RENAME TO a;\n"
                                                "ALTER TABLE orq_swap_1 RENAME TO b;\n");
}

static void what_keeps_no_name_is_set_aside(void **state)
{
    (void)state;
    table(&pg, pg.have, "a");
    view_of(pg.have, "b", "SELECT 1");
    struct orq_rename renames[] = {{.kind = ORQ_KIND_TABLE, .from = "a", .to = "b"}};
    assert_string_equal(renamed_by(renames, 1), "ALTER VIEW b RENAME TO orq_dropped_b;\n"
                                                "ALTER TABLE a RENAME TO b;\n");
    struct orq_renames all = {.items = renames, .len = 1};
    struct orq_schema *after = orq_schema_renamed(pg.arena, pg.have, &all);
    assert_non_null(orq_schema_table(after, "b"));
    assert_non_null(orq_schema_definition(pg.arena, after, ORQ_KIND_VIEW, "orq_dropped_b"));
}

/* -- size -- */

#define MANY 10000

static void ten_thousand_tables_are_sorted_at_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        const char *name = orq_arena_printf(pg.arena, "t%05zu", i);
        struct orq_table *made = table(&pg, pg.want, name);
        column(&pg, made, "id", "integer");
        check(&pg, made, orq_arena_printf(pg.arena, "%s_pkey", name), NULL)->kind =
            ORQ_KIND_PRIMARY_KEY;
        struct orq_key_part part = {.column = "id"};
        ORQ_PUSH(pg.arena, &made->constraints.items[0]->parts, part);
        foreign_key(made, orq_arena_printf(pg.arena, "%s_fkey", name), "id",
                    orq_arena_printf(pg.arena, "t%05zu", (i * 7919 + 1) % MANY));
        op((struct orq_op){.kind = ORQ_OP_CREATE_TABLE, .to = {.table = made}});
    }
    clock_t start = clock();
    emitted(&pg);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    print_message("%.2f s for %d tables, %zu statements\n", seconds, MANY,
                  pg.section.statements.len);
    assert_int_equal(orq_diags_errors(pg.diags), 0);
    assert_true(pg.section.statements.len >= 2 * (size_t)MANY);
    assert_true(seconds < 20.0); /* with sanitizers; a quadratic loop takes minutes */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(views_on_views_go_and_come_back),
        TEST(what_nobody_manages_comes_back_as_it_was),
        TEST(what_cannot_come_back_is_reported),
        TEST(checks_stay_when_their_column_changes_its_type),
        TEST(defaults_step_aside_for_their_function),
        TEST(a_name_is_freed_before_it_is_taken),
        TEST(guesses_against_the_phases_give_way),
        TEST(a_real_circle_is_reported),
        TEST(tables_in_a_circle_are_dropped),
        TEST(waiting_for_a_lock_has_an_end),
        TEST(exchanged_names_go_through_another),
        TEST(what_keeps_no_name_is_set_aside),
        TEST(ten_thousand_tables_are_sorted_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
