/* Which constraint and index is which; what is managed, excluded, asked for; the order. */
#include "tests/unit/diff/schema_of.h"

#define T(body) "CREATE TABLE t (" body ")"
#define ONE(body) \
    {             \
        T(body)   \
    }
#define A T("a, b")

struct row {
    script have, want;
    const char *ops;
};

/* In want, names that end as those of the templates (_check, _key, _idx …) are not given by a
 * person. */
static const struct row rows[] = {
    /* a template's name matches any name and none */
    {ONE("a CHECK (a > 0)"), ONE("a CONSTRAINT t_a_check CHECK (a > 0)"), ""},
    {ONE("a CONSTRAINT old CHECK (a > 0)"), ONE("a CONSTRAINT t_a_check CHECK (a > 0)"), ""},
    {ONE("a CONSTRAINT old CHECK (a > 0)"), ONE("a CHECK (a > 0)"), ""},
    {ONE("a CONSTRAINT T_A_CHECK CHECK (a > 0)"), ONE("a CONSTRAINT t_a_check CHECK (a > 0)"), ""},
    /* a changed one keeps its template's name */
    {ONE("a CONSTRAINT t_a_check CHECK (a > 0)"), ONE("a CONSTRAINT t_a_check CHECK (a > 1)"),
     "alter check t_a_check on t: expression"},
    /* structure goes before a template's name */
    {ONE("a, CONSTRAINT t_a_check CHECK (a > 0), CONSTRAINT x CHECK (a > 1)"),
     ONE("a, CONSTRAINT t_a_check CHECK (a > 1)"), "drop check t_a_check on t"},
    /* a given name is wanted */
    {ONE("a CHECK (a > 0)"), ONE("a CONSTRAINT good CHECK (a > 0)"), "alter check good on t: name"},
    {ONE("a CONSTRAINT bad CHECK (a > 0)"), ONE("a CONSTRAINT good CHECK (a > 0)"),
     "drop check bad on t\nadd check good on t"},
    {ONE("a UNIQUE, CONSTRAINT n CHECK (a > 0)"), ONE("a UNIQUE, CONSTRAINT n UNIQUE (a)"),
     "drop check n on t\nadd unique constraint n on t"},
    /* the given name gets the unnamed one, the template's name the named one */
    {ONE("a, CHECK (a > 0), CONSTRAINT n CHECK (a > 0)"),
     ONE("a, CONSTRAINT t_a_check CHECK (a > 0), CONSTRAINT n CHECK (a > 0)"), ""},
    {ONE("a, CONSTRAINT n CHECK (a > 0), CHECK (a > 0)"),
     ONE("a, CONSTRAINT m CHECK (a > 0), CONSTRAINT t_a_check CHECK (a > 0)"),
     "alter check m on t: name"},
    /* duplicates match one to one */
    {ONE("a, CHECK (a > 0), CHECK (a > 0)"), ONE("a, CHECK (a > 0), CHECK (a > 0)"), ""},
    {ONE("a, CHECK (a > 0)"), ONE("a, CHECK (a > 0), CHECK (a > 0)"), "add check (a > 0) on t"},
    /* any order */
    {ONE("a, b, UNIQUE (a), CHECK (a > 0), CHECK (b > 0), UNIQUE (b)"),
     ONE("a, b, CHECK (b > 0), UNIQUE (b), UNIQUE (a), CHECK (a > 0)"), ""},
    /* of several foreign keys over the same column the changed one is found */
    {ONE("a REFERENCES p (u) REFERENCES p (v)"),
     ONE("a REFERENCES p (v) ON DELETE CASCADE REFERENCES p (u)"),
     "alter foreign key (a) on t: actions"},
    /* indexes */
    {{A, "CREATE INDEX old ON t (a)"}, {A, "CREATE INDEX t_a_idx ON t (a)"}, ""},
    {{A, "CREATE INDEX t_a_idx ON t (a)"},
     {A, "CREATE INDEX t_a_idx ON t (b)"},
     "alter index t_a_idx on t: columns"},
    {{A, "CREATE INDEX t_a_idx ON t (b)", "CREATE INDEX x ON t (a)"},
     {A, "CREATE INDEX t_a_idx ON t (a)"},
     "drop index t_a_idx on t"},
    {{A, "CREATE INDEX x ON t (a)", "CREATE INDEX y ON t (a)"},
     {A, "CREATE INDEX t_a_idx ON t (a)", "CREATE INDEX x ON t (a)"},
     ""},
    {{A, "CREATE INDEX x ON t (a)"},
     {A, "CREATE INDEX y ON t (a)"},
     "drop index x on t\ncreate index y on t"},
    {{A, "CREATE TABLE u (a)", "CREATE INDEX x ON t (a)"},
     {A, "CREATE TABLE u (a)", "CREATE INDEX x ON u (a)"},
     "drop index x on t\ncreate index x on u"},
};

static void the_right_ones_match(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct orq_arena *arena = orq_arena_new();
        struct orq_ops ops = ops_between(arena, schema_of(arena, rows[i].have),
                                         as_model(schema_of(arena, rows[i].want)),
                                         (struct orq_diff_options){0}, ORQ_UNLIKE);
        const char *text = ops_text(arena, &ops);
        if (strcmp(text, rows[i].ops) != 0)
            fail_msg("row %zu: %s ->\n%s\ngave: %s\nwanted: %s", i, rows[i].have[0],
                     rows[i].want[0], text, rows[i].ops);
        orq_arena_free(arena);
    }
}

static void between_databases_names_are_exact(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const script named = ONE("a CONSTRAINT t_a_check CHECK (a > 0)");
    const script unnamed = ONE("a CHECK (a > 0)");
    struct orq_ops ops = ops_between(arena, schema_of(arena, named), schema_of(arena, unnamed),
                                     (struct orq_diff_options){0}, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops), "alter check (a > 0) on t: name");
    /* but a model's template name asks for nothing from either side */
    ops = ops_between(arena, as_model(schema_of(arena, named)), schema_of(arena, unnamed),
                      (struct orq_diff_options){0}, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops), "");
    orq_arena_free(arena);
}

static const script much = {A,
                            "CREATE TABLE gone (a)",
                            "CREATE VIEW v AS SELECT 1",
                            "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
                            "CREATE TRIGGER h AFTER INSERT ON gone BEGIN SELECT 1; END",
                            "CREATE INDEX i ON t (a)"};
static const script little = ONE("a");

static const char *managed(struct orq_arena *arena, unsigned manage, const script history)
{
    struct orq_schema *want = as_model(schema_of(arena, little));
    struct orq_diff_options options = {0};
    want->manage = manage;
    if (history)
        options.history = schema_of(arena, history);
    struct orq_ops ops = ops_between(arena, schema_of(arena, much), want, options, ORQ_SAME);
    return ops_text(arena, &ops);
}

static void only_what_is_managed_is_dropped(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(managed(arena, 1u << ORQ_KIND_TABLE, NULL),
                        "drop table gone\ndrop column t.b\ndrop index i on t\n"
                        "drop trigger h on gone");
    assert_string_equal(managed(arena, 1u << ORQ_KIND_VIEW, NULL), "drop view v");
    assert_string_equal(managed(arena, 1u << ORQ_KIND_TRIGGER, NULL),
                        "drop trigger g on t\ndrop trigger h on gone");
    assert_string_equal(managed(arena, 0, NULL), "");
    orq_arena_free(arena);
}

static void what_the_history_made_is_dropped(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const script made = {A, "CREATE VIEW v AS SELECT 2", "CREATE INDEX i ON t (a)"};
    assert_string_equal(managed(arena, 0, made), "drop column t.b\ndrop index i on t\ndrop view v");
    const script other = {T("a"), "CREATE TABLE gone (b)"};
    assert_string_equal(managed(arena, 0, other), "drop table gone\ndrop trigger h on gone");
    orq_arena_free(arena);
}

static void a_constraint_of_the_history_is_found_by_structure(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const script have = ONE("a CHECK (a > 0) CHECK (a > 1)"), want = ONE("a");
    struct orq_schema *model = as_model(schema_of(arena, want));
    const script made = ONE("a CHECK (A>1)");
    struct orq_diff_options options = {.history = schema_of(arena, made)};
    model->manage = 0;
    struct orq_ops ops = ops_between(arena, schema_of(arena, have), model, options, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops), "drop check (a > 1) on t");
    orq_arena_free(arena);
}

static void what_is_excluded_is_not_looked_at(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const script have = {A, "CREATE TABLE tmp_a (a)", "CREATE INDEX tmp_i ON t (a)",
                         "CREATE TRIGGER g AFTER INSERT ON tmp_a BEGIN SELECT 1; END",
                         "CREATE TABLE other (a)"};
    const script want = {A, "CREATE TABLE tmp_b (a)"};
    struct orq_schema *model = as_model(schema_of(arena, want));
    ORQ_PUSH(arena, &model->exclude, "^tmp_");
    ORQ_PUSH(arena, &model->exclude, "^main\\.oth");
    model->manage = ~0u;
    struct orq_ops ops =
        ops_between(arena, schema_of(arena, have), model, (struct orq_diff_options){0}, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops), "");
    orq_arena_free(arena);
}

static const char *only(struct orq_arena *arena, const char *object)
{
    const script have = {A, "CREATE TABLE u (a)"};
    const script want = {T("a, b CHECK (b > 0), c CHECK (c > 0)"), "CREATE TABLE u (b)",
                         "CREATE INDEX i ON t (a)", "CREATE VIEW v AS SELECT 1"};
    struct orq_diff_options options = {0};
    ORQ_PUSH(arena, &options.only, object);
    struct orq_ops ops = ops_between(arena, schema_of(arena, have),
                                     as_model(schema_of(arena, want)), options, ORQ_SAME);
    return ops_text(arena, &ops);
}

static void only_what_is_asked_for_comes(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(only(arena, "U"), "drop column u.a\nadd column u.b");
    assert_string_equal(only(arena, "t.c"), "add column t.c\nadd check (c > 0) on t");
    assert_string_equal(only(arena, "i"), "create index i on t");
    assert_string_equal(only(arena, "v"), "create view v");
    assert_string_equal(only(arena, "nothing"), "");
    orq_arena_free(arena);
}

static void the_order_does_not_depend_on_the_input(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const script have = {"CREATE TABLE b (x, y)"};
    const script want = {
        "CREATE TABLE c (x)",        "CREATE TABLE b (k, y INTEGER, CHECK (k > 1), CHECK (k > 0))",
        "CREATE TABLE a (x)",        "CREATE VIEW z AS SELECT 1",
        "CREATE VIEW w AS SELECT 1", "CREATE INDEX i ON b (k)"};
    const script turned = {
        "CREATE TABLE a (x)",        "CREATE TABLE b (k, y INTEGER, CHECK (k > 0), CHECK (k > 1))",
        "CREATE TABLE c (x)",        "CREATE VIEW w AS SELECT 1",
        "CREATE VIEW z AS SELECT 1", "CREATE INDEX i ON b (k)"};
    const char *order = "create table a\nadd column b.k\ndrop column b.x\n"
                        "alter column b.y: type\nadd check (k > 0) on b\nadd check (k > 1) on b\n"
                        "create index i on b\ncreate table c\ncreate view w\ncreate view z";
    struct orq_ops ops = ops_between(arena, schema_of(arena, have), schema_of(arena, want),
                                     (struct orq_diff_options){0}, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops), order);
    ops = ops_between(arena, schema_of(arena, have), schema_of(arena, turned),
                      (struct orq_diff_options){0}, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops), order);
    orq_arena_free(arena);
}

static void both_tables_are_there_when_a_part_is_not(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const script have = ONE("a, b"), want = ONE("b, c");
    struct orq_schema *from = schema_of(arena, have), *to = schema_of(arena, want);
    struct orq_ops ops = ops_between(arena, from, to, (struct orq_diff_options){0}, ORQ_SAME);
    assert_int_equal(ops.len, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_ptr_equal(ops.items[i].from.table, from->tables.items[0]);
        assert_ptr_equal(ops.items[i].to.table, to->tables.items[0]);
    }
    assert_null(ops.items[0].to.column);
    assert_null(ops.items[1].from.column);
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_ones_match),
        cmocka_unit_test(between_databases_names_are_exact),
        cmocka_unit_test(only_what_is_managed_is_dropped),
        cmocka_unit_test(what_the_history_made_is_dropped),
        cmocka_unit_test(a_constraint_of_the_history_is_found_by_structure),
        cmocka_unit_test(what_is_excluded_is_not_looked_at),
        cmocka_unit_test(only_what_is_asked_for_comes),
        cmocka_unit_test(the_order_does_not_depend_on_the_input),
        cmocka_unit_test(both_tables_are_there_when_a_part_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
