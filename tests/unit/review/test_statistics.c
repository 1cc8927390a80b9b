#include "review/statistics.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct desk {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_db *db;
    struct orq_statistics statistics;
};

static int open_desk(void **state)
{
    struct orq_arena *arena = orq_arena_new();
    struct desk *desk = ORQ_NEW(arena, struct desk);
    desk->arena = arena;
    desk->diags = orq_diags_new(arena);
    assert_int_equal(orq_db_memory(arena, desk->diags, &desk->db), ORQ_OK);
    *state = desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    orq_db_close(desk->db);
    orq_arena_free(desk->arena);
    return 0;
}

static void fill(struct desk *desk, const char *sql)
{
    enum orq_status status = orq_db_exec(desk->db, sql, desk->diags);
    orq_diags_print(desk->diags, 0, stderr, false);
    assert_int_equal(status, ORQ_OK);
    assert_int_equal(orq_statistics_of(desk->arena, desk->db, desk->diags, &desk->statistics),
                     ORQ_OK);
}

#define ROWS(n) "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < " #n ")"

static void rows_and_bytes_of_a_sqlite_database(void **state)
{
    struct desk *desk = *state;
    fill(desk, "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);"
               "CREATE INDEX by_email ON users (email DESC);"
               "CREATE TABLE \"it's\" (k TEXT PRIMARY KEY) WITHOUT ROWID;"
               "CREATE TABLE nobody (x);"
               "CREATE VIEW seen AS SELECT * FROM users;" ROWS(
                   5000) "INSERT INTO users SELECT i, 'someone' || i || '@example.org' FROM "
                         "r;" ROWS(3000) "INSERT INTO \"it's\" SELECT 'a longer key, ' || i FROM "
                                         "r;");
    assert_int_equal(desk->statistics.sizes.len, 3);
    const struct orq_size *users = orq_size_find(&desk->statistics, "USERS");
    assert_non_null(users);
    assert_int_equal(users->rows, 5000);
    assert_int_equal(users->indexes, 2);
    assert_true(users->bytes > 100000 && users->bytes < 1000000);
    assert_true(users->index_bytes > users->bytes);
    assert_int_equal(orq_size_find(&desk->statistics, "it's")->rows, 3000);
    assert_int_equal(orq_size_find(&desk->statistics, "it's")->indexes, 0);
    assert_int_equal(orq_size_find(&desk->statistics, "nobody")->rows, 0);
    assert_null(orq_size_find(&desk->statistics, "seen"));
    assert_null(orq_size_find(NULL, "users"));
}

static enum orq_status read_back(struct desk *desk, const char *text,
                                 struct orq_statistics *statistics)
{
    char path[] = "/tmp/orqgen-statistics-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
    enum orq_status status = orq_statistics_read(desk->arena, orq_arena_strdup(desk->arena, path),
                                                 desk->diags, statistics);
    unlink(path);
    return status;
}

static void what_is_written_is_read(void **state)
{
    struct desk *desk = *state;
    struct orq_statistics back;
    fill(desk, "CREATE TABLE \"a\"\"b\\\n<é>\" (x); CREATE TABLE t (x);"
               "INSERT INTO t VALUES (1), (2);");
    desk->statistics.database = "postgresql://host/\"db\"";
    const char *text = orq_statistics_write(desk->arena, &desk->statistics);
    assert_int_equal(read_back(desk, text, &back), ORQ_OK);
    assert_string_equal(orq_statistics_write(desk->arena, &back), text);
    assert_int_equal(orq_size_find(&back, "t")->rows, 2);
    assert_non_null(orq_size_find(&back, "a\"b\\\n<é>"));
}

/* Names that a server takes: control characters, what YAML folds or refuses, quotes, emoji. */
static void hostile_names_are_read_back(void **state)
{
    struct desk *desk = *state;
    static const char *const names[] = {
        "del\x7F",
        "\x01\x1B[2J\a",
        "nel\xC2\x85x",
        "c1\xC2\x9Bx",
        "line\xE2\x80\xA8paragraph\xE2\x80\xA9",
        "bom\xEF\xBB\xBF",
        "none\xEF\xBF\xBE\xEF\xBF\xBF",
        "turned\xE2\x80\xAEround",
        "\xF0\x9F\x98\x80",
        "a\nb\r\nc\t",
        " blanks \n  and breaks ",
        "back\\slash\\u0041\\",
        "it's \"quoted\" `three` times",
        "%s%n${HOME}",
        "# no: comment, [no] {map}",
        "--> ]]> </script>",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct orq_statistics back, taken = {.dialect = "postgresql", .version = 150000};
        taken.by_table = orq_map_new(desk->arena, ORQ_KEYS_EXACT);
        struct orq_size size = {.table = names[i], .rows = (int64_t)i};
        ORQ_PUSH(desk->arena, &taken.sizes, size);
        const char *text = orq_statistics_write(desk->arena, &taken);
        enum orq_status status = read_back(desk, text, &back);
        orq_diags_print(desk->diags, 0, stderr, false);
        assert_int_equal(status, ORQ_OK);
        assert_non_null(orq_size_find(&back, names[i]));
        assert_int_equal(orq_size_find(&back, names[i])->rows, (int64_t)i);
    }
}

/* Python's json, for one, writes ASCII alone. */
static void what_another_program_wrote_is_read(void **state)
{
    struct desk *desk = *state;
    struct orq_statistics back;
    const char *text = "{\"orqgen_statistics\": 1, \"dialect\": \"sqlite\", \"tables\": ["
                       "{\"table\": \"\\ud83d\\ude00 \\u00e9 \\\\ud83d\\\\ude00\", \"rows\": 7}]}";
    assert_int_equal(read_back(desk, text, &back), ORQ_OK);
    assert_non_null(orq_size_find(&back, "\xF0\x9F\x98\x80 \xC3\xA9 \\ud83d\\ude00"));
}

static void another_file_is_refused(void **state)
{
    struct desk *desk = *state;
    struct orq_statistics back;
    static const char *const others[] = {
        "",
        "[]",
        "{}",
        "{\"orqgen_statistics\": 2, \"dialect\": \"sqlite\", \"tables\": []}",
        "{\"orqgen_statistics\": 1, \"dialect\": \"sqlite\", \"tables\": {}}",
        "{\"orqgen_statistics\": 1, \"dialect\": \"sqlite\", \"tables\": [{\"rows\": 1}]}",
        "{\"orqgen_statistics\": 1, \"dialect\": \"sqlite\", \"tables\": [1]}",
        "{\"a\": "};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        size_t errors = orq_diags_errors(desk->diags);
        assert_int_equal(read_back(desk, others[i], &back), ORQ_INVALID);
        assert_true(orq_diags_errors(desk->diags) > errors);
    }
    assert_int_equal(orq_statistics_read(desk->arena, "/nowhere/at/all", desk->diags, &back),
                     ORQ_INVALID);
}

static void sizes_in_words(void **state)
{
    struct desk *desk = *state;
    static const struct {
        int64_t rows, bytes, indexes;
        const char *text;
    } cases[] = {
        {0, 0, 0, "0 rows, 0 bytes, 0 indexes"},
        {1, 1023, 1, "1 row, 1023 bytes, 1 index"},
        {999, 1024, 2, "999 rows, 1.0 kB, 2 indexes"},
        {11234, 10240, 2, "11k rows, 10 kB, 2 indexes"},
        {999600, 1048576, 3, "1.0M rows, 1.0 MB, 3 indexes"},
        {2000000, 168820736, 3, "2.0M rows, 161 MB, 3 indexes"},
        {-1, -1, -1, "rows not known"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct orq_size size = {
            .rows = cases[i].rows, .bytes = cases[i].bytes, .indexes = cases[i].indexes};
        assert_string_equal(orq_size_text(desk->arena, &size), cases[i].text);
    }
}

static void times_in_words(void **state)
{
    struct desk *desk = *state;
    static const struct {
        double low, high;
        const char *text;
    } cases[] = {
        {0, 0, "<10 ms"},         {0.001, 0.009, "<10 ms"},
        {0.02, 0.2, "20-200 ms"}, {0.13, 1, "0.1-1 s"},
        {1.9, 19, "2-20 s"},      {120, 1200, "2-20 min"},
        {3600, 36000, "1-10 h"},  {5, 5, "5 s"},
        {0.0001, 3, "<3 s"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(orq_range_text(desk->arena, cases[i].low, cases[i].high),
                            cases[i].text);
}

/* What was measured lies inside the ranges: 2 million rows, 161 MB. */
static void measured_times_lie_in_the_ranges(void **state)
{
    (void)state;
    static const struct {
        enum orq_work work;
        double seconds;
    } measured[] = {{ORQ_WORK_SCAN, 0.15},
                    {ORQ_WORK_REWRITE, 1.9},
                    {ORQ_WORK_INDEX, 1.4},
                    {ORQ_WORK_INDEX, 3.53}};
    for (size_t i = 0; i < sizeof measured / sizeof measured[0]; i++) {
        double low, high;
        orq_work_range(measured[i].work, INT64_C(168820736), &low, &high);
        assert_true(low <= measured[i].seconds && measured[i].seconds <= high);
        orq_work_range(measured[i].work, -1, &low, &high);
        assert_true(low <= 0 && high <= 0);
    }
}

static const struct {
    int64_t rows, bytes, row_limit, byte_limit;
    bool large;
} sizes[] = {
    {99999, 1, 0, 0, false},
    {100000, 1, 0, 0, true},
    {99, 1 << 30, 0, 0, false},
    {-1, ORQ_LARGE_BYTES, 0, 0, true},
    {-1, ORQ_LARGE_BYTES - 1, 0, 0, false},
    {-1, -1, 0, 0, false},
    {50, 1, 50, 0, true},
    {49, 1 << 30, 50, 0, false},
    {100000, 9, 0, 10, false},
    {1, 10, 0, 10, true},
    {-1, 10, 50, 10, true},
    {50, 1, 50, 10, true},
    {-1, ORQ_LARGE_BYTES, 50, 0, true},
};

static void large_is_what_reaches_a_limit(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const struct orq_size size = {.rows = sizes[i].rows, .bytes = sizes[i].bytes};
        if (orq_size_is_large(&size, sizes[i].row_limit, sizes[i].byte_limit) != sizes[i].large)
            fail_msg("case %zu", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(large_is_what_reaches_a_limit),
        cmocka_unit_test_setup_teardown(rows_and_bytes_of_a_sqlite_database, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(what_is_written_is_read, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(hostile_names_are_read_back, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(what_another_program_wrote_is_read, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(another_file_is_refused, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(sizes_in_words, open_desk, close_desk),
        cmocka_unit_test_setup_teardown(times_in_words, open_desk, close_desk),
        cmocka_unit_test(measured_times_lie_in_the_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
