/* A backfill's line, its statement in batches, and how far it came. */
#include "history/backfill.h"

#include "base/str.h"
#include "history/batch_text.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct orq_backfill *read_words(struct orq_arena *arena, const char *words,
                                             struct orq_backfill_fault *fault)
{
    return orq_backfill_read(arena, (struct orq_slice){words, strlen(words)}, fault);
}

static const struct orq_backfill *backfill_of(struct orq_arena *arena, const char *words)
{
    struct orq_backfill_fault fault;
    const struct orq_backfill *backfill = read_words(arena, words, &fault);
    if (!backfill)
        fail_msg("%s: %s", words, fault.message);
    return backfill;
}

static const struct {
    const char *words, *again;
} lines[] = {
    {"t key id batch 1000", "backfill t key id batch 1000"},
    {"  T  KEY Id , B batch 1", "backfill t key id, b batch 1"},
    {"public.t key id batch 10000000", "backfill t key id batch 10000000"},
    {"\"Audit\".\"a.b\" key \"key\", \"x y\" batch 7",
     "backfill \"Audit\".\"a.b\" key key, \"x y\" batch 7"},
    {"key key batch batch 5", "backfill key key batch batch 5"},
};

static void lines_are_read_and_written(void **state)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *words = orq_backfill_words(*state, backfill_of(*state, lines[i].words));
        assert_string_equal(words, lines[i].again);
        const char *again =
            orq_backfill_words(*state, backfill_of(*state, words + strlen("backfill ")));
        assert_string_equal(again, words);
    }
}

static const struct {
    const char *words;
    size_t offset;
    const char *says;
} bads[] = {
    {"", 0, "name"},
    {"t", 1, "\"key\""},
    {"t.key id batch 5", 6, "\"key\""},
    {"t key", 5, "name"},
    {"t key id", 8, "\"batch\""},
    {"t key id, batch", 15, "\"batch\""},
    {"t key id batch", 14, "number"},
    {"t key id batch ten", 15, "number"},
    {"t key id batch 0", 15, "number"},
    {"t key id batch -1", 15, "number"},
    {"t key id batch 1.5", 15, "number"},
    {"t key id batch 10000001", 15, "number"},
    {"t key id batch 99999999999999999999", 15, "number"},
    {"t key id batch 5;", 16, "nothing"},
};

static void faults_have_their_place(void **state)
{
    for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
        struct orq_backfill_fault fault;
        assert_null(read_words(*state, bads[i].words, &fault));
        if (fault.offset != bads[i].offset || !strstr(fault.message, bads[i].says))
            fail_msg("%s: %zu: %s", bads[i].words, fault.offset, fault.message);
    }
}

static const struct {
    const char *sql, *says; /* NULL: fine */
} statements[] = {
    {"UPDATE t SET c = 1", NULL},
    {"update only public.T * as x set c = (select max(id) from t where id > 0) from u", NULL},
    {"UPDATE t SET (c, d) = (1, 2) WHERE \"ID\" = 3 -- all", NULL},
    {"UPDATE t SET c = CASE WHEN id = 1 THEN 2 END WHERE x IN (SELECT returning FROM y)", NULL},
    {"INSERT INTO t VALUES (1)", "holds an UPDATE of t"},
    {"WITH x AS (SELECT 1) UPDATE t SET c = 1", "holds an UPDATE of t"},
    {"UPDATE s.t SET c = 1", "an UPDATE of s.t"},
    {"UPDATE \"T\" SET c = 1", "an UPDATE of \"T\""},
    {"UPDATE t SET c = 1, id = 2", "it changes id"},
    {"UPDATE t SET (c, id) = (1, 2)", "it changes id"},
    {"UPDATE t SET c = 1 RETURNING id", "RETURNING"},
    {"UPDATE t SET c = 1 WHERE x = 1 RETURNING id", "RETURNING"},
    {"UPDATE t SET c = 1 WHERE CURRENT OF x", "CURRENT OF"},
};

static void a_statement_has_to_be_one_that_can_be_told_its_rows(void **state)
{
    struct orq_pg_update update;
    const struct orq_backfill *backfill = backfill_of(*state, "t key id batch 5");
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        const char *why = orq_backfill_refuses(*state, backfill, statements[i].sql, &update);
        if (!why != !statements[i].says || (why && !strstr(why, statements[i].says)))
            fail_msg("%s: %s", statements[i].sql, why ? why : "fine");
    }
}

static struct orq_batch_text text_of(struct orq_arena *arena, const char *line, const char *sql)
{
    struct orq_file_step *step = ORQ_NEW(arena, struct orq_file_step);
    struct orq_file_section *section = ORQ_NEW(arena, struct orq_file_section);
    section->dialect = "postgresql";
    section->text = sql;
    section->len = step->len = strlen(sql);
    step->backfill = backfill_of(arena, line);
    return orq_batch_text_of(arena, section, step);
}

static void a_batch_is_the_statement_for_its_rows(void **state)
{
    struct orq_batch_text text = text_of(*state, "t key id batch 5",
                                         "-- why\nUPDATE t SET c = 1 WHERE c IS NULL OR d -- x\n;");
    assert_string_equal(orq_batch_update(*state, &text, "'7'", "'9'"),
                        "-- why\nUPDATE t SET c = 1 WHERE (c IS NULL OR d)\n"
                        "  AND (t.id) > ('7') AND (t.id) <= ('9');\n");
    assert_string_equal(orq_batch_query(*state, &text, NULL),
                        "SELECT p.k0::text, count(*) OVER () FROM (SELECT t.id FROM t"
                        " ORDER BY t.id LIMIT 5) p(k0) ORDER BY p.k0 DESC LIMIT 1");
    text = text_of(*state, "s.t key a, \"B\" batch 2", "UPDATE ONLY s.t x SET c = u.c FROM u;");
    assert_string_equal(orq_batch_update(*state, &text, NULL, "'1', 'y'"),
                        "UPDATE ONLY s.t x SET c = u.c FROM u\n"
                        "WHERE (x.a, x.\"B\") <= ('1', 'y');\n");
    assert_string_equal(orq_batch_query(*state, &text, "'1', 'y'"),
                        "SELECT p.k0::text, p.k1::text, count(*) OVER () FROM (SELECT x.a, x.\"B\""
                        " FROM ONLY s.t x WHERE (x.a, x.\"B\") > ('1', 'y') ORDER BY x.a, x.\"B\""
                        " LIMIT 2) p(k0, k1) ORDER BY p.k0 DESC, p.k1 DESC LIMIT 1");
}

static struct orq_filled came_to(struct orq_arena *arena, int64_t rows, const char *a,
                                 const char *b)
{
    struct orq_filled filled = {.rows = rows};
    ORQ_PUSH(arena, &filled.last, a);
    if (b)
        ORQ_PUSH(arena, &filled.last, b);
    return filled;
}

static void how_far_it_came_is_read_back(void **state)
{
    static const char *const values[] = {"7", "", "a, b: c", "%20%", "x:", "\xC3\xA9\n'\\"};
    const struct orq_backfill *one = backfill_of(*state, "\"a: t\" key \"i d\" batch 5");
    const struct orq_backfill *two = backfill_of(*state, "t key a, b batch 5");
    struct orq_filled read;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct orq_filled filled = came_to(*state, 12, values[i], NULL);
        const char *text = orq_filled_text(*state, one, &filled);
        assert_null(strstr(text, ": "));
        assert_true(orq_filled_read(*state, orq_arena_printf(*state, "up 2 %s", text), &read));
        assert_int_equal(read.rows, 12);
        assert_string_equal(read.last.items[0], values[i]);
        assert_true(orq_filled_is_of(*state, &read, one));
        assert_false(orq_filled_is_of(*state, &read, two));
        filled = came_to(*state, 3, values[i], "z");
        text = orq_filled_text(*state, two, &filled);
        assert_true(
            orq_filled_read(*state, orq_arena_printf(*state, "down 11 %s: why: not", text), &read));
        assert_int_equal(read.last.len, 2);
        assert_string_equal(read.last.items[0], values[i]);
        assert_string_equal(read.last.items[1], "z");
        assert_true(orq_filled_is_of(*state, &read, two));
    }
}

static void other_states_tell_of_none(void **state)
{
    static const char *const states[] = {"applied",
                                         "up",
                                         "up 3",
                                         "up 3: backfill t a 1 2",
                                         "down: no backfill t a 1 2",
                                         "up 3 backfill t a,b 1 2"};
    struct orq_filled filled;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        assert_false(orq_filled_read(*state, states[i], &filled));
    assert_true(orq_filled_read(*state, "up 3 backfill t a 1 2", &filled));
    assert_string_equal(orq_filled_shown(*state, &filled), "1 row, up to a = 2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_are_read_and_written, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(faults_have_their_place, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(a_statement_has_to_be_one_that_can_be_told_its_rows,
                                        arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(a_batch_is_the_statement_for_its_rows, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(how_far_it_came_is_read_back, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(other_states_tell_of_none, arena_set_up, arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
