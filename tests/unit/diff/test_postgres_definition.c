#include "diff/attributes.h"
#include "tests/unit/diff/postgres_schema_of.h"

/* The same definition on both sides. */
struct both {
    struct orq_definition *have, *want;
};

static struct both put_both(struct bench *bench, enum orq_kind kind, const char *on,
                            const char *name)
{
    return (struct both){put_definition(bench, bench->have, kind, on, name),
                         put_definition(bench, bench->want, kind, on, name)};
}

static void put_texts(struct bench *bench, struct both both, enum orq_attribute_key key,
                      const char *have, const char *want)
{
    put_text(bench, both.have, key, have);
    put_text(bench, both.want, key, want);
}

static void definitions_come_and_go(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    bench.want->manage = ~0u;
    put_text(&bench, put_definition(&bench, bench.have, ORQ_KIND_FUNCTION, NULL, "f(integer)"),
             ORQ_ATTRIBUTE_BODY, "x");
    put_text(&bench, put_definition(&bench, bench.want, ORQ_KIND_FUNCTION, NULL, "f(text)"),
             ORQ_ATTRIBUTE_PROCEDURE, "true");
    put_table(&bench, bench.have, NULL, "t");
    put_table(&bench, bench.want, NULL, "t");
    put_text(&bench, put_definition(&bench, bench.want, ORQ_KIND_POLICY, "t", "p"),
             ORQ_ATTRIBUTE_COMMAND, "select");
    put_definition(&bench, bench.want, ORQ_KIND_EXTENSION, NULL, "pgcrypto");
    put_definition(&bench, bench.have, ORQ_KIND_NAMESPACE, NULL, "public");
    expect_ops(&bench, ORQ_SAME,
               "drop function f(integer)\ncreate procedure f(text)\ncreate policy p on t\n"
               "create extension pgcrypto");
}

static void the_same_name_on_two_tables_is_two_objects(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    static const char *const tables[] = {"t", "u"};
    for (size_t i = 0; i < 2; i++) {
        put_table(&bench, bench.have, NULL, tables[i]);
        put_table(&bench, bench.want, NULL, tables[i]);
        struct both both = put_both(&bench, ORQ_KIND_TRIGGER, tables[i], "stamp");
        put_texts(&bench, both, ORQ_ATTRIBUTE_TEXT, "after insert",
                  i ? "before insert" : "after insert");
    }
    struct orq_ops ops = bench_ops(&bench, ORQ_SAME);
    assert_string_equal(ops_text(bench.arena, &ops), "alter trigger stamp on u: attributes");
    assert_string_equal(orq_op_object(bench.arena, &ops.items[0]), "u.stamp");
    assert_true(orq_op_changes_attribute(&ops.items[0], ORQ_ATTRIBUTE_TEXT));
    assert_false(orq_op_changes_attribute(&ops.items[0], ORQ_ATTRIBUTE_ENABLED));
    orq_arena_free(bench.arena);
}

/* An attribute of a kind, as both sides have it; NULL: absent. */
struct row {
    enum orq_kind kind;
    enum orq_attribute_key key;
    const char *have, *want;
    enum orq_verdict answer;
    bool differs;
};

static const struct row rows[] = {
    {ORQ_KIND_SEQUENCE, ORQ_ATTRIBUTE_INCREMENT, NULL, "2", ORQ_SAME, true},
    {ORQ_KIND_SEQUENCE, ORQ_ATTRIBUTE_INCREMENT, "2", "2", ORQ_SAME, false},
    {ORQ_KIND_SEQUENCE, ORQ_ATTRIBUTE_OWNED_BY, "t.A", "t.a", ORQ_SAME, true},
    {ORQ_KIND_EXTENSION, ORQ_ATTRIBUTE_VERSION, "1.2", NULL, ORQ_SAME, false},
    {ORQ_KIND_EXTENSION, ORQ_ATTRIBUTE_VERSION, "1.2", "1.3", ORQ_SAME, true},
    {ORQ_KIND_VIEW, ORQ_ATTRIBUTE_QUERY, " SELECT t.a\n   FROM public.t;", "select t.a from t",
     ORQ_UNLIKE, false},
    {ORQ_KIND_VIEW, ORQ_ATTRIBUTE_QUERY, "SELECT t.a FROM t", "SELECT a FROM t", ORQ_SAME, false},
    {ORQ_KIND_VIEW, ORQ_ATTRIBUTE_QUERY, "SELECT t.a FROM t", "SELECT b FROM t", ORQ_UNLIKE, true},
    {ORQ_KIND_VIEW, ORQ_ATTRIBUTE_QUERY, "SELECT t.a FROM t", "SELECT b FROM t", ORQ_UNVERIFIED,
     false},
    {ORQ_KIND_VIEW, ORQ_ATTRIBUTE_MATERIALIZED, NULL, "true", ORQ_SAME, true},
    {ORQ_KIND_VIEW, ORQ_ATTRIBUTE_UNPOPULATED, "true", NULL, ORQ_SAME, false},
    {ORQ_KIND_FUNCTION, ORQ_ATTRIBUTE_BODY, "SELECT 1", "select 1", ORQ_SAME, true},
    {ORQ_KIND_FUNCTION, ORQ_ATTRIBUTE_BODY, "RETURN (a + 1)", "return (a  + 1)", ORQ_SAME, false},
    {ORQ_KIND_FUNCTION, ORQ_ATTRIBUTE_BODY, "RETURN (a + 1)", "RETURN (a + 2)", ORQ_SAME, true},
    {ORQ_KIND_FUNCTION, ORQ_ATTRIBUTE_ARGUMENTS, "a text, b text DEFAULT 'x'::text",
     "a text, b text DEFAULT 'x'", ORQ_SAME, false},
    {ORQ_KIND_FUNCTION, ORQ_ATTRIBUTE_ARGUMENTS, "a text, b text DEFAULT 'x'::text",
     "a text, b text DEFAULT 'y'", ORQ_UNLIKE, true},
    {ORQ_KIND_FUNCTION, ORQ_ATTRIBUTE_ARGUMENTS, "a text, b text", "a text, c text", ORQ_SAME,
     true},
    {ORQ_KIND_POLICY, ORQ_ATTRIBUTE_USING, "(a > 1)", "a > 1", ORQ_UNLIKE, false},
    {ORQ_KIND_POLICY, ORQ_ATTRIBUTE_USING, "(a > 1)", "a > f(1)", ORQ_UNLIKE, true},
    {ORQ_KIND_DOMAIN, ORQ_ATTRIBUTE_DEFAULT, "'x'::text", "'x'", ORQ_SAME, false},
    {ORQ_KIND_DOMAIN, ORQ_ATTRIBUTE_TYPE, "text", "integer", ORQ_SAME, true},
    {ORQ_KIND_RULE, ORQ_ATTRIBUTE_TEXT, "on delete to t where (old.a > 1) do instead nothing",
     "on delete to t where old.a > 1 do instead nothing", ORQ_UNLIKE, false},
    {ORQ_KIND_RULE, ORQ_ATTRIBUTE_TEXT, "on delete to t where (old.a > 1) do instead nothing",
     "on delete to t where (old.a > 1) do also nothing", ORQ_SAME, true},
    {ORQ_KIND_TRIGGER, ORQ_ATTRIBUTE_TEXT, "before update when ((new.a = any (1))) execute f()",
     "before update when (new.a in (1)) execute f()", ORQ_SAME, false},
    {ORQ_KIND_TRIGGER, ORQ_ATTRIBUTE_TEXT, "before update when ((new.a = any (1))) execute f()",
     "before update when (new.a in (1)) execute f()", ORQ_UNLIKE, true},
    {ORQ_KIND_TRIGGER, ORQ_ATTRIBUTE_TEXT, "before update execute f()",
     "before update when (new.a > 1) execute f()", ORQ_SAME, true},
    {ORQ_KIND_RULE, ORQ_ATTRIBUTE_TEXT, "ON INSERT", "ON UPDATE", ORQ_SAME, true},
};

static void attributes_compare_by_their_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bench bench = bench_new();
        put_table(&bench, bench.have, NULL, "t");
        put_column(&bench, put_table(&bench, bench.want, NULL, "t"), "a", "integer");
        bool inside = rows[i].kind == ORQ_KIND_POLICY || rows[i].kind == ORQ_KIND_RULE ||
                      rows[i].kind == ORQ_KIND_TRIGGER;
        struct both both = put_both(&bench, rows[i].kind, inside ? "t" : NULL, "d");
        put_texts(&bench, both, rows[i].key, rows[i].have, rows[i].want);
        struct orq_ops ops = bench_ops(&bench, rows[i].answer);
        size_t altered = 0;
        for (size_t k = 0; k < ops.len; k++)
            altered += ops.items[k].kind == ORQ_OP_ALTER_DEFINITION;
        if (altered != rows[i].differs)
            fail_msg("row %zu: %s", i, ops_text(bench.arena, &ops));
        if (altered)
            assert_true(ops.items[ops.len - 1].attributes == 1ull << rows[i].key);
        orq_arena_free(bench.arena);
    }
}

static void a_condition_is_asked_over_the_old_and_the_new_row_as_one(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    put_table(&bench, bench.have, NULL, "t");
    struct orq_table *table = put_table(&bench, bench.want, NULL, "t");
    put_column(&bench, table, "a", "integer");
    put_column(&bench, table, "B", "text");
    struct both both = put_both(&bench, ORQ_KIND_TRIGGER, "t", "d");
    put_texts(&bench, both, ORQ_ATTRIBUTE_TEXT,
              "before update when ((old.* is distinct from new.*) and new.\"B\" = 'x') execute f()",
              "before update when (new.\"B\" = 'x') execute f()");
    struct orq_diff *diff =
        orq_diff_begin(bench.arena, bench.have, bench.want, (struct orq_diff_options){0});
    assert_int_equal(diff->pairs.len, 1);
    const struct orq_pair *pair = &diff->pairs.items[0];
    assert_non_null(strstr(pair->a, "(ROW(\"old.a\", \"old.B\") is distinct from "
                                    "ROW(\"new.a\", \"new.B\")) and \"new.B\" = 'x'"));
    assert_string_equal(orq_table_column(pair->table, "new.B")->type, "text");
    orq_arena_free(bench.arena);
}

static void a_view_has_other_columns_under_the_same_query(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both both = put_both(&bench, ORQ_KIND_VIEW, NULL, "v");
    put_texts(&bench, both, ORQ_ATTRIBUTE_QUERY, "SELECT 1 AS a", "SELECT 1 AS a");
    ORQ_PUSH(bench.arena, &both.have->columns, "a");
    ORQ_PUSH(bench.arena, &both.want->columns, "b");
    expect_ops(&bench, ORQ_SAME, "alter view v: attributes");
}

static void enum_values_are_a_list_in_order(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both both = put_both(&bench, ORQ_KIND_ENUM, NULL, "mood");
    put_list(&bench, both.have, ORQ_ATTRIBUTE_VALUES, "happy", "sad");
    put_list(&bench, both.want, ORQ_ATTRIBUTE_VALUES, "sad", "happy");
    expect_ops(&bench, ORQ_SAME, "alter enum mood: attributes");
}

static void columns_of_statistics_have_no_order(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both both = put_both(&bench, ORQ_KIND_STATISTICS, NULL, "s");
    put_list(&bench, both.have, ORQ_ATTRIBUTE_ELEMENTS, "a", "b");
    put_list(&bench, both.want, ORQ_ATTRIBUTE_ELEMENTS, "b", "a");
    expect_ops(&bench, ORQ_SAME, "");
    bench = bench_new();
    both = put_both(&bench, ORQ_KIND_STATISTICS, NULL, "s");
    put_list(&bench, both.have, ORQ_ATTRIBUTE_ELEMENTS, "a", "b");
    put_list(&bench, both.want, ORQ_ATTRIBUTE_ELEMENTS, "b", NULL);
    expect_ops(&bench, ORQ_SAME, "alter statistics object s: attributes");
}

static void done_renames_of_values_are_no_difference(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both both = put_both(&bench, ORQ_KIND_ENUM, NULL, "mood");
    put_list(&bench, both.have, ORQ_ATTRIBUTE_VALUES, "happy", NULL);
    put_list(&bench, both.want, ORQ_ATTRIBUTE_VALUES, "happy", NULL);
    put_list(&bench, both.want, ORQ_ATTRIBUTE_VALUES_BEFORE, "glad", NULL);
    expect_ops(&bench, ORQ_SAME, "");
}

static void owner_grants_and_comment(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both said = put_both(&bench, ORQ_KIND_VIEW, NULL, "said");
    struct both unsaid = put_both(&bench, ORQ_KIND_VIEW, NULL, "unsaid");
    said.have->acl.owner = unsaid.have->acl.owner = "alice";
    said.want->acl.owner = "bob";
    said.have->acl.given = unsaid.have->acl.given = true;
    ORQ_PUSH(bench.arena, &said.have->acl.grants, "SELECT TO reader");
    unsaid.have->acl.grants = said.have->acl.grants;
    said.want->acl.given = true;
    said.want->comment = "x";
    expect_ops(&bench, ORQ_SAME, "alter view said: comment, owner, grants");
}

/* -- relations -- */

static void columns_of_a_composite_come_and_go(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both both = put_both(&bench, ORQ_KIND_COMPOSITE, NULL, "pair");
    struct orq_table *have = put_relation(&bench, both.have);
    struct orq_table *want = put_relation(&bench, both.want);
    put_column(&bench, have, "a", "integer");
    put_column(&bench, want, "a", "bigint");
    put_column(&bench, have, "b", "integer");
    put_column(&bench, want, "c", "integer");
    bench.want->manage = 0;
    struct orq_ops ops = bench_ops(&bench, ORQ_SAME);
    assert_string_equal(ops_text(bench.arena, &ops), "alter column pair.a: type\n"
                                                     "drop column pair.b\nadd column pair.c");
    assert_int_equal(ops.items[0].from.table->kind, ORQ_KIND_COMPOSITE);
    assert_null(ops.items[0].to.definition);
    orq_arena_free(bench.arena);
}

static void an_attribute_in_front_of_others_is_another_order(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both both = put_both(&bench, ORQ_KIND_COMPOSITE, NULL, "pair");
    struct orq_table *have = put_relation(&bench, both.have);
    struct orq_table *want = put_relation(&bench, both.want);
    put_column(&bench, have, "a", "integer");
    put_column(&bench, have, "b", "integer");
    put_column(&bench, want, "c", "integer");
    put_column(&bench, want, "b", "integer");
    struct orq_ops ops = bench_ops(&bench, ORQ_SAME);
    assert_string_equal(ops_text(bench.arena, &ops), "drop column pair.a\nadd column pair.c\n"
                                                     "alter composite type pair: attributes");
    orq_arena_free(bench.arena);
}

static void columns_of_a_view_have_defaults_and_comments_only(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both both = put_both(&bench, ORQ_KIND_VIEW, NULL, "v");
    struct orq_table *have = put_relation(&bench, both.have);
    put_column(&bench, have, "a", "integer");
    put_column(&bench, have, "b", "integer")->comment = "old";
    struct orq_table *want = put_relation(&bench, both.want);
    put_column(&bench, want, "c", "")->default_expr.text = "1";
    expect_ops(&bench, ORQ_SAME, "alter column v.c: default\nalter column v.b: comment");
}

static void indexes_of_a_materialized_view_and_checks_of_a_domain(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both view = put_both(&bench, ORQ_KIND_VIEW, NULL, "m");
    struct both domain = put_both(&bench, ORQ_KIND_DOMAIN, NULL, "positive");
    put_index(&bench, put_relation(&bench, view.want), "i", "a", NULL);
    put_texts(&bench, domain, ORQ_ATTRIBUTE_TYPE, "integer", "integer");
    put_check(&bench, put_relation(&bench, domain.have), "c", "(VALUE > 0)");
    put_check(&bench, put_relation(&bench, domain.want), "c", "VALUE > 1");
    struct orq_diff *diff =
        orq_diff_begin(bench.arena, bench.have, bench.want, (struct orq_diff_options){0});
    struct orq_ops ops = {0};
    assert_int_equal(diff->pairs.len, 1);
    assert_string_equal(diff->pairs.items[0].type, "integer");
    assert_null(diff->pairs.items[0].table);
    diff->pairs.items[0].verdict = ORQ_UNLIKE;
    orq_diff_finish(diff, &ops);
    assert_string_equal(ops_text(bench.arena, &ops),
                        "create index i on m\nalter check c on positive: expression");
    orq_arena_free(bench.arena);
}

/* -- what is managed -- */

static void what_is_not_managed_goes_only_with_what_holds_it(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    put_table(&bench, bench.have, NULL, "stays");
    put_table(&bench, bench.want, NULL, "stays");
    put_column(&bench, put_table(&bench, bench.have, "audit", "goes"), "id", "integer");
    put_text(&bench, put_definition(&bench, bench.have, ORQ_KIND_POLICY, "stays", "p"),
             ORQ_ATTRIBUTE_COMMAND, "select");
    put_text(&bench, put_definition(&bench, bench.have, ORQ_KIND_POLICY, "audit.goes", "p"),
             ORQ_ATTRIBUTE_COMMAND, "select");
    put_definition(&bench, bench.have, ORQ_KIND_SEQUENCE, NULL, "free");
    put_text(&bench, put_definition(&bench, bench.have, ORQ_KIND_SEQUENCE, NULL, "owned"),
             ORQ_ATTRIBUTE_OWNED_BY, "audit.goes.id");
    expect_ops(&bench, ORQ_SAME,
               "drop table audit.goes\ndrop sequence owned\ndrop policy p on audit.goes");
}

static void an_owned_sequence_goes_when_its_column_has_no_default_any_more(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct orq_table *have = put_table(&bench, bench.have, NULL, "t");
    struct orq_table *want = put_table(&bench, bench.want, NULL, "t");
    static const char *const names[] = {"kept", "freed"};
    for (size_t i = 0; i < 2; i++) {
        struct orq_definition *sequence =
            put_definition(&bench, bench.have, ORQ_KIND_SEQUENCE, NULL,
                           orq_arena_printf(bench.arena, "%s_seq", names[i]));
        put_text(&bench, sequence, ORQ_ATTRIBUTE_OWNED_BY,
                 orq_arena_printf(bench.arena, "t.%s", names[i]));
        const char *text = orq_arena_printf(bench.arena, "nextval('%s'::regclass)", sequence->name);
        put_column(&bench, have, names[i], "integer")->default_expr.text = text;
        put_column(&bench, want, names[i], "integer")->default_expr.text = i ? NULL : text;
    }
    expect_ops(&bench, ORQ_SAME, "alter column t.freed: default\ndrop sequence freed_seq");
}

/* -- why, candidates -- */

static void why_tells_the_tier_and_the_reason(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct orq_table *have = put_table(&bench, bench.have, NULL, "t");
    struct orq_table *want = put_table(&bench, bench.want, NULL, "t");
    put_check(&bench, have, "one", "f(1)");
    put_check(&bench, want, "one", "g(1)");
    put_check(&bench, have, "two", "f(2)");
    put_check(&bench, want, "two", "g(2)");
    struct orq_diff *diff =
        orq_diff_begin(bench.arena, bench.have, bench.want, (struct orq_diff_options){0});
    assert_int_equal(diff->pairs.len, 2);
    diff->pairs.items[0].verdict = ORQ_SAME;
    diff->pairs.items[0].tier = ORQ_TIER_EXPLAIN;
    diff->pairs.items[1].verdict = ORQ_UNVERIFIED;
    diff->pairs.items[1].reason = "no connection";
    struct orq_ops ops = {0};
    orq_diff_finish(diff, &ops);
    assert_non_null(strstr(orq_diff_why(diff, "t.one", NULL), "same: EXPLAIN: the planner"));
    assert_non_null(strstr(orq_diff_why(diff, "t.two", NULL),
                           "unverified: unverified, so no change: no connection"));
    orq_arena_free(bench.arena);
}

static void why_finds_what_is_in_a_definition(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    struct both both = put_both(&bench, ORQ_KIND_COMPOSITE, NULL, "pair");
    put_column(&bench, put_relation(&bench, both.have), "a", "integer");
    put_column(&bench, put_relation(&bench, both.want), "a", "bigint");
    struct both trigger = put_both(&bench, ORQ_KIND_TRIGGER, "t", "stamp");
    put_texts(&bench, trigger, ORQ_ATTRIBUTE_TEXT, "after insert", "after insert");
    struct orq_diff *diff =
        orq_diff_begin(bench.arena, bench.have, bench.want, (struct orq_diff_options){0});
    assert_non_null(strstr(orq_diff_why(diff, "pair.a", NULL), "column pair.a: differs in type"));
    assert_non_null(strstr(orq_diff_why(diff, "t.stamp", NULL), "definition"));
    orq_arena_free(bench.arena);
}

static void alike_definitions_may_be_renames(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    bench.want->manage = ~0u;
    put_list(&bench, put_definition(&bench, bench.have, ORQ_KIND_ENUM, NULL, "old"),
             ORQ_ATTRIBUTE_VALUES, "a", "b");
    put_list(&bench, put_definition(&bench, bench.want, ORQ_KIND_ENUM, NULL, "new"),
             ORQ_ATTRIBUTE_VALUES, "a", "b");
    put_definition(&bench, bench.have, ORQ_KIND_NAMESPACE, NULL, "one");
    put_definition(&bench, bench.want, ORQ_KIND_NAMESPACE, NULL, "two");
    struct orq_ops ops = bench_ops(&bench, ORQ_SAME);
    struct orq_diags *diags = orq_diags_new(bench.arena);
    orq_diff_rename_candidates(bench.arena, &ops, diags);
    assert_int_equal(orq_diags_len(diags), 1);
    assert_non_null(strstr(orq_diags_at(diags, 0)->message, "enum new is new, and old"));
    orq_arena_free(bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(definitions_come_and_go),
        cmocka_unit_test(the_same_name_on_two_tables_is_two_objects),
        cmocka_unit_test(attributes_compare_by_their_form),
        cmocka_unit_test(a_condition_is_asked_over_the_old_and_the_new_row_as_one),
        cmocka_unit_test(a_view_has_other_columns_under_the_same_query),
        cmocka_unit_test(enum_values_are_a_list_in_order),
        cmocka_unit_test(columns_of_statistics_have_no_order),
        cmocka_unit_test(done_renames_of_values_are_no_difference),
        cmocka_unit_test(owner_grants_and_comment),
        cmocka_unit_test(columns_of_a_composite_come_and_go),
        cmocka_unit_test(an_attribute_in_front_of_others_is_another_order),
        cmocka_unit_test(columns_of_a_view_have_defaults_and_comments_only),
        cmocka_unit_test(indexes_of_a_materialized_view_and_checks_of_a_domain),
        cmocka_unit_test(what_is_not_managed_goes_only_with_what_holds_it),
        cmocka_unit_test(an_owned_sequence_goes_when_its_column_has_no_default_any_more),
        cmocka_unit_test(why_tells_the_tier_and_the_reason),
        cmocka_unit_test(why_finds_what_is_in_a_definition),
        cmocka_unit_test(alike_definitions_may_be_renames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
