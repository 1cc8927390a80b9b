#include "tests/unit/diff/postgres_schema_of.h"

static const char *renames_text(struct bench *bench, struct orq_renames *renames)
{
    struct orq_diags *diags = orq_diags_new(bench->arena);
    struct orq_str out = orq_str_new(bench->arena);
    if (orq_diff_renames(bench->arena, bench->have, bench->want, diags, renames) != ORQ_OK)
        return orq_diags_at(diags, 0)->message;
    for (size_t i = 0; i < renames->len; i++) {
        const struct orq_rename *rename = &renames->items[i];
        orq_str_addf(&out, "%s%s %s%s%s to %s", i > 0 ? "\n" : "", orq_kind_word(rename->kind),
                     rename->table ? rename->table : "", rename->table ? ": " : "", rename->from,
                     rename->to);
    }
    return orq_str_text(&out);
}

static struct orq_definition *put_renamed(struct bench *bench, enum orq_kind kind, const char *on,
                                          const char *old, const char *new)
{
    put_definition(bench, bench->have, kind, on, old);
    struct orq_definition *want = put_definition(bench, bench->want, kind, on, new);
    const char *signature = strchr(old, '(');
    want->renamed_from =
        signature ? orq_arena_strndup(bench->arena, old, (size_t)(signature - old)) : old;
    return want;
}

static void every_kind_of_name(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct orq_renames renames = {0};
    put_column(&bench, put_table(&bench, bench.have, "audit", "old"), "A", "text");
    struct orq_table *table = put_table(&bench, bench.want, "audit", "new");
    table->renamed_from = "old";
    put_column(&bench, table, "a", "text")->renamed_from = "A";
    put_renamed(&bench, ORQ_KIND_VIEW, NULL, "v", "w");
    put_renamed(&bench, ORQ_KIND_FUNCTION, NULL, "f(integer)", "g(integer)");
    put_renamed(&bench, ORQ_KIND_ENUM, NULL, "Mood", "mood");
    assert_string_equal(renames_text(&bench, &renames), "table audit.old to audit.new\n"
                                                        "view v to w\n"
                                                        "enum Mood to mood\n"
                                                        "column audit.new: A to a\n"
                                                        "function f(integer) to g(integer)");
    assert_true(orq_rename_is_native(&orq_postgresql, &renames.items[1]));
    assert_false(orq_rename_is_native(&orq_sqlite, &renames.items[1]));
    assert_false(orq_rename_is_native(&orq_postgresql, &renames.items[4]));
    orq_arena_free(bench.arena);
}

static void what_is_named_in_a_relation_is_renamed_there(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct orq_renames renames = {0};
    put_table(&bench, bench.have, NULL, "old");
    put_table(&bench, bench.want, NULL, "new")->renamed_from = "old";
    put_table(&bench, bench.have, NULL, "u");
    put_table(&bench, bench.want, NULL, "u");
    put_definition(&bench, bench.have, ORQ_KIND_POLICY, "old", "p");
    put_definition(&bench, bench.want, ORQ_KIND_POLICY, "new", "q")->renamed_from = "p";
    put_definition(&bench, bench.have, ORQ_KIND_POLICY, "u", "q");
    put_definition(&bench, bench.want, ORQ_KIND_POLICY, "u", "q")->renamed_from = "p";
    assert_string_equal(renames_text(&bench, &renames), "table old to new\npolicy new: p to q");
    struct orq_renames undone = orq_renames_undo(bench.arena, &renames);
    assert_string_equal(undone.items[1].table, "old");
    assert_string_equal(undone.items[1].from, "q");
    orq_arena_free(bench.arena);
}

static void a_rename_that_is_not_native_is_an_operation(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct orq_diff_options options = {0};
    put_table(&bench, bench.have, NULL, "t");
    put_table(&bench, bench.want, NULL, "t");
    struct orq_definition *policy = put_renamed(&bench, ORQ_KIND_POLICY, "t", "p", "q");
    struct orq_definition *function =
        put_renamed(&bench, ORQ_KIND_FUNCTION, NULL, "f(integer)", "g(integer)");
    put_text(&bench, policy, ORQ_ATTRIBUTE_COMMAND, "select");
    put_text(&bench, bench.have->definitions.items[0], ORQ_ATTRIBUTE_COMMAND, "select");
    put_text(&bench, function, ORQ_ATTRIBUTE_BODY, "x");
    put_text(&bench, bench.have->definitions.items[1], ORQ_ATTRIBUTE_BODY, "x");
    renames_text(&bench, &options.renames);
    struct orq_ops ops = ops_between(bench.arena, bench.have, bench.want, options, ORQ_SAME);
    assert_string_equal(ops_text(bench.arena, &ops),
                        "rename function f(integer) to g(integer): name\n"
                        "rename policy p to q on t: name");
    orq_arena_free(bench.arena);
}

static void columns_of_composites_are_renamed_in_them(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct orq_renames renames = {0};
    struct orq_definition *want = put_renamed(&bench, ORQ_KIND_COMPOSITE, NULL, "old", "new");
    put_column(&bench, put_relation(&bench, bench.have->definitions.items[0]), "a", "text");
    put_column(&bench, put_relation(&bench, want), "b", "text")->renamed_from = "a";
    assert_string_equal(renames_text(&bench, &renames),
                        "composite type old to new\ncolumn new: a to b");
    orq_arena_free(bench.arena);
}

static void a_name_that_differs_in_case_alone_is_another(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct orq_renames renames = {0};
    put_table(&bench, bench.have, NULL, "T");
    put_table(&bench, bench.want, NULL, "t")->renamed_from = "T";
    assert_string_equal(renames_text(&bench, &renames), "table T to t");
    orq_arena_free(bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_name),
        cmocka_unit_test(what_is_named_in_a_relation_is_renamed_there),
        cmocka_unit_test(a_rename_that_is_not_native_is_an_operation),
        cmocka_unit_test(columns_of_composites_are_renamed_in_them),
        cmocka_unit_test(a_name_that_differs_in_case_alone_is_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
