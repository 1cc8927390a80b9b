/* No false difference, and no false equality: what the server keeps of a text, against what
 * somebody else would have written, judged in the order that a comparison goes. */
#include "tests/live/expressions.h"

#include "history/judge_postgres.h"
#include "sql/postgres_normal.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT (sizeof expressions / sizeof *expressions)

struct bench {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_db *db;
    struct orq_table *sample;
};

static bool add_column(void *context, const struct orq_row *row)
{
    struct bench *bench = context;
    struct orq_column *column = ORQ_NEW(bench->arena, struct orq_column);
    column->name = orq_arena_strdup(bench->arena, row->values[0]);
    column->type = orq_arena_strdup(bench->arena, row->values[1]);
    orq_table_add_column(bench->arena, bench->sample, column);
    return true;
}

static const char columns_query[] =
    "SELECT attname, regexp_replace(format_type(atttypid, atttypmod), '^public\\.', '') "
    "FROM pg_attribute WHERE attrelid = 'public.sample'::regclass AND attnum > 0 ORDER BY attnum";

static int set_up(void **state)
{
    struct orq_arena *arena = orq_arena_new();
    struct bench *bench = ORQ_NEW(arena, struct bench);
    struct orq_url url;
    bench->arena = arena;
    bench->diags = orq_diags_new(arena);
    bench->sample = orq_table_new(arena, "sample");
    const struct orq_query query = {.sql = columns_query, .fn = add_column, .context = bench};
    bench->db = fixture_on_server(arena, bench->diags, &url);
    if (!bench->db)
        return -1;
    if (orq_db_exec(bench->db, OBJECTS, bench->diags) != ORQ_OK ||
        orq_db_query(bench->db, &query, bench->diags) != ORQ_OK) {
        orq_diags_print(bench->diags, 0, stderr, false);
        return -1;
    }
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    orq_db_close(bench->db);
    orq_arena_free(bench->arena);
    return 0;
}

/* What makes an object of the text, and where the server's text of it stands. */
static const struct maker {
    const char *make; /* %1 the text, %2 the type */
    const char *read;
    enum orq_pair_kind kind;
} makers[] = {
    [CHECK] = {"ALTER TABLE sample ADD CONSTRAINT made CHECK (%1\n)",
               "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = 'made'",
               ORQ_PAIR_EXPRESSION},
    [DEFAULT] = {"CREATE TABLE holder (made %2 DEFAULT %1)",
                 "SELECT pg_get_expr(d.adbin, 0) FROM pg_attrdef d JOIN pg_attribute a ON "
                 "a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attname = 'made'",
                 ORQ_PAIR_DEFAULT},
    [GENERATED] = {"ALTER TABLE sample ADD made %2 GENERATED ALWAYS AS (%1) STORED",
                   "SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d JOIN pg_attribute a "
                   "ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE a.attname = 'made'",
                   ORQ_PAIR_GENERATED},
    [INDEX] = {"CREATE INDEX made ON sample ((%1))",
               "SELECT pg_get_expr(indexprs, indrelid) FROM pg_index "
               "WHERE indexrelid = 'public.made'::regclass",
               ORQ_PAIR_EXPRESSION},
    [PREDICATE] = {"CREATE INDEX made ON sample (id) WHERE %1",
                   "SELECT pg_get_expr(indpred, indrelid) FROM pg_index "
                   "WHERE indexrelid = 'public.made'::regclass",
                   ORQ_PAIR_EXPRESSION},
    [POLICY] = {"CREATE POLICY made ON sample USING (%1)",
                "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = 'made'",
                ORQ_PAIR_EXPRESSION},
    [DOMAIN_CHECK] = {"CREATE DOMAIN made AS %2 CONSTRAINT made CHECK (%1)",
                      "SELECT pg_get_expr(conbin, 0) FROM pg_constraint WHERE conname = 'made'",
                      ORQ_PAIR_EXPRESSION},
    [QUERY] = {"CREATE VIEW made AS %1", "SELECT pg_get_viewdef('public.made'::regclass)",
               ORQ_PAIR_QUERY},
};

static const char *filled(struct orq_arena *arena, const char *form, const char *text,
                          const char *type)
{
    struct orq_str out = orq_str_new(arena);
    for (; *form; form++) {
        if (*form != '%')
            orq_str_addc(&out, *form);
        else
            orq_str_add(&out, *++form == '1' ? text : type);
    }
    return orq_str_text(&out);
}

/* The server's own text; NULL: it does not take the person's. */
static const char *stored_text(struct bench *bench, const struct expression *expression)
{
    const struct maker *maker = &makers[expression->place];
    const char *sql = filled(bench->arena, maker->make, expression->stored, expression->type);
    const char *text = NULL;
    const struct orq_query make = {.sql = sql};
    struct orq_diags *diags = orq_diags_new(bench->arena);
    assert_int_equal(orq_db_begin(bench->db, diags), ORQ_OK);
    const struct orq_query path = {.sql = "SET LOCAL search_path = public"};
    const struct orq_query none = {.sql = "SET LOCAL search_path = ''"};
    if (orq_db_query(bench->db, &path, diags) != ORQ_OK ||
        orq_db_query(bench->db, &make, diags) != ORQ_OK ||
        orq_db_query(bench->db, &none, diags) != ORQ_OK ||
        orq_db_value(bench->arena, bench->db, maker->read, diags, &text) != ORQ_OK)
        orq_diags_print(diags, 0, stderr, false);
    orq_db_rollback(bench->db);
    return text;
}

static bool normal_forms_agree(struct orq_arena *arena, const struct orq_pair *pair)
{
    bool query = pair->kind == ORQ_PAIR_QUERY;
    const char *a =
        query ? orq_pg_query_normal(arena, pair->a) : orq_pg_expression_normal(arena, pair->a);
    const char *b =
        query ? orq_pg_query_normal(arena, pair->b) : orq_pg_expression_normal(arena, pair->b);
    return a && b && strcmp(a, b) == 0;
}

static bool holds_here(const struct bench *bench, const struct expression *expression)
{
    for (size_t i = 0; i < sizeof newer / sizeof *newer; i++)
        if (strcmp(expression->stored, newer[i].stored) == 0 &&
            orq_db_version(bench->db) < newer[i].since)
            return false;
    return true;
}

static struct orq_pair pair_of(struct bench *bench, const struct expression *expression)
{
    bool own = expression->place == DEFAULT || expression->place == DOMAIN_CHECK;
    return (struct orq_pair){.kind = makers[expression->place].kind,
                             .type = expression->type,
                             .table = own ? NULL : bench->sample,
                             .a = holds_here(bench, expression) ? stored_text(bench, expression)
                                                                : NULL,
                             .b = expression->other};
}

static void complain(const struct expression *expression, const struct orq_pair *pair,
                     const char *what)
{
    fprintf(stderr, "%s: %s | stored as %s | against %s%s%s\n", what, expression->stored,
            pair->a ? pair->a : "(nothing)", pair->b, pair->reason ? ": " : "",
            pair->reason ? pair->reason : "");
}

/* What a comparison would make of it; NULL: what is so. */
static const char *mistake(const struct expression *expression, enum orq_verdict verdict)
{
    switch (verdict) {
    case ORQ_SAME:
        return expression->same ? NULL : "FALSE EQUALITY";
    case ORQ_UNLIKE:
        return expression->same ? "FALSE DIFFERENCE" : NULL;
    case ORQ_UNDECIDED:
    case ORQ_UNVERIFIED:
        break;
    }
    return "UNVERIFIED";
}

static void every_pair_is_judged_as_it_is(void **state)
{
    struct bench *bench = *state;
    struct orq_pairs all = {0}, left = {0};
    size_t judged[COUNT] = {0}; /* the pair's place in left, from 1 */
    size_t mistakes = 0, tiers[ORQ_TIER_UNDEFINED + 1] = {0};
    for (size_t i = 0; i < COUNT; i++) {
        struct orq_pair pair = pair_of(bench, &expressions[i]);
        if (!holds_here(bench, &expressions[i])) {
            fprintf(stderr, "not here: %s\n", expressions[i].stored);
        } else if (!pair.a) {
            complain(&expressions[i], &pair, "NOT TAKEN");
            mistakes++;
        } else if (normal_forms_agree(bench->arena, &pair)) {
            pair.verdict = ORQ_SAME;
        } else {
            ORQ_PUSH(bench->arena, &left, pair);
            judged[i] = left.len;
        }
        ORQ_PUSH(bench->arena, &all, pair);
    }
    assert_int_equal(orq_judge_postgres(bench->arena, bench->db, &left, bench->diags), ORQ_OK);
    for (size_t i = 0; i < COUNT; i++) {
        const struct orq_pair *pair = judged[i] ? &left.items[judged[i] - 1] : &all.items[i];
        const char *what = pair->a ? mistake(&expressions[i], pair->verdict) : NULL;
        tiers[pair->tier]++;
        if (what)
            complain(&expressions[i], pair, what);
        mistakes += what != NULL;
    }
    fprintf(stderr,
            "%zu pairs: %zu by their normal form, %zu by the planner, %zu by a view, %zu "
            "because one is undefined\n",
            COUNT, tiers[ORQ_TIER_NONE], tiers[ORQ_TIER_EXPLAIN], tiers[ORQ_TIER_VIEW],
            tiers[ORQ_TIER_UNDEFINED]);
    assert_int_equal(mistakes, 0);
}

/* The judge alone is sound too: what the normaliser already knows is no exception to it. */
static void the_judge_alone_makes_no_mistake(void **state)
{
    struct bench *bench = *state;
    struct orq_pairs pairs = {0};
    size_t mistakes = 0;
    for (size_t i = 0; i < COUNT; i++) {
        struct orq_pair pair = pair_of(bench, &expressions[i]);
        if (!pair.a)
            pair.a = "NULL";
        ORQ_PUSH(bench->arena, &pairs, pair);
    }
    assert_int_equal(orq_judge_postgres(bench->arena, bench->db, &pairs, bench->diags), ORQ_OK);
    for (size_t i = 0; i < COUNT; i++) {
        const char *what = mistake(&expressions[i], pairs.items[i].verdict);
        if (what && strcmp(what, "UNVERIFIED") != 0 && holds_here(bench, &expressions[i])) {
            complain(&expressions[i], &pairs.items[i], what);
            mistakes++;
        }
    }
    assert_int_equal(mistakes, 0);
    assert_false(orq_db_in_transaction(bench->db));
    const char *path = NULL;
    assert_int_equal(
        orq_db_value(bench->arena, bench->db, "SELECT current_schemas(false)", bench->diags, &path),
        ORQ_OK);
    assert_string_equal(path, "{}");
}

static enum orq_verdict judged(struct bench *bench, struct orq_pair pair)
{
    struct orq_pairs pairs = {0};
    ORQ_PUSH(bench->arena, &pairs, pair);
    assert_int_equal(orq_judge_postgres(bench->arena, bench->db, &pairs, bench->diags), ORQ_OK);
    return pairs.items[0].verdict;
}

static void written_columns_of_a_view_count(void **state)
{
    struct bench *bench = *state;
    struct orq_definition view = {.kind = ORQ_KIND_VIEW, .name = "made"};
    struct orq_pair pair = {.kind = ORQ_PAIR_QUERY,
                            .definition = &view,
                            .a = " SELECT sample.id AS one,\n    sample.n AS two\n   FROM "
                                 "public.sample;",
                            .b = "SELECT id, n FROM sample"};
    assert_int_equal(judged(bench, pair), ORQ_UNLIKE);
    ORQ_PUSH(bench->arena, &view.columns, "one");
    ORQ_PUSH(bench->arena, &view.columns, "two");
    assert_int_equal(judged(bench, pair), ORQ_SAME);
}

static void columns_that_only_the_server_knows(void **state)
{
    struct bench *bench = *state;
    struct orq_table *relation = orq_table_new(bench->arena, "seen");
    relation->kind = ORQ_KIND_VIEW;
    const struct orq_pair pair = {.kind = ORQ_PAIR_EXPRESSION,
                                  .table = relation,
                                  .a = "(total > 0)",
                                  .b = "total>(0)::bigint"};
    assert_int_equal(orq_db_exec(bench->db,
                                 "CREATE MATERIALIZED VIEW seen AS "
                                 "SELECT count(*)::integer AS total FROM sample WITH NO DATA",
                                 bench->diags),
                     ORQ_OK);
    assert_int_equal(judged(bench, pair), ORQ_UNLIKE);
    struct orq_pair same = pair;
    same.b = "total > 0 AND true";
    assert_int_equal(judged(bench, same), ORQ_SAME);
}

/* What a reading transaction may ask, it asks; the rest is left open. */
static void a_snapshot_may_judge(void **state)
{
    struct bench *bench = *state;
    const struct orq_pair pair = {
        .kind = ORQ_PAIR_EXPRESSION, .table = bench->sample, .a = "(n > 0)", .b = "n > 0 AND true"};
    const struct orq_pair wrong = {
        .kind = ORQ_PAIR_EXPRESSION, .table = bench->sample, .a = "(n > 0)", .b = "missing > 0"};
    const struct orq_pair query = {
        .kind = ORQ_PAIR_QUERY, .a = " SELECT 1 AS a;", .b = "SELECT 1 a"};
    assert_int_equal(orq_db_snapshot(bench->db, bench->diags), ORQ_OK);
    assert_int_equal(judged(bench, pair), ORQ_SAME);
    assert_int_equal(judged(bench, wrong), ORQ_UNLIKE);
    assert_int_equal(judged(bench, query), ORQ_UNVERIFIED);
    orq_db_end_snapshot(bench->db);
    assert_int_equal(judged(bench, query), ORQ_SAME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_is_judged_as_it_is),
        cmocka_unit_test(the_judge_alone_makes_no_mistake),
        cmocka_unit_test(written_columns_of_a_view_count),
        cmocka_unit_test(columns_that_only_the_server_knows),
        cmocka_unit_test(a_snapshot_may_judge),
    };
    if (!getenv("ORQ_TEST_PG")) {
        fputs("ORQ_TEST_PG is not set\n", stderr);
        return 77;
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
