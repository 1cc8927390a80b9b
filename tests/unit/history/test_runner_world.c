/* Running migrations where the world is against it: other processes, locks,
 * rights, a full disk, a kill. */
#include "tests/unit/history/scratch.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define A "aaaa1111"
#define B "bbbb2222"

static void two(struct scratch *scratch)
{
    migrate(scratch, A, NULL, "CREATE TABLE t (a);\nINSERT INTO t VALUES (1), (2);",
            "DROP TABLE t;");
    migrate(scratch, B, A, "CREATE TABLE u (a);\nINSERT INTO t SELECT a + 2 FROM t;",
            "DROP TABLE u;");
}

/* Runs the upgrade in a process of its own, with a connection of its own. */
static pid_t upgrade_apart(struct scratch *scratch, void (*before)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0)
        return child;
    if (before)
        before();
    struct orq_db *db = NULL;
    const struct orq_url url = {
        .dialect = "sqlite", .target = scratch->path, .shown = scratch->path};
    enum orq_status status = orq_db_open(scratch->arena, &url, ORQ_DB_CREATE, scratch->diags, &db);
    if (status == ORQ_OK)
        status = orq_upgrade(scratch->arena, db, history_of(scratch), &no_options, scratch->diags);
    _exit((int)status);
}

static int status_of(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void racing_processes_apply_once(void **state)
{
    struct scratch *scratch = *state;
    pid_t children[8];
    two(scratch);
    for (size_t i = 0; i < 8; i++)
        children[i] = upgrade_apart(scratch, NULL);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(status_of(children[i]), ORQ_OK);
    assert_string_equal(value(scratch, "SELECT group_concat(a) FROM t"), "1,2,3,4");
    assert_string_equal(value(scratch, "SELECT count(*) FROM orqgen_revisions"), "2");
}

/* The plan was made, then another process was faster: nothing is left to do. */
static void another_process_may_be_faster(void **state)
{
    struct scratch *scratch = *state;
    two(scratch);
    assert_int_equal(open_db(scratch, ORQ_DB_CREATE), ORQ_OK);
    engine(scratch, "BEGIN IMMEDIATE; ROLLBACK;");
    pid_t child = upgrade_apart(scratch, NULL);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    assert_int_equal(status_of(child), ORQ_OK);
    assert_string_equal(value(scratch, "SELECT count(*) FROM t"), "4");
}

/* Holds the write lock until the reader closes the pipe's other end. */
static pid_t hold_lock(struct scratch *scratch, int ready, int done)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    sqlite3 *handle = NULL;
    char byte = 0;
    sqlite3_open(scratch->path, &handle);
    sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    (void)!write(ready, &byte, 1);
    (void)!read(done, &byte, 1);
    sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(handle);
    _exit(0);
}

static void a_locked_database_is_told(void **state)
{
    struct scratch *scratch = *state;
    int ready[2];
    int done[2];
    char byte = 0;
    two(scratch);
    engine(scratch, "CREATE TABLE before (a)");
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(done), 0);
    pid_t child = hold_lock(scratch, ready[1], done[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    expect(scratch, up(scratch, NULL), ORQ_DATABASE, "locked");
    assert_int_equal(write(done[1], &byte, 1), 1);
    assert_int_equal(status_of(child), 0);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    for (size_t i = 0; i < 2; i++) {
        close(ready[i]);
        close(done[i]);
    }
}

static void a_read_only_connection_cannot_upgrade(void **state)
{
    struct scratch *scratch = *state;
    two(scratch);
    engine(scratch, "CREATE TABLE before (a)");
    assert_int_equal(open_db(scratch, ORQ_DB_READ), ORQ_OK);
    at(scratch, "base");
    expect(scratch, up(scratch, NULL), ORQ_DATABASE, "readonly");
    assert_string_equal(value(scratch, "SELECT count(*) FROM sqlite_master"), "1");
}

/* Reading the ledger neither needs a right to write nor makes anything. */
static void the_ledger_is_read_without_writing(void **state)
{
    struct scratch *scratch = *state;
    struct orq_ledger ledger;
    two(scratch);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    assert_int_equal(chmod(scratch->path, 0444), 0);
    assert_int_equal(open_db(scratch, ORQ_DB_READ), ORQ_OK);
    assert_int_equal(orq_ledger_read(scratch->arena, scratch->db, NULL, scratch->diags, &ledger),
                     ORQ_OK);
    assert_int_equal(ledger.rows.len, 2);
    at(scratch, B);
}

/* Root may write everywhere. */
static void become_nobody(void)
{
    if (geteuid() == 0 && setuid(65534) != 0)
        _exit(99);
}

static void a_folder_without_rights_is_told(void **state)
{
    struct scratch *scratch = *state;
    two(scratch);
    expect(scratch, up(scratch, A), ORQ_OK, NULL);
    orq_db_close(scratch->db);
    scratch->db = NULL;
    assert_int_equal(chmod(scratch->path, 0666), 0);
    assert_int_equal(chmod(scratch->folder, 0555), 0);
    assert_int_equal(status_of(upgrade_apart(scratch, become_nobody)), ORQ_DATABASE);
    assert_int_equal(chmod(scratch->folder, 0755), 0);
    assert_string_equal(value(scratch, "SELECT count(*) FROM orqgen_revisions"), "1");
}

/* No file may grow beyond what the database has now. */
static void limit_files(void)
{
    struct rlimit limit = {.rlim_cur = 64 * 1024, .rlim_max = 64 * 1024};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void a_full_disk_rolls_back(void **state)
{
    struct scratch *scratch = *state;
    two(scratch);
    expect(scratch, up(scratch, B), ORQ_OK, NULL);
    const char *before = dump(scratch);
    migrate(scratch, "cccc3333", B,
            "CREATE TABLE big (a);\nINSERT INTO big WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
            "SELECT i + 1 FROM n WHERE i < 400) SELECT randomblob(1000) FROM n;",
            "");
    assert_int_equal(status_of(upgrade_apart(scratch, limit_files)), ORQ_FAILED);
    assert_string_equal(dump(scratch), before);
    assert_string_equal(value(scratch, "PRAGMA integrity_check"), "ok");
    at(scratch, B);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
}

/* Killed in the middle: entirely before or entirely behind the migration. */
static void a_kill_leaves_no_half(void **state)
{
    struct scratch *scratch = *state;
    migrate(scratch, A, NULL,
            "CREATE TABLE t (a);\nINSERT INTO t WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
            "SELECT i + 1 FROM n WHERE i < 300000) SELECT i FROM n;\nCREATE INDEX i ON t (a);",
            "");
    for (long wait = 5; wait <= 80; wait *= 2) {
        pid_t child = upgrade_apart(scratch, NULL);
        int status = 0;
        nanosleep(&(struct timespec){.tv_nsec = wait * 1000000}, NULL);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &status, 0), child);
        bool there = strcmp(value(scratch, "SELECT count(*) FROM sqlite_master"), "0") != 0;
        if (there)
            assert_string_equal(value(scratch, "SELECT (SELECT count(*) FROM t) || ' ' ||"
                                               " (SELECT count(*) FROM orqgen_revisions)"),
                                "300000 1");
    }
}

/* A thousand migrations are a thousand transactions, and not a million reads. */
static void many_migrations_take_linear_time(void **state)
{
    struct scratch *scratch = *state;
    struct orq_migrations migrations = {0};
    const size_t count = 2000;
    const char *parent = NULL;
    for (size_t i = 0; i < count; i++) {
        struct orq_migration *migration = ORQ_NEW(scratch->arena, struct orq_migration);
        const char *text = orq_arena_printf(
            scratch->arena,
            "-- orqgen migration: m\n-- revision: %08zu\n%s%s\n-- +orqgen upgrade\nSELECT 1;\n"
            "-- +orqgen downgrade\nSELECT 1;\n",
            i, parent ? "-- parent: " : "", parent ? parent : "");
        migration = orq_migration_parse(scratch->arena, NULL, text, strlen(text), scratch->diags);
        assert_non_null(migration);
        parent = migration->revision;
        ORQ_PUSH(scratch->arena, &migrations, migration);
    }
    const struct orq_history *history = orq_history_of(scratch->arena, "memory", &migrations);
    assert_int_equal(orq_db_memory(scratch->arena, scratch->diags, &scratch->db), ORQ_OK);
    const struct orq_run_options to_base = {.target = "base"};
    clock_t start = clock();
    assert_int_equal(orq_upgrade(scratch->arena, scratch->db, history, &no_options, scratch->diags),
                     ORQ_OK);
    assert_int_equal(orq_downgrade(scratch->arena, scratch->db, history, &to_base, scratch->diags),
                     ORQ_OK);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(racing_processes_apply_once),
        TEST(another_process_may_be_faster),
        TEST(a_locked_database_is_told),
        TEST(a_read_only_connection_cannot_upgrade),
        TEST(the_ledger_is_read_without_writing),
        TEST(a_folder_without_rights_is_told),
        TEST(a_full_disk_rolls_back),
        TEST(a_kill_leaves_no_half),
        TEST(many_migrations_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
