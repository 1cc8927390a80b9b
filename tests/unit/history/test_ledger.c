/* The ledger: names, order, what only reads. */
#include "tests/unit/history/scratch.h"

static struct orq_ledger_row row_of(const char *revision, const char *parents)
{
    return (struct orq_ledger_row){.revision = revision,
                                   .parents = parents,
                                   .message = "it's \"m\"\n",
                                   .dialect = "sqlite",
                                   .downgrade = "-- +orqgen downgrade\n",
                                   .duration_ms = 12,
                                   .steps_done = 1,
                                   .steps_total = 2};
}

static void put(struct scratch *scratch, const char *name, const char *revision,
                const char *parents)
{
    struct orq_ledger_row row = row_of(revision, parents);
    assert_int_equal(orq_ledger_insert(scratch->db, name, &row, scratch->diags), ORQ_OK);
}

static struct orq_ledger read_ledger(struct scratch *scratch, const char *name)
{
    struct orq_ledger ledger;
    assert_int_equal(orq_ledger_read(scratch->arena, scratch->db, name, scratch->diags, &ledger),
                     ORQ_OK);
    return ledger;
}

static void any_name_will_do(void **state)
{
    static const char *const names[] = {"orqgen_revisions",
                                        "main.orqgen_revisions",
                                        "a \"b\" 'c'; DROP TABLE x; --",
                                        "select",
                                        "ünï",
                                        "MAIN.other.one"};
    struct scratch *scratch = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(orq_db_memory(scratch->arena, scratch->diags, &scratch->db), ORQ_OK);
        assert_false(read_ledger(scratch, names[i]).exists);
        assert_int_equal(orq_ledger_create(scratch->db, names[i], scratch->diags), ORQ_OK);
        assert_int_equal(orq_ledger_create(scratch->db, names[i], scratch->diags), ORQ_OK);
        put(scratch, names[i], "aaaa", "");
        struct orq_ledger ledger = read_ledger(scratch, names[i]);
        assert_true(ledger.exists);
        assert_int_equal(ledger.rows.len, 1);
        assert_string_equal(ledger.rows.items[0].message, "it's \"m\"\n");
        assert_int_equal(ledger.rows.items[0].duration_ms, 12);
        assert_int_equal(ledger.rows.items[0].steps_total, 2);
        orq_db_close(scratch->db);
        scratch->db = NULL;
    }
}

static void wrong_names_are_refused(void **state)
{
    static const char *const names[] = {"", ".", "a.", ".a", "nowhere.a"};
    struct scratch *scratch = *state;
    struct orq_ledger ledger;
    assert_int_equal(orq_db_memory(scratch->arena, scratch->diags, &scratch->db), ORQ_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_not_equal(
            orq_ledger_read(scratch->arena, scratch->db, names[i], scratch->diags, &ledger),
            ORQ_OK);
        assert_int_equal(orq_diags_errors(scratch->diags), i + 1);
    }
}

static void rows_come_in_the_order_of_applying(void **state)
{
    struct scratch *scratch = *state;
    struct orq_strings heads = {0};
    const char *last = NULL;
    assert_int_equal(orq_db_memory(scratch->arena, scratch->diags, &scratch->db), ORQ_OK);
    assert_int_equal(orq_ledger_last(scratch->arena, scratch->db, NULL, scratch->diags, &last),
                     ORQ_OK);
    assert_null(last);
    assert_int_equal(orq_ledger_create(scratch->db, NULL, scratch->diags), ORQ_OK);
    put(scratch, NULL, "zzzz", "");
    put(scratch, NULL, "aaaa", "zzzz");
    put(scratch, NULL, "mmmm", "aaaa xxxx");
    struct orq_ledger ledger = read_ledger(scratch, NULL);
    assert_string_equal(ledger.rows.items[0].revision, "zzzz");
    assert_string_equal(ledger.rows.items[2].revision, "mmmm");
    assert_string_equal(orq_ledger_find(&ledger, "aaaa")->parents, "zzzz");
    assert_null(orq_ledger_find(&ledger, "aaa"));
    orq_ledger_heads(scratch->arena, &ledger, &heads);
    assert_int_equal(heads.len, 1);
    assert_string_equal(heads.items[0], "mmmm");
    assert_int_equal(orq_ledger_delete(scratch->db, NULL, "mmmm", scratch->diags), ORQ_OK);
    assert_int_equal(orq_ledger_last(scratch->arena, scratch->db, NULL, scratch->diags, &last),
                     ORQ_OK);
    assert_string_equal(last, "aaaa");
}

static void two_heads_are_both_current(void **state)
{
    struct scratch *scratch = *state;
    assert_int_equal(orq_db_memory(scratch->arena, scratch->diags, &scratch->db), ORQ_OK);
    assert_int_equal(orq_ledger_create(scratch->db, NULL, scratch->diags), ORQ_OK);
    put(scratch, NULL, "aaaa", "");
    put(scratch, NULL, "bbbb", "");
    at(scratch, "aaaa, bbbb");
}

static void another_object_of_that_name_is_told(void **state)
{
    struct scratch *scratch = *state;
    struct orq_ledger ledger;
    engine(scratch, "CREATE VIEW v AS SELECT 1; CREATE TABLE t (a);");
    assert_int_equal(open_db(scratch, ORQ_DB_WRITE), ORQ_OK);
    enum orq_status status =
        orq_ledger_read(scratch->arena, scratch->db, "v", scratch->diags, &ledger);
    expect(scratch, status, ORQ_INVALID, "is a view");
    status = orq_ledger_read(scratch->arena, scratch->db, "t", scratch->diags, &ledger);
    expect(scratch, status, ORQ_DATABASE, "another program's table");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(any_name_will_do),
        TEST(wrong_names_are_refused),
        TEST(rows_come_in_the_order_of_applying),
        TEST(two_heads_are_both_current),
        TEST(another_object_of_that_name_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
