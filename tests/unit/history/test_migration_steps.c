/* Steps of a PostgreSQL section: what begins one, what it holds, and that what is written reads
 * back. */
#include "base/str.h"
#include "history/migration.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "-- orqgen migration: m\n-- revision: 4f1c2a9be0d3\n"
#define UP HEAD "-- +orqgen upgrade postgresql\n"

static const struct orq_file_section *section_of(struct orq_arena *arena, const char *text,
                                                 size_t errors)
{
    struct orq_diags *diags = orq_diags_new(arena);
    struct orq_migration *migration = orq_migration_read(arena, "m.sql", text, strlen(text), diags);
    assert_int_equal(orq_diags_errors(diags), errors);
    assert_int_equal(migration->sections.len, 1);
    return &migration->sections.items[0];
}

static const char *step_text(struct orq_arena *arena, const struct orq_file_section *section,
                             size_t at)
{
    const struct orq_file_step *step = &section->steps.items[at];
    return orq_arena_strndup(arena, section->text + step->offset, step->len);
}

static void a_section_without_a_line_is_one_step(void **state)
{
    const struct orq_file_section *section = section_of(*state, UP "SELECT 1;\nSELECT 2;\n", 0);
    assert_int_equal(section->steps.len, 1);
    assert_false(section->steps.items[0].no_transaction);
    assert_int_equal(section->steps.items[0].len, section->len);
}

static void an_empty_section_has_a_step_too(void **state)
{
    assert_int_equal(section_of(*state, UP "-- nothing to do\n", 0)->steps.len, 1);
}

static void lines_begin_steps(void **state)
{
    const struct orq_file_section *section = section_of(*state,
                                                        UP "SELECT 1;\n"
                                                           "-- +orqgen step no-transaction\n"
                                                           "CREATE INDEX CONCURRENTLY i ON t (a);\n"
                                                           "-- +orqgen step\n"
                                                           "SELECT 2;\nSELECT 3;\n",
                                                        0);
    assert_int_equal(section->steps.len, 3);
    assert_false(section->steps.items[0].no_transaction);
    assert_true(section->steps.items[1].no_transaction);
    assert_false(section->steps.items[2].no_transaction);
    assert_string_equal(step_text(*state, section, 0), "SELECT 1;\n");
    assert_int_equal(section->steps.items[1].at.line, 5);
    assert_non_null(strstr(step_text(*state, section, 2), "SELECT 3;"));
}

static void nothing_in_front_of_the_first_line_is_no_step(void **state)
{
    const struct orq_file_section *section =
        section_of(*state, UP "-- why\n\n-- +orqgen step\nSELECT 1;\n", 0);
    assert_int_equal(section->steps.len, 1);
    assert_non_null(strstr(step_text(*state, section, 0), "SELECT 1;"));
}

static void a_line_inside_a_body_is_text(void **state)
{
    const struct orq_file_section *section =
        section_of(*state,
                   UP "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\n"
                      "-- +orqgen step\n"
                      "SELECT ';' $$;\n",
                   0);
    assert_int_equal(section->steps.len, 1);
}

static void outside_a_transaction_stands_one_statement(void **state)
{
    section_of(*state, UP "-- +orqgen step no-transaction\nSELECT 1;\nSELECT 2;\n", 1);
    section_of(*state, UP "-- +orqgen step no-transaction\n-- none\n", 1);
    section_of(*state, UP "-- +orqgen step no-transactions\nSELECT 1;\n", 1);
}

#define BACKFILL "-- +orqgen step backfill t key id batch 5\n"

static void a_backfill_is_a_step(void **state)
{
    const struct orq_file_section *section = section_of(
        *state,
        UP "SELECT 1;\n" BACKFILL "-- why\nUPDATE t SET c = 1;\n-- +orqgen step\nSELECT 2;\n", 0);
    assert_int_equal(section->steps.len, 3);
    assert_null(section->steps.items[0].backfill);
    assert_null(section->steps.items[2].backfill);
    assert_string_equal(section->steps.items[1].backfill->table, "t");
    assert_int_equal(section->steps.items[1].backfill->batch, 5);
    assert_int_equal(section->steps.items[1].at.line, 5);
    assert_int_equal(section_of(*state, UP BACKFILL "UPDATE t SET c = 1;\n", 0)->steps.len, 1);
    section_of(*state, HEAD "-- +orqgen upgrade sqlite\n" BACKFILL "UPDATE t SET c = 1;\n", 1);
}

static const struct {
    const char *text;
    size_t line, column;
} faults[] = {
    {UP "-- +orqgen step backfill t key id batch 0\nUPDATE t SET c = 1;\n", 4, 41},
    {UP "--  +orqgen step  backfill \"\xC3\xA9\" kei id\nUPDATE t SET c = 1;\n", 4, 32},
    {UP "-- +orqgen step backfil t key id batch 5\nUPDATE t SET c = 1;\n", 4, 4},
    {UP "SELECT 1;\n" BACKFILL, 5, 1},
    {UP "SELECT 1;\n" BACKFILL "SELECT 1;\nUPDATE t SET c = 1;\n", 5, 1},
    {UP "SELECT 1;\n" BACKFILL "-- why\n\nDELETE FROM t;\n", 8, 0},
};

static void a_backfills_faults_have_their_place(void **state)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct orq_diags *diags = orq_diags_new(*state);
        const char *text = faults[i].text;
        orq_migration_read(*state, "m.sql", text, strlen(text), diags);
        assert_int_equal(orq_diags_errors(diags), 1);
        struct orq_span at = orq_diags_at(diags, 0)->at;
        if (at.line != faults[i].line || at.column != faults[i].column)
            fail_msg("%s: %zu:%zu: %s", text, at.line, at.column, orq_diags_at(diags, 0)->message);
    }
}

static void sqlite_has_no_steps(void **state)
{
    section_of(*state, HEAD "-- +orqgen upgrade sqlite\n-- +orqgen step\nSELECT 1;\n", 1);
}

static void statements_have_to_be_whole(void **state)
{
    struct orq_diags *diags = orq_diags_new(*state);
    static const char open[] = UP "SELECT $$x;\n";
    orq_migration_read(*state, "m.sql", open, strlen(open), diags);
    assert_int_equal(orq_diags_errors(diags), 1);
    section_of(*state, UP "SELECT 1", 1);
    section_of(*state, UP "SELECT '\\'; SELECT 2;\n", 0);
}

static struct orq_statement statement(const char *sql, enum orq_step_mark step)
{
    return (struct orq_statement){.sql = sql, .step = step};
}

static void what_is_written_reads_back(void **state)
{
    struct orq_arena *arena = *state;
    struct orq_section made = {.dialect = "postgresql"};
    ORQ_PUSH(arena, &made.statements, statement("SELECT 1", ORQ_STEP_SAME));
    ORQ_PUSH(arena, &made.statements, statement("SELECT 2", ORQ_STEP_NEW));
    ORQ_PUSH(arena, &made.statements,
             statement("DROP INDEX CONCURRENTLY i", ORQ_STEP_NO_TRANSACTION));
    ORQ_PUSH(arena, &made.statements, statement("SELECT 3", ORQ_STEP_SAME));
    struct orq_backfill backfill = {.schema = "s", .table = "T t", .batch = 10};
    ORQ_PUSH(arena, &backfill.key, "order");
    ORQ_PUSH(arena, &backfill.key, "id");
    struct orq_statement update = statement("UPDATE s.\"T t\" SET c = 1", ORQ_STEP_BACKFILL);
    update.backfill = &backfill;
    ORQ_PUSH(arena, &made.statements, update);
    ORQ_PUSH(arena, &made.statements, statement("SELECT 4", ORQ_STEP_SAME));
    struct orq_file_section written = orq_file_section_of(arena, ORQ_UPGRADE, &made);
    assert_int_equal(written.steps.len, 6);
    assert_non_null(strstr(written.text, "\n-- +orqgen step backfill s.\"T t\" key \"order\", id "
                                         "batch 10\nUPDATE"));
    assert_true(written.steps.items[2].no_transaction);

    const struct orq_file_section *read = section_of(
        arena, orq_arena_printf(arena, HEAD "%s", orq_file_section_text(arena, &written)), 0);
    assert_string_equal(read->sha256, written.sha256);
    assert_int_equal(read->steps.len, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(read->steps.items[i].no_transaction,
                         written.steps.items[i].no_transaction);
        assert_int_equal(read->steps.items[i].backfill != NULL, i == 4);
    }
}

static void the_hash_of_the_first_steps_does_not_see_later_ones(void **state)
{
    const char *first = UP "SELECT 1;\n-- +orqgen step\nSELECT 2;\n";
    const char *later = UP "SELECT 1;\n-- +orqgen step\nSELECT 9;\n";
    const char *other = UP "SELECT 7;\n-- +orqgen step\nSELECT 2;\n";
    const char *hash = orq_section_prefix_sha256(*state, section_of(*state, first, 0), 1);
    assert_string_equal(hash, orq_section_prefix_sha256(*state, section_of(*state, later, 0), 1));
    assert_string_not_equal(hash,
                            orq_section_prefix_sha256(*state, section_of(*state, other, 0), 1));
    assert_string_not_equal(orq_section_prefix_sha256(*state, section_of(*state, first, 0), 2),
                            orq_section_prefix_sha256(*state, section_of(*state, later, 0), 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_section_without_a_line_is_one_step, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(an_empty_section_has_a_step_too, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(lines_begin_steps, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(nothing_in_front_of_the_first_line_is_no_step, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_line_inside_a_body_is_text, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(outside_a_transaction_stands_one_statement, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_backfill_is_a_step, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(a_backfills_faults_have_their_place, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(sqlite_has_no_steps, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(statements_have_to_be_whole, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(what_is_written_reads_back, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(the_hash_of_the_first_steps_does_not_see_later_ones,
                                        arena_set_up, arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
