/* A schema after renames. */
#include "diff/renamed.h"
#include "model/dialect.h"
#include "model/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct orq_arena *arena;
static struct orq_schema *have;

static int set_up(void **state)
{
    (void)state;
    arena = orq_arena_new();
    have = orq_schema_new(arena, &orq_postgresql);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    orq_arena_free(arena);
    return 0;
}

static struct orq_table *table(const char *name)
{
    struct orq_table *made = orq_table_new(arena, name);
    assert_true(orq_schema_add_table(arena, have, made));
    return made;
}

static struct orq_column *column(struct orq_table *in, const char *name, const char *type)
{
    struct orq_column *made = ORQ_NEW(arena, struct orq_column);
    made->name = name;
    made->type = type;
    orq_table_add_column(arena, in, made);
    return made;
}

static struct orq_constraint *constraint(struct orq_table *in, enum orq_kind kind, const char *name)
{
    struct orq_constraint *made = ORQ_NEW(arena, struct orq_constraint);
    made->kind = kind;
    made->name = name;
    ORQ_PUSH(arena, &in->constraints, made);
    return made;
}

static struct orq_definition *define(enum orq_kind kind, const char *name,
                                     enum orq_attribute_key key, const char *text)
{
    struct orq_definition *made = ORQ_NEW(arena, struct orq_definition);
    made->kind = kind;
    made->name = name;
    orq_attribute_put(arena, &made->attributes, key, text, ORQ_NOWHERE);
    assert_true(orq_schema_add_definition(arena, have, made));
    return made;
}

static struct orq_schema *after(const struct orq_rename *items, size_t len)
{
    struct orq_renames renames = {0};
    for (size_t i = 0; i < len; i++)
        ORQ_PUSH(arena, &renames, items[i]);
    return orq_schema_renamed(arena, have, &renames);
}

static const char *attribute(const struct orq_schema *schema, enum orq_kind kind, const char *name,
                             enum orq_attribute_key key)
{
    const struct orq_definition *found = orq_schema_definition(arena, schema, kind, name);
    assert_non_null(found);
    return orq_attribute_text(&found->attributes, key);
}

static void a_table_is_known_by_its_new_name_everywhere(void **state)
{
    (void)state;
    column(table("t"), "id", "integer");
    struct orq_table *child = table("c");
    struct orq_constraint *key = constraint(child, ORQ_KIND_FOREIGN_KEY, "c_fkey");
    key->ref_table = "t";
    ORQ_PUSH(arena, &key->ref_columns, "id");
    define(ORQ_KIND_SEQUENCE, "t_id_seq", ORQ_ATTRIBUTE_OWNED_BY, "t.id");
    define(ORQ_KIND_VIEW, "v", ORQ_ATTRIBUTE_QUERY, "SELECT t.id FROM t");
    struct orq_depend edge = {.object = "views:v", .on = "columns:t\x1fid"};
    ORQ_PUSH(arena, &have->depends, edge);

    const struct orq_rename renames[] = {{.kind = ORQ_KIND_TABLE, .from = "t", .to = "u"}};
    struct orq_schema *now = after(renames, 1);
    assert_null(orq_schema_table(now, "t"));
    assert_non_null(orq_schema_table(now, "u"));
    assert_string_equal(orq_schema_table(now, "c")->constraints.items[0]->ref_table, "u");
    assert_string_equal(attribute(now, ORQ_KIND_SEQUENCE, "t_id_seq", ORQ_ATTRIBUTE_OWNED_BY),
                        "u.id");
    assert_string_equal(attribute(now, ORQ_KIND_VIEW, "v", ORQ_ATTRIBUTE_QUERY),
                        "SELECT u.id FROM u");
    assert_string_equal(now->depends.items[0].on, "columns:u\x1fid");
    assert_string_equal(key->ref_table, "t");
}

static void a_column_changes_in_keys_checks_and_references(void **state)
{
    (void)state;
    struct orq_table *parent = table("t"), *child = table("c");
    column(parent, "a", "integer");
    column(child, "a", "integer");
    constraint(parent, ORQ_KIND_CHECK, "t_check")->expr.text = "(a > 0)";
    constraint(child, ORQ_KIND_CHECK, "c_check")->expr.text = "(a > 0)";
    struct orq_constraint *key = constraint(child, ORQ_KIND_FOREIGN_KEY, "c_fkey");
    key->ref_table = "t";
    ORQ_PUSH(arena, &key->ref_columns, "a");
    const struct orq_rename renames[] = {
        {.kind = ORQ_KIND_COLUMN, .table = "t", .from = "a", .to = "b"}};
    struct orq_schema *now = after(renames, 1);
    const struct orq_table *t = orq_schema_table(now, "t"), *c = orq_schema_table(now, "c");
    assert_string_equal(t->columns.items[0]->name, "b");
    assert_string_equal(t->constraints.items[0]->expr.text, "(b > 0)");
    assert_string_equal(c->columns.items[0]->name, "a");
    assert_string_equal(c->constraints.items[0]->expr.text, "(a > 0)");
    assert_string_equal(c->constraints.items[1]->ref_columns.items[0], "b");
}

static void exchanged_columns_are_not_mixed_up(void **state)
{
    (void)state;
    struct orq_table *of = table("t");
    column(of, "a", "integer");
    column(of, "b", "integer");
    constraint(of, ORQ_KIND_CHECK, "t_check")->expr.text = "(a > b)";
    const struct orq_rename renames[] = {
        {.kind = ORQ_KIND_COLUMN, .table = "t", .from = "a", .to = "b"},
        {.kind = ORQ_KIND_COLUMN, .table = "t", .from = "b", .to = "a"}};
    const struct orq_table *now = orq_schema_table(after(renames, 2), "t");
    assert_string_equal(now->constraints.items[0]->expr.text, "(b > a)");
    assert_string_equal(now->columns.items[0]->name, "b");
}

static void a_view_keeps_the_names_of_its_columns(void **state)
{
    (void)state;
    column(table("t"), "a", "integer");
    define(ORQ_KIND_VIEW, "v", ORQ_ATTRIBUTE_QUERY,
           "SELECT t.a, t.a + 1 AS next FROM t WHERE t.a > 0");
    const struct orq_rename renames[] = {
        {.kind = ORQ_KIND_COLUMN, .table = "t", .from = "a", .to = "b"}};
    assert_string_equal(attribute(after(renames, 1), ORQ_KIND_VIEW, "v", ORQ_ATTRIBUTE_QUERY),
                        "SELECT t.b AS a, t.b + 1 AS next FROM t WHERE t.b > 0");
}

static void a_table_and_its_column_change_in_one_text(void **state)
{
    (void)state;
    column(table("t"), "a", "integer");
    define(ORQ_KIND_FUNCTION, "f()", ORQ_ATTRIBUTE_BODY, "RETURN (SELECT max(t.a) FROM t)");
    const struct orq_rename renames[] = {
        {.kind = ORQ_KIND_TABLE, .from = "t", .to = "u"},
        {.kind = ORQ_KIND_COLUMN, .table = "u", .from = "a", .to = "b"}};
    assert_string_equal(attribute(after(renames, 2), ORQ_KIND_FUNCTION, "f()", ORQ_ATTRIBUTE_BODY),
                        "RETURN (SELECT max(u.b) FROM u)");
}

static void types_change_in_columns_and_signatures(void **state)
{
    (void)state;
    column(table("t"), "mood", "mood[]");
    define(ORQ_KIND_ENUM, "mood", ORQ_ATTRIBUTE_VERSION, NULL);
    define(ORQ_KIND_FUNCTION, "f(mood, integer)", ORQ_ATTRIBUTE_RETURNS, "SETOF mood");
    const struct orq_rename renames[] = {{.kind = ORQ_KIND_ENUM, .from = "mood", .to = "humour"}};
    struct orq_schema *now = after(renames, 1);
    assert_string_equal(orq_schema_table(now, "t")->columns.items[0]->type, "humour[]");
    assert_string_equal(orq_schema_table(now, "t")->columns.items[0]->name, "mood");
    assert_string_equal(
        attribute(now, ORQ_KIND_FUNCTION, "f(humour, integer)", ORQ_ATTRIBUTE_RETURNS),
        "SETOF humour");
}

static void what_is_not_touched_is_shared(void **state)
{
    (void)state;
    table("t");
    struct orq_table *other = table("other");
    column(other, "id", "integer");
    const struct orq_rename renames[] = {{.kind = ORQ_KIND_TABLE, .from = "t", .to = "u"}};
    assert_ptr_equal(orq_schema_table(after(renames, 1), "other"), other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_table_is_known_by_its_new_name_everywhere),
        TEST(a_column_changes_in_keys_checks_and_references),
        TEST(exchanged_columns_are_not_mixed_up),
        TEST(a_view_keeps_the_names_of_its_columns),
        TEST(a_table_and_its_column_change_in_one_text),
        TEST(types_change_in_columns_and_signatures),
        TEST(what_is_not_touched_is_shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
