#include "tests/unit/diff/postgres_schema_of.h"

/* Two tables t (a text, b text); names that a template made are not given. */
struct two {
    struct bench bench;
    struct orq_table *have, *want;
};

static struct two two_tables(void)
{
    struct two two = {.bench = bench_new()};
    two.have = put_table(&two.bench, two.bench.have, NULL, "t");
    two.want = put_table(&two.bench, two.bench.want, NULL, "t");
    for (size_t i = 0; i < 2; i++) {
        put_column(&two.bench, two.have, i ? "b" : "a", "text");
        put_column(&two.bench, two.want, i ? "b" : "a", "text");
    }
    return two;
}

static struct orq_constraint *unnamed(struct orq_constraint *constraint)
{
    constraint->name_given = false;
    return constraint;
}

/* -- constraints -- */

static void checks_match_by_their_texts_before_their_names(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_check(&two.bench, two.have, "t_check", "(a > 'x'::text)");
    put_check(&two.bench, two.have, "t_check1", "(b <> 'y')");
    unnamed(put_check(&two.bench, two.want, "t_check", "b <> 'y'"));
    unnamed(put_check(&two.bench, two.want, "t_check1", "a > 'x'::text"));
    expect_ops(&two.bench, ORQ_UNLIKE, "");
}

static void texts_that_the_server_wrote_anew_match_by_the_columns_they_name(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_check(&two.bench, two.have, "one", "((a)::text ~~ 'x%'::text)");
    put_check(&two.bench, two.have, "two", "((b)::text ~~ 'x%'::text)");
    unnamed(put_check(&two.bench, two.want, "t_check", "b LIKE 'x%'"));
    unnamed(put_check(&two.bench, two.want, "t_check1", "a LIKE 'x%'"));
    expect_ops(&two.bench, ORQ_SAME, "");
}

static void a_check_that_really_differs_is_altered(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_check(&two.bench, two.have, "t_check", "((a)::text ~~ 'x%'::text)");
    unnamed(put_check(&two.bench, two.want, "t_check", "a LIKE 'y%'"));
    expect_ops(&two.bench, ORQ_UNLIKE, "alter check t_check on t: expression");
}

static void names_of_templates_count_where_they_are_asked_for(void **state)
{
    (void)state;
    struct two two = two_tables();
    struct orq_diff_options options = {.strict_names = true};
    put_check(&two.bench, two.have, "one", "a > 'x'");
    unnamed(put_check(&two.bench, two.want, "t_check", "a > 'x'"));
    put_index(&two.bench, two.have, "i", "a", NULL);
    put_index(&two.bench, two.want, "t_a_idx", "a", NULL)->name_given = false;
    struct orq_ops ops =
        ops_between(two.bench.arena, two.bench.have, two.bench.want, options, ORQ_SAME);
    assert_string_equal(ops_text(two.bench.arena, &ops), "rename check one to t_check on t: name\n"
                                                         "rename index i to t_a_idx on t: name");
    expect_ops(&two.bench, ORQ_SAME, "");
}

static void given_names_that_differ_never_match(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_check(&two.bench, two.have, "one", "a > 'x'");
    put_check(&two.bench, two.want, "two", "a > 'x'");
    expect_ops(&two.bench, ORQ_SAME, "drop check one on t\nadd check two on t");
}

static void set_valid(struct orq_constraint *have, struct orq_constraint *want)
{
    have->not_valid = true;
    (void)want;
}

static void set_no_inherit(struct orq_constraint *have, struct orq_constraint *want)
{
    (void)have;
    want->no_inherit = true;
}

static void set_not_enforced(struct orq_constraint *have, struct orq_constraint *want)
{
    (void)have;
    want->not_enforced = want->not_valid = true;
}

static void constraints_differ_in_what_only_postgresql_has(void **state)
{
    (void)state;
    static const struct {
        void (*set)(struct orq_constraint *have, struct orq_constraint *want);
        const char *ops;
    } rows[] = {
        {set_valid, "alter check c on t: not valid"},
        {set_no_inherit, "alter check c on t: options"},
        {set_not_enforced, "alter check c on t: options"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct two two = two_tables();
        rows[i].set(put_check(&two.bench, two.have, "c", "a > 'x'"),
                    put_check(&two.bench, two.want, "c", "a > 'x'"));
        expect_ops(&two.bench, ORQ_SAME, rows[i].ops);
    }
}

static void keys_differ_in_their_index(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_key(&two.bench, two.have, ORQ_KIND_UNIQUE, "k", "a");
    struct orq_constraint *key = put_key(&two.bench, two.want, ORQ_KIND_UNIQUE, "k", "a");
    ORQ_PUSH(two.bench.arena, &key->include, "b");
    ORQ_PUSH(two.bench.arena, &key->with, "fillfactor=70");
    key->nulls_not_distinct = true;
    expect_ops(&two.bench, ORQ_SAME, "alter unique constraint k on t: columns, unique, options");
}

static void a_foreign_key_points_at_a_schema(void **state)
{
    (void)state;
    struct two two = two_tables();
    struct orq_constraint *have = put_key(&two.bench, two.have, ORQ_KIND_FOREIGN_KEY, "f", "a");
    struct orq_constraint *want = put_key(&two.bench, two.want, ORQ_KIND_FOREIGN_KEY, "f", "a");
    have->ref_table = want->ref_table = "p";
    have->ref_schema = "public";
    ORQ_PUSH(two.bench.arena, &have->ref_columns, "id");
    ORQ_PUSH(two.bench.arena, &want->ref_columns, "id");
    have->on_delete = want->on_delete = ORQ_SET_NULL;
    ORQ_PUSH(two.bench.arena, &want->set_columns, "a");
    expect_ops(&two.bench, ORQ_SAME, "alter foreign key f on t: actions");
}

/* -- indexes -- */

static void an_invalid_index_is_dropped_and_made_again(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_index(&two.bench, two.have, "i", "a", NULL)->invalid = true;
    put_index(&two.bench, two.want, "i", "a", NULL);
    expect_ops(&two.bench, ORQ_SAME, "drop index i on t\ncreate index i on t");
}

static void the_order_of_nulls_has_a_default(void **state)
{
    (void)state;
    struct two two = two_tables();
    struct orq_key_part *have = put_index(&two.bench, two.have, "i", "a", NULL)->parts.items;
    struct orq_key_part *want = put_index(&two.bench, two.want, "i", "a", NULL)->parts.items;
    have->descending = want->descending = true;
    want->nulls = ORQ_NULLS_FIRST;
    have = put_index(&two.bench, two.have, "j", "a", NULL)->parts.items;
    want = put_index(&two.bench, two.want, "j", "a", NULL)->parts.items;
    want->nulls = ORQ_NULLS_FIRST;
    have = put_index(&two.bench, two.have, "k", "a", NULL)->parts.items;
    want = put_index(&two.bench, two.want, "k", "a", NULL)->parts.items;
    want->opclass = "text_pattern_ops";
    have->collation = "C";
    expect_ops(&two.bench, ORQ_SAME, "alter index j on t: columns\nalter index k on t: columns");
}

static void an_expression_that_is_a_column_is_that_column(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_index(&two.bench, two.have, "i", "a", NULL);
    put_index(&two.bench, two.want, "i", NULL, "(\"a\")");
    expect_ops(&two.bench, ORQ_UNLIKE, "");
}

static void unnamed_indexes_over_expressions_match_by_their_columns(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_index(&two.bench, two.have, "old", NULL, "lower((a)::text)");
    put_index(&two.bench, two.want, "t_idx", NULL, "lower(a)")->name_given = false;
    expect_ops(&two.bench, ORQ_SAME, "");
}

static void indexes_differ_in_what_only_postgresql_has(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_index(&two.bench, two.have, "i", "a", NULL)->method = "btree";
    struct orq_index *want = put_index(&two.bench, two.want, "i", "a", NULL);
    ORQ_PUSH(two.bench.arena, &want->statistics, "1=500");
    put_index(&two.bench, two.have, "j", "a", NULL);
    put_index(&two.bench, two.want, "j", "a", NULL)->method = "gin";
    expect_ops(&two.bench, ORQ_SAME, "alter index i on t: options\nalter index j on t: columns");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_match_by_their_texts_before_their_names),
        cmocka_unit_test(texts_that_the_server_wrote_anew_match_by_the_columns_they_name),
        cmocka_unit_test(a_check_that_really_differs_is_altered),
        cmocka_unit_test(names_of_templates_count_where_they_are_asked_for),
        cmocka_unit_test(given_names_that_differ_never_match),
        cmocka_unit_test(constraints_differ_in_what_only_postgresql_has),
        cmocka_unit_test(keys_differ_in_their_index),
        cmocka_unit_test(a_foreign_key_points_at_a_schema),
        cmocka_unit_test(an_invalid_index_is_dropped_and_made_again),
        cmocka_unit_test(the_order_of_nulls_has_a_default),
        cmocka_unit_test(an_expression_that_is_a_column_is_that_column),
        cmocka_unit_test(unnamed_indexes_over_expressions_match_by_their_columns),
        cmocka_unit_test(indexes_differ_in_what_only_postgresql_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
