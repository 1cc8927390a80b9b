#include "tests/unit/diff/postgres_schema_of.h"

/* Two tables t with the column a integer, and room for what differs. */
struct two {
    struct bench bench;
    struct orq_table *have, *want;
    struct orq_column *old, *new;
    struct orq_column_postgres *old_more, *new_more;
};

static struct two two_tables(void)
{
    struct two two = {.bench = bench_new()};
    two.have = put_table(&two.bench, two.bench.have, NULL, "t");
    two.want = put_table(&two.bench, two.bench.want, NULL, "t");
    two.old = put_column(&two.bench, two.have, "a", "integer");
    two.new = put_column(&two.bench, two.want, "a", "integer");
    two.old_more = extend(&two.bench, two.old);
    two.new_more = extend(&two.bench, two.new);
    return two;
}

/* -- names -- */

static void names_do_not_fold(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    put_table(&bench, bench.have, NULL, "T");
    put_table(&bench, bench.want, NULL, "t");
    expect_ops(&bench, ORQ_SAME, "drop table T\ncreate table t");
}

static void column_names_do_not_fold_in_wide_tables_either(void **state)
{
    (void)state;
    struct two two = two_tables();
    for (size_t i = 0; i < 20; i++) {
        const char *name = orq_arena_printf(two.bench.arena, "c%zu", i);
        put_column(&two.bench, two.have, name, "text");
        put_column(&two.bench, two.want, name, "text");
    }
    put_column(&two.bench, two.have, "B", "text");
    put_column(&two.bench, two.want, "b", "text");
    expect_ops(&two.bench, ORQ_SAME, "drop column t.B\nadd column t.b");
}

static void a_schema_is_part_of_the_name_unless_it_is_the_default(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    put_table(&bench, bench.have, "public", "t");
    put_table(&bench, bench.have, "audit", "u");
    put_table(&bench, bench.want, NULL, "t");
    put_table(&bench, bench.want, "other", "u");
    expect_ops(&bench, ORQ_SAME, "drop table audit.u\ncreate table other.u");
}

/* -- columns -- */

static void set_type(struct two *two)
{
    two->new->type = "bigint";
}

static void set_not_null(struct two *two)
{
    two->new->nullable = false;
}

static void set_key_without_not_null(struct two *two)
{
    two->old->nullable = false;
    put_key(&two->bench, two->have, ORQ_KIND_PRIMARY_KEY, "t_pkey", "a");
    put_key(&two->bench, two->want, ORQ_KIND_PRIMARY_KEY, "t_pkey", "a");
}

static void set_collation(struct two *two)
{
    two->new->collation = "C";
}

static void set_default_collation(struct two *two)
{
    two->new->collation = "default";
}

static void set_identity(struct two *two)
{
    two->new_more->identity = "always";
}

static void set_identity_start(struct two *two)
{
    two->old_more->identity = two->new_more->identity = "by default";
    orq_attribute_put(two->bench.arena, &two->new_more->sequence, ORQ_ATTRIBUTE_START, "5",
                      ORQ_NOWHERE);
}

static void set_identity_sequence_of_the_server(struct two *two)
{
    two->old_more->identity = two->new_more->identity = "always";
    two->old_more->sequence_name = "old_id_seq";
}

static void set_storage(struct two *two)
{
    two->new_more->storage = "external";
}

static void set_statistics(struct two *two)
{
    two->new_more->statistics = "500";
}

static void set_column_options(struct two *two)
{
    ORQ_PUSH(two->bench.arena, &two->new_more->options, "n_distinct=5");
}

static void set_grants_that_nobody_speaks_of(struct two *two)
{
    two->old_more->acl.given = true;
    ORQ_PUSH(two->bench.arena, &two->old_more->acl.grants, "SELECT TO reader");
}

static void set_grants(struct two *two)
{
    set_grants_that_nobody_speaks_of(two);
    two->new_more->acl.given = true;
}

static void set_serial_default(struct two *two)
{
    two->old->default_expr.text = "nextval('public.t_a_seq'::regclass)";
    two->new->default_expr.text = "nextval('t_a_seq'::regclass)";
}

static void set_serial_default_of_another(struct two *two)
{
    two->old->default_expr.text = "nextval('public.t_a_seq'::regclass)";
    two->new->default_expr.text = "nextval('u_a_seq'::regclass)";
}

static void set_null_default(struct two *two)
{
    two->new->default_expr.text = "NULL";
}

static void set_null_default_of_a_length(struct two *two)
{
    two->old->type = two->new->type = "character varying(9)";
    two->new->default_expr.text = "NULL";
}

static void set_null_default_of_a_domain(struct two *two)
{
    put_definition(&two->bench, two->bench.have, ORQ_KIND_DOMAIN, NULL, "d");
    put_definition(&two->bench, two->bench.want, ORQ_KIND_DOMAIN, NULL, "d");
    two->old->type = two->new->type = "d";
    two->old->default_expr.text = "NULL::integer";
}

static void set_null_defaults(struct two *two)
{
    set_null_default_of_a_length(two);
    two->old->default_expr.text = "NULL::character varying";
}

static void set_default(struct two *two)
{
    two->new->default_expr.text = "1";
}

static void set_other_default(struct two *two)
{
    two->old->default_expr.text = "2";
    two->new->default_expr.text = "1";
}

static void set_type_and_default_text(struct two *two)
{
    two->old->type = "character varying(9)";
    two->new->type = "text";
    two->old->default_expr.text = "'x'::character varying";
    two->new->default_expr.text = "'x'";
}

static void set_generated_text(struct two *two)
{
    two->old->generated = two->new->generated = ORQ_GENERATED_STORED;
    two->old->generated_expr.text = "((b)::text || 'x'::text)";
    two->new->generated_expr.text = "b || 'x'";
}

static void set_generated(struct two *two)
{
    two->new->generated = ORQ_GENERATED_STORED;
    two->new->generated_expr.text = "1";
}

struct row {
    void (*set)(struct two *two);
    enum orq_verdict answer;
    const char *ops;
};

static const struct row column_rows[] = {
    {set_type, ORQ_SAME, "alter column t.a: type"},
    {set_not_null, ORQ_SAME, "alter column t.a: nullable"},
    {set_key_without_not_null, ORQ_SAME, ""},
    {set_collation, ORQ_SAME, "alter column t.a: collation"},
    {set_default_collation, ORQ_SAME, ""},
    {set_identity, ORQ_SAME, "alter column t.a: identity"},
    {set_identity_start, ORQ_SAME, "alter column t.a: identity"},
    {set_identity_sequence_of_the_server, ORQ_SAME, ""},
    {set_storage, ORQ_SAME, "alter column t.a: storage"},
    {set_statistics, ORQ_SAME, "alter column t.a: storage"},
    {set_column_options, ORQ_SAME, "alter column t.a: storage"},
    {set_grants_that_nobody_speaks_of, ORQ_SAME, ""},
    {set_grants, ORQ_SAME, "alter column t.a: grants"},
    {set_serial_default, ORQ_UNLIKE, ""},
    {set_serial_default_of_another, ORQ_UNLIKE, "alter column t.a: default"},
    {set_serial_default_of_another, ORQ_UNVERIFIED, ""},
    {set_null_default, ORQ_UNLIKE, ""},
    {set_null_default_of_a_length, ORQ_SAME, "alter column t.a: default"},
    {set_null_default_of_a_domain, ORQ_SAME, "alter column t.a: default"},
    {set_null_defaults, ORQ_UNLIKE, ""},
    {set_default, ORQ_SAME, "alter column t.a: default"},
    {set_other_default, ORQ_UNLIKE, "alter column t.a: default"},
    {set_other_default, ORQ_SAME, ""},
    {set_other_default, ORQ_UNDECIDED, ""},
    {set_type_and_default_text, ORQ_SAME, "alter column t.a: type, default"},
    {set_type_and_default_text, ORQ_UNVERIFIED, "alter column t.a: type, default"},
    {set_generated_text, ORQ_SAME, ""},
    {set_generated_text, ORQ_UNLIKE, "alter column t.a: generated"},
    {set_generated, ORQ_SAME, "alter column t.a: generated"},
};

/* -- tables -- */

static void set_unlogged(struct two *two)
{
    two->want->postgres->unlogged = true;
}

static void set_with(struct two *two)
{
    ORQ_PUSH(two->bench.arena, &two->want->postgres->with, "fillfactor=70");
}

static void set_replica_identity(struct two *two)
{
    two->want->postgres->replica_identity = "full";
}

static void set_row_security(struct two *two)
{
    two->want->postgres->row_security = true;
}

static void set_inherits(struct two *two)
{
    ORQ_PUSH(two->bench.arena, &two->want->postgres->inherits, "p");
}

static void set_partition_keys_alike(struct two *two)
{
    two->have->postgres->partition_by = "RANGE (a)";
    two->want->postgres->partition_by = "range (\"a\")";
}

static void set_partition_keys(struct two *two)
{
    two->have->postgres->partition_by = "RANGE (a)";
    two->want->postgres->partition_by = "LIST (a)";
}

static void set_bounds_alike(struct two *two)
{
    struct orq_table *parent = put_table(&two->bench, two->bench.want, NULL, "p");
    put_table(&two->bench, two->bench.have, NULL, "p")->postgres->partition_by = "RANGE (d)";
    parent->postgres->partition_by = "RANGE (d)";
    two->have->postgres->partition_of = two->want->postgres->partition_of = "p";
    two->have->postgres->partition_bound = "FOR VALUES FROM ('2026-01-01 00:00:00') TO (MAXVALUE)";
    two->want->postgres->partition_bound = "FOR VALUES FROM ('2026-01-01') TO (maxvalue)";
}

static void set_bounds(struct two *two)
{
    set_bounds_alike(two);
    two->want->postgres->partition_bound = "FOR VALUES FROM ('2026-01-01') TO (MINVALUE)";
}

static void set_owner(struct two *two)
{
    two->have->postgres->acl.owner = "alice";
    two->want->postgres->acl.owner = "bob";
}

static void set_owner_that_nobody_speaks_of(struct two *two)
{
    two->have->postgres->acl.owner = "alice";
}

static void set_comment(struct two *two)
{
    two->want->comment = "what it is";
}

static const struct row table_rows[] = {
    {set_unlogged, ORQ_SAME, "alter table t: options"},
    {set_with, ORQ_SAME, "alter table t: options"},
    {set_replica_identity, ORQ_SAME, "alter table t: options"},
    {set_row_security, ORQ_SAME, "alter table t: row level security"},
    {set_inherits, ORQ_SAME, "alter table t: inheritance"},
    {set_partition_keys_alike, ORQ_UNLIKE, ""},
    {set_partition_keys, ORQ_SAME, "alter table t: inheritance"},
    {set_bounds_alike, ORQ_SAME, ""},
    {set_bounds_alike, ORQ_UNLIKE, "alter table t: inheritance"},
    {set_bounds, ORQ_SAME, "alter table t: inheritance"},
    {set_owner, ORQ_SAME, "alter table t: owner"},
    {set_owner_that_nobody_speaks_of, ORQ_SAME, ""},
    {set_comment, ORQ_SAME, "alter table t: comment"},
};

static void check_rows(const struct row *rows, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        struct two two = two_tables();
        rows[i].set(&two);
        struct orq_ops ops = bench_ops(&two.bench, rows[i].answer);
        const char *text = ops_text(two.bench.arena, &ops);
        if (strcmp(text, rows[i].ops) != 0)
            fail_msg("row %zu: \"%s\" and not \"%s\"", i, text, rows[i].ops);
        orq_arena_free(two.bench.arena);
    }
}

static void columns_compare_by_their_fields(void **state)
{
    (void)state;
    check_rows(column_rows, sizeof column_rows / sizeof column_rows[0]);
}

static void tables_compare_by_their_fields(void **state)
{
    (void)state;
    check_rows(table_rows, sizeof table_rows / sizeof table_rows[0]);
}

/* -- children -- */

static void what_is_inherited_comes_and_goes_with_the_parent(void **state)
{
    (void)state;
    struct two two = two_tables();
    two.have->postgres->partition_of = two.want->postgres->partition_of = "p";
    put_table(&two.bench, two.bench.have, NULL, "p");
    put_table(&two.bench, two.bench.want, NULL, "p");
    two.old_more->inherited = two.new_more->inherited = true;
    two.old_more->local = two.new_more->local = false;
    two.new->type = "bigint";
    two.new->default_expr.text = "1";
    struct orq_column *gone = put_column(&two.bench, two.have, "gone", "text");
    struct orq_column *come = put_column(&two.bench, two.want, "come", "text");
    *extend(&two.bench, gone) = *two.old_more;
    *extend(&two.bench, come) = *two.old_more;
    put_check(&two.bench, two.have, "t_check", "a > 0")->inherited = true;
    put_index(&two.bench, two.have, "t_a_idx", "a", NULL)->implied = true;
    expect_ops(&two.bench, ORQ_SAME, "alter column t.a: default");
}

static void what_was_inherited_is_the_tables_own_once_it_is_detached(void **state)
{
    (void)state;
    struct two two = two_tables();
    two.have->postgres->partition_of = "p";
    put_table(&two.bench, two.bench.have, NULL, "p");
    put_table(&two.bench, two.bench.want, NULL, "p");
    two.old_more->inherited = true;
    two.new->type = "bigint";
    expect_ops(&two.bench, ORQ_SAME, "alter table t: inheritance\nalter column t.a: type");
}

/* -- what the server cannot judge -- */

static void what_nobody_can_judge_is_made_anew_with_its_column(void **state)
{
    (void)state;
    struct two two = two_tables();
    put_column(&two.bench, two.have, "b", "integer");
    put_column(&two.bench, two.want, "b", "bigint");
    put_check(&two.bench, two.have, "of_a", "f(a)");
    put_check(&two.bench, two.want, "of_a", "g(a)");
    put_check(&two.bench, two.have, "of_b", "f(b)");
    put_check(&two.bench, two.want, "of_b", "g(b)");
    expect_ops(&two.bench, ORQ_UNVERIFIED,
               "alter column t.b: type\nalter check of_b on t: expression");
}

static void equal_questions_are_asked_once(void **state)
{
    (void)state;
    struct bench bench = bench_new();
    for (size_t i = 0; i < 5; i++) {
        const char *name = orq_arena_printf(bench.arena, "t%zu", i);
        struct orq_table *have = put_table(&bench, bench.have, NULL, name);
        struct orq_table *want = put_table(&bench, bench.want, NULL, name);
        put_column(&bench, have, "a", "character varying(9)")->default_expr.text =
            "lower('X'::text)";
        put_column(&bench, want, "a", "character varying(9)")->default_expr.text = "lower('X')";
        put_check(&bench, have, "c", "((a)::text = ANY (ARRAY['x'::text]))");
        put_check(&bench, want, "c", "a IN ('x')");
    }
    struct orq_diff *diff =
        orq_diff_begin(bench.arena, bench.have, bench.want, (struct orq_diff_options){0});
    assert_int_equal(diff->pairs.len, 6); /* a default is the same in every table */
    orq_arena_free(bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_do_not_fold),
        cmocka_unit_test(column_names_do_not_fold_in_wide_tables_either),
        cmocka_unit_test(a_schema_is_part_of_the_name_unless_it_is_the_default),
        cmocka_unit_test(columns_compare_by_their_fields),
        cmocka_unit_test(tables_compare_by_their_fields),
        cmocka_unit_test(what_is_inherited_comes_and_goes_with_the_parent),
        cmocka_unit_test(what_was_inherited_is_the_tables_own_once_it_is_detached),
        cmocka_unit_test(what_nobody_can_judge_is_made_anew_with_its_column),
        cmocka_unit_test(equal_questions_are_asked_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
