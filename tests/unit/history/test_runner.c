/* Running migrations on real files: up, down, and everything that must stop
 * a run with the database as it was. */
#include "base/hash.h"
#include "sql/token.h"
#include "tests/unit/history/scratch.h"

#include <unistd.h>

#define A "aaaa1111"
#define B "bbbb2222"
#define C "cccc3333"

/* Three migrations: a table with rows, a column, an index. */
static void three(struct scratch *scratch)
{
    migrate(scratch, A, NULL, "CREATE TABLE t (a);\nINSERT INTO t VALUES (1), (2);",
            "DROP TABLE t;");
    migrate(scratch, B, A, "ALTER TABLE t ADD COLUMN b;", "ALTER TABLE t DROP COLUMN b;");
    migrate(scratch, C, B, "CREATE INDEX i ON t (a);", "DROP INDEX i;");
}

static void up_and_down_to_everything(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    at(scratch, C);
    const char *whole = dump(scratch);
    expect(scratch, up(scratch, "head"), ORQ_OK, NULL);
    expect(scratch, down(scratch, "-1"), ORQ_OK, NULL);
    at(scratch, B);
    expect(scratch, up(scratch, "+1"), ORQ_OK, NULL);
    assert_string_equal(dump(scratch), whole);
    expect(scratch, down(scratch, A), ORQ_OK, NULL);
    at(scratch, A);
    assert_string_equal(value(scratch, "SELECT count(*) FROM t"), "2");
    expect(scratch, up(scratch, "bbbb"), ORQ_OK, NULL);
    at(scratch, B);
    expect(scratch, up(scratch, A), ORQ_OK, NULL);
    at(scratch, B);
    expect(scratch, down(scratch, "base"), ORQ_OK, NULL);
    at(scratch, "base");
    assert_string_equal(dump(scratch), "NULL");
    expect(scratch, down(scratch, "base"), ORQ_OK, NULL);
    expect(scratch, up(scratch, "head"), ORQ_OK, NULL);
    assert_string_equal(dump(scratch), whole);
}

static void wrong_targets_are_told(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    expect(scratch, up(scratch, B), ORQ_OK, NULL);
    expect(scratch, up(scratch, "+2"), ORQ_INVALID, "beyond the head");
    expect(scratch, up(scratch, "+2"), ORQ_INVALID, "the order of the revisions:  orqgen history");
    expect(scratch, up(scratch, "nothing"), ORQ_INVALID, "no revision \"nothing\"");
    expect(scratch, down(scratch, "-3"), ORQ_INVALID, "below the base");
    expect(scratch, down(scratch, C), ORQ_INVALID, "is not applied");
    expect(scratch, down(scratch, "head"), ORQ_INVALID, "is not applied");
    expect(scratch, down(scratch, "+1"), ORQ_INVALID, NULL);
    expect(scratch, down(scratch, "current"), ORQ_OK, NULL);
    at(scratch, B);
}

static void the_ledger_says_what_was_done(void **state)
{
    struct scratch *scratch = *state;
    struct orq_ledger ledger;
    three(scratch);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    assert_int_equal(orq_ledger_read(scratch->arena, scratch->db, NULL, scratch->diags, &ledger),
                     ORQ_OK);
    assert_int_equal(ledger.rows.len, 3);
    const struct orq_ledger_row *row = &ledger.rows.items[1];
    assert_string_equal(row->revision, B);
    assert_string_equal(row->parents, A);
    assert_string_equal(row->message, "message of " B);
    assert_string_equal(row->dialect, "sqlite");
    assert_string_equal(row->applied_by, "tester");
    assert_string_equal(row->state, "applied");
    assert_int_equal(row->steps_done, 1);
    assert_non_null(strstr(row->downgrade, "DROP COLUMN b"));
    assert_int_equal(strlen(row->sha256), 64);
}

/* ---- failures ---- */

static void a_failing_statement_changes_nothing(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    expect(scratch, up(scratch, B), ORQ_OK, NULL);
    const char *before = dump(scratch);
    const char *path = migrate(scratch, C, B,
                               "CREATE TABLE u (a);\nINSERT INTO u VALUES (1);\n\n"
                               "CREATE TABLE v (a);\nINSERT INTO\n  nowhere VALUES (1);",
                               "DROP TABLE u;");
    enum orq_status status = up(scratch, NULL);
    const struct orq_diag *diag = orq_diags_at(scratch->diags, 0);
    assert_string_equal(diag->at.file, path);
    assert_int_equal(diag->at.line, 9);
    assert_non_null(strstr(diag->message, "no such table: nowhere"));
    assert_non_null(strstr(diag->hint, "in: INSERT INTO"));
    assert_non_null(strstr(diag->hint, "rolled back whole: the database is at " B));
    expect(scratch, status, ORQ_FAILED, "then: orqgen upgrade");
    assert_string_equal(dump(scratch), before);
    at(scratch, B);
}

/* The migrations before the one that fails stay. */
static void a_failure_keeps_what_went_before(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    migrate(scratch, C, B, "SELECT * FROM nowhere;", "");
    expect(scratch, up(scratch, NULL), ORQ_FAILED, "the database is at " B);
    at(scratch, B);
    migrate(scratch, C, B, "SELECT 1;", "");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    at(scratch, C);
}

static void a_failing_first_migration_leaves_no_ledger(void **state)
{
    struct scratch *scratch = *state;
    migrate(scratch, A, NULL, "CREATE TABLE t (a);\nSELECT * FROM nowhere;", "");
    expect(scratch, up(scratch, NULL), ORQ_FAILED, "the database is at base");
    assert_string_equal(value(scratch, "SELECT count(*) FROM sqlite_master"), "0");
}

static void a_rollback_inside_is_seen(void **state)
{
    struct scratch *scratch = *state;
    migrate(scratch, A, NULL,
            "CREATE TABLE t (a UNIQUE ON CONFLICT ROLLBACK);\nINSERT INTO t VALUES (1);\n"
            "INSERT INTO t VALUES (1);\nCREATE TABLE left_behind (a);",
            "");
    expect(scratch, up(scratch, NULL), ORQ_FAILED, "rolled back whole: the database is at base");
    assert_string_equal(value(scratch, "SELECT count(*) FROM sqlite_master"), "0");
}

static void refused_statements_are_all_told(void **state)
{
    static const char *const refused[] = {"BEGIN;",
                                          "COMMIT;",
                                          "ROLLBACK;",
                                          "SAVEPOINT x;",
                                          "RELEASE x;",
                                          "END;",
                                          "VACUUM;",
                                          "ATTACH 'x.db' AS x;",
                                          "DETACH x;",
                                          "PRAGMA foreign_keys = OFF;",
                                          "PRAGMA main.journal_mode(WAL);",
                                          "PRAGMA writable_schema=1;",
                                          "pragma \"foreign_keys\" = 1;"};
    struct scratch *scratch = *state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        const char *sql = orq_arena_printf(scratch->arena, "CREATE TABLE t (a);\n%s", refused[i]);
        migrate(scratch, A, NULL, sql, "");
        enum orq_status status = up(scratch, NULL);
        if (orq_diags_len(scratch->diags) != 1 || orq_diags_at(scratch->diags, 0)->at.line != 5)
            fail_msg("%s", refused[i]);
        expect(scratch, status, ORQ_INVALID, "cannot be part of a migration");
    }
    migrate(scratch, A, NULL, "DELETE FROM orqgen_revisions;", "");
    expect(scratch, up(scratch, NULL), ORQ_INVALID, "is orqgen's ledger");
    assert_string_equal(value(scratch, "SELECT count(*) FROM sqlite_master"), "0");
}

static void a_section_must_be_there(void **state)
{
    struct scratch *scratch = *state;
    write_file(scratch, "x",
               "-- orqgen migration: x\n-- revision: " A "\n"
               "-- +orqgen upgrade postgresql\n");
    expect(scratch, up(scratch, NULL), ORQ_INVALID, "no upgrade section for sqlite");
    write_file(scratch, "x",
               "-- orqgen migration: x\n-- revision: " A "\n"
               "-- +orqgen upgrade\nSELECT 1;\n-- FILL IN: a default\nSELECT nothing;\n");
    expect(scratch, up(scratch, NULL), ORQ_FAILED, "line 5 is to be completed by a person");
    write_file(scratch, "x",
               "-- orqgen migration: x\n-- revision: " A "\n-- +orqgen upgrade\nSELECT 1;\n");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    expect(scratch, down(scratch, "base"), ORQ_INVALID, "no downgrade section for sqlite");
}

static void a_broken_file_stops_before_anything(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    migrate(scratch, C, B, "CREATE TABLE u (a", "");
    expect(scratch, up(scratch, NULL), ORQ_INVALID, "not complete");
    assert_string_equal(value(scratch, "SELECT count(*) FROM sqlite_master"), "0");
    expect(scratch, up(scratch, B), ORQ_OK, NULL);
}

static void an_edited_applied_file_stops_the_run(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    expect(scratch, up(scratch, B), ORQ_OK, NULL);
    migrate(scratch, A, NULL, "CREATE TABLE t (a, extra);", "DROP TABLE t;");
    expect(scratch, up(scratch, NULL), ORQ_INVALID, "was edited after it was applied");
    at(scratch, B);
    /* Comments of the header and the downgrade may change. */
    migrate(scratch, A, NULL, "CREATE TABLE t (a);\nINSERT INTO t VALUES (1), (2);",
            "DROP TABLE main.t;");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
}

/* Also where there is nothing to run, and every such file is told. */
static void an_edit_is_told_with_nothing_to_do(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    migrate(scratch, A, NULL, "CREATE TABLE t (a, extra);", "DROP TABLE t;");
    const char *path = migrate(scratch, C, B, "CREATE INDEX i ON t (a DESC);", "DROP INDEX i;");
    enum orq_status status = up(scratch, NULL);
    assert_int_equal(orq_diags_errors(scratch->diags), 2);
    assert_string_equal(orq_diags_at(scratch->diags, 1)->at.file, path);
    expect(scratch, status, ORQ_INVALID, "revision " C " was edited after it was applied");
    expect(scratch, up(scratch, A), ORQ_INVALID, "revision " A " was edited after it was applied");
}

static void a_missing_file_is_told_with_nothing_to_do(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    unlink(orq_path_join(scratch->arena, scratch->migrations, C ".sql"));
    expect(scratch, up(scratch, NULL), ORQ_INVALID,
           "or go back before it: orqgen downgrade " C "-1");
    expect(scratch, down(scratch, B), ORQ_OK, NULL);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
}

static void a_missing_applied_file_stops_the_run(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    expect(scratch, up(scratch, B), ORQ_OK, NULL);
    unlink(orq_path_join(scratch->arena, scratch->migrations, B ".sql"));
    migrate(scratch, C, A, "", "");
    expect(scratch, up(scratch, NULL), ORQ_INVALID, "is in no file of");
    at(scratch, B);
}

/* An older checkout, without the file: the ledger knows the way back. */
static void the_ledger_goes_back_without_the_file(void **state)
{
    struct scratch *scratch = *state;
    migrate(scratch, A, NULL,
            "CREATE TABLE p (id INTEGER PRIMARY KEY);"
            "INSERT INTO p VALUES (1);",
            "");
    write_file(scratch, B,
               "-- orqgen migration: b\n-- revision: " B "\n-- parent: " A "\n"
               "-- +orqgen upgrade sqlite\n"
               "CREATE TABLE c (p REFERENCES p ON DELETE CASCADE);\nINSERT INTO c VALUES (1);\n"
               "-- +orqgen downgrade sqlite foreign-keys-off\n"
               "CREATE TEMP TABLE x AS SELECT * FROM p;\nDROP TABLE p;\n"
               "CREATE TABLE p (id INTEGER PRIMARY KEY);\nINSERT INTO p SELECT * FROM temp.x;\n"
               "DROP TABLE temp.x;\n");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    unlink(orq_path_join(scratch->arena, scratch->migrations, B ".sql"));
    expect(scratch, down(scratch, A), ORQ_OK, NULL);
    at(scratch, A);
    /* With foreign keys on, the child would be gone. */
    assert_string_equal(value(scratch, "SELECT count(*) FROM c"), "1");
}

/* ---- guards ---- */

#define CANONICAL "create table t ( a , b )"

static void expecting(struct scratch *scratch, const char *table, const char *hash)
{
    const char *sql = orq_arena_printf(scratch->arena,
                                       "-- +orqgen expects %s sha256:%s\n"
                                       "ALTER TABLE t ADD COLUMN c;",
                                       table, hash);
    migrate(scratch, A, NULL, sql, "");
}

static void an_expected_table_must_be_as_it_was(void **state)
{
    struct scratch *scratch = *state;
    engine(scratch, "CREATE TABLE \"t\" ( A, b ) -- comment");
    const char *hash = orq_sha256(scratch->arena, CANONICAL, strlen(CANONICAL));
    const char *sql = "CREATE TABLE \"t\" ( A, b ) -- comment";
    assert_string_equal(orq_tokens_canonical(scratch->arena, sql, strlen(sql)), CANONICAL);
    expecting(scratch, "T", hash);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    expect(scratch, down(scratch, "base"), ORQ_OK, NULL);
    expect(scratch, up(scratch, NULL), ORQ_INVALID, "is not the one that the section was made for");
    expecting(scratch, "u", hash);
    expect(scratch, up(scratch, NULL), ORQ_INVALID, "table u, which is not there");
    assert_string_equal(value(scratch, "SELECT count(*) FROM pragma_table_info('t')"), "3");
}

static void rebuild(struct scratch *scratch, const char *name, const char *middle)
{
    const char *text = orq_arena_printf(scratch->arena,
                                        "-- orqgen migration: rebuild\n-- revision: %s\n"
                                        "-- +orqgen upgrade sqlite foreign-keys-off\n%s\n"
                                        "-- +orqgen downgrade sqlite\n",
                                        name, middle);
    write_file(scratch, name, text);
}

#define PARENTS                                                                            \
    "CREATE TABLE p (id INTEGER PRIMARY KEY, v); INSERT INTO p VALUES (1, 'a'), (2, 'b');" \
    "CREATE TABLE c (p REFERENCES p ON DELETE CASCADE); INSERT INTO c VALUES (1), (2);"

static void a_rebuild_keeps_children_and_rows(void **state)
{
    struct scratch *scratch = *state;
    engine(scratch, PARENTS "CREATE INDEX pi ON p (v); ANALYZE;");
    rebuild(scratch, A,
            "CREATE TEMP TABLE x AS SELECT id, v FROM main.p;\nDROP TABLE p;\n"
            "CREATE TABLE p (id INTEGER PRIMARY KEY, v, w);\n"
            "INSERT INTO p (id, v) SELECT id, v FROM temp.x;\nDROP TABLE temp.x;\n"
            "CREATE INDEX pi ON p (v);\nANALYZE;");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    assert_string_equal(value(scratch, "SELECT count(*) FROM c"), "2");
    assert_string_equal(value(scratch, "SELECT group_concat(id || v) FROM p"), "1a,2b");
}

static void what_does_not_survive_rolls_back(void **state)
{
    static const struct {
        const char *sql, *says;
    } cases[] = {
        {"INSERT INTO c VALUES (7);", "breaks a foreign key: a row of c, rowid 3 has none in p"},
        {"CREATE TABLE d (p REFERENCES p); INSERT INTO d VALUES (9);", "a row of d"},
        {"CREATE TRIGGER x AFTER INSERT ON l BEGIN DELETE FROM c; END; INSERT INTO l VALUES (1);"
         "DROP TRIGGER x;",
         "c had 2 rows and has 0 after the section"},
        {"CREATE TABLE s (a INT) STRICT; INSERT INTO s VALUES (1);"
         "ALTER TABLE s ADD COLUMN b INT DEFAULT 'x';",
         "broken database"},
        {"CREATE TEMP TABLE forgotten (a);", "leaves the temporary forgotten behind"},
        {"DELETE FROM sqlite_stat1;", "loses the statistics of p"},
    };
    struct scratch *scratch = *state;
    engine(scratch, PARENTS "CREATE TABLE l (a); CREATE INDEX pi ON p (v); ANALYZE;");
    const char *before = dump(scratch);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rebuild(scratch, A, cases[i].sql);
        expect(scratch, up(scratch, NULL), ORQ_FAILED, cases[i].says);
        assert_string_equal(dump(scratch), before);
        assert_string_equal(value(scratch, "SELECT count(*) FROM c"), "2");
    }
}

static void faults_from_before_are_no_failure(void **state)
{
    struct scratch *scratch = *state;
    engine(scratch, PARENTS "INSERT INTO c VALUES (99);"
                            "CREATE TABLE m (v REFERENCES p (v)); INSERT INTO m VALUES ('z');");
    rebuild(scratch, A,
            "ALTER TABLE c RENAME TO child;\nALTER TABLE p RENAME TO parent;\nSELECT 1;");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    assert_string_equal(value(scratch, "SELECT count(*) FROM child"), "3");
}

/* What is in the tables of a virtual table is its own business. */
static void the_tables_of_a_virtual_table_are_its_own(void **state)
{
    struct scratch *scratch = *state;
    const struct orq_run_options allow = {.allow_data_loss = true};
    engine(scratch, "CREATE VIRTUAL TABLE f USING fts5 (a); INSERT INTO f VALUES ('x'), ('y');");
    rebuild(scratch, A, "DROP TABLE f;\nCREATE VIRTUAL TABLE f USING fts5 (a, b);");
    expect(scratch, up_with(scratch, NULL, &allow), ORQ_OK, NULL);
}

/* With enforcement on, DROP TABLE cascades: no statement says so. */
static void a_drop_does_not_take_children_with_it(void **state)
{
    struct scratch *scratch = *state;
    const struct orq_run_options allow = {.allow_data_loss = true};
    engine(scratch, PARENTS);
    migrate(scratch, A, NULL, "DROP TABLE p;\nCREATE TABLE p (id INTEGER PRIMARY KEY);", "");
    expect(scratch, up_with(scratch, NULL, &allow), ORQ_FAILED, "c had 2 rows and has 0");
    assert_string_equal(value(scratch, "SELECT count(*) FROM c"), "2");
}

static void rows_of_a_rebuild_must_come_back(void **state)
{
    struct scratch *scratch = *state;
    engine(scratch, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (1), (2);");
    rebuild(scratch, A,
            "CREATE TEMP TABLE x AS SELECT a FROM t;\nDROP TABLE t;\n"
            "CREATE TABLE t (a UNIQUE ON CONFLICT IGNORE);\n"
            "INSERT INTO t SELECT a FROM temp.x;\nDROP TABLE temp.x;");
    expect(scratch, up(scratch, NULL), ORQ_FAILED, "t had 3 rows and has 2");
}

/* ---- data loss ---- */

static void a_loss_needs_its_allowance(void **state)
{
    struct scratch *scratch = *state;
    const struct orq_run_options allow = {.allow_data_loss = true};
    engine(scratch, "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2);");
    migrate(scratch, A, NULL, "ALTER TABLE t DROP COLUMN b;\nDELETE FROM t;", "");
    enum orq_status status = up(scratch, NULL);
    const struct orq_diag *diag = orq_diags_at(scratch->diags, 0);
    assert_non_null(strstr(diag->hint, "t.b (line 4)\nt: deletes rows (line 5)"));
    expect(scratch, status, ORQ_INVALID, "loses data");
    assert_string_equal(value(scratch, "SELECT b FROM t"), "2");
    migrate(scratch, A, NULL,
            "-- orqgen:allow data-loss -- nobody reads it\nALTER TABLE t DROP COLUMN b;",
            "-- orqgen:allow data-loss -- not here\nDELETE FROM t;");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    /* A downgrade takes the flag, not the file's word. */
    expect(scratch, down_with(scratch, "base", &no_options), ORQ_INVALID, "loses data");
    expect(scratch, down_with(scratch, "base", &allow), ORQ_OK, NULL);
    assert_string_equal(value(scratch, "SELECT count(*) FROM t"), "0");
}

/* A command that can be pasted. */
static void the_allowance_is_offered_with_its_target(void **state)
{
    struct scratch *scratch = *state;
    const struct orq_run_options dry = {.dry_run = true};
    three(scratch);
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    expect(scratch, down_with(scratch, "-2", &no_options), ORQ_INVALID,
           "to allow it: orqgen downgrade -2 --allow-data-loss");
    expect(scratch, down_with(scratch, "base", &dry), ORQ_INVALID,
           "to allow it: orqgen downgrade base --dry-run --allow-data-loss");
    expect(scratch, down(scratch, B), ORQ_OK, NULL);
    migrate(scratch, C, B, "DELETE FROM t;", "");
    expect(scratch, up(scratch, NULL), ORQ_INVALID, "or run: orqgen upgrade --allow-data-loss");
    expect(scratch, up(scratch, "+1"), ORQ_INVALID, "or run: orqgen upgrade +1 --allow-data-loss");
    expect(scratch, up(scratch, "cccc"), ORQ_INVALID, "orqgen upgrade cccc --allow-data-loss");
}

static void the_target_is_quoted_for_the_shell(void **state)
{
    struct scratch *scratch = *state;
    engine(scratch, "CREATE TABLE t (a)");
    migrate(scratch, "a$b;c", NULL, "DELETE FROM t;", "");
    expect(scratch, up(scratch, "a$b;c"), ORQ_INVALID, "upgrade 'a$b;c' --allow-data-loss");
}

/* What ran before the failure stays: +2 would now lead further. */
static void the_next_command_after_a_failure_means_the_same(void **state)
{
    struct scratch *scratch = *state;
    three(scratch);
    migrate(scratch, B, A, "SELECT * FROM nowhere;", "");
    expect(scratch, up(scratch, "+2"), ORQ_FAILED, "then: orqgen upgrade " B);
    at(scratch, A);
}

static void a_column_that_is_not_copied_is_a_loss(void **state)
{
    struct scratch *scratch = *state;
    const struct orq_run_options allow = {.allow_data_loss = true};
    engine(scratch, "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2);");
    rebuild(scratch, A,
            "CREATE TEMP TABLE x AS SELECT a FROM t;\nDROP TABLE t;\nCREATE TABLE t (a);\n"
            "INSERT INTO t SELECT a FROM temp.x;\nDROP TABLE temp.x;");
    enum orq_status status = up(scratch, NULL);
    assert_int_equal(orq_diags_at(scratch->diags, 0)->at.line, 5);
    expect(scratch, status, ORQ_INVALID, "column b of t is lost");
    assert_string_equal(value(scratch, "SELECT b FROM t"), "2");
    expect(scratch, up_with(scratch, NULL, &allow), ORQ_OK, NULL);
}

static void a_renamed_column_is_not_lost(void **state)
{
    struct scratch *scratch = *state;
    engine(scratch, "CREATE TABLE old (a, b); INSERT INTO old VALUES (1, 2);");
    rebuild(scratch, A,
            "ALTER TABLE old RENAME TO t;\nALTER TABLE t RENAME COLUMN b TO c;\n"
            "CREATE TEMP TABLE x AS SELECT a, c FROM t;\nDROP TABLE t;\nCREATE TABLE t (a, c);\n"
            "INSERT INTO t (a, c) SELECT a, c FROM temp.x;\nDROP TABLE temp.x;");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    assert_string_equal(value(scratch, "SELECT c FROM t"), "2");
}

/* ---- dry runs ---- */

static void a_dry_run_changes_nothing(void **state)
{
    struct scratch *scratch = *state;
    const struct orq_run_options dry = {.dry_run = true, .allow_data_loss = true};
    three(scratch);
    expect(scratch, up_with(scratch, NULL, &dry), ORQ_OK, NULL);
    assert_string_equal(value(scratch, "SELECT count(*) FROM sqlite_master"), "0");
    expect(scratch, up(scratch, NULL), ORQ_OK, NULL);
    const char *before = dump(scratch);
    expect(scratch, down_with(scratch, "base", &dry), ORQ_OK, NULL);
    assert_string_equal(dump(scratch), before);
    at(scratch, C);
    migrate(scratch, "dddd4444", C, "SELECT * FROM nowhere;", "");
    expect(scratch, up_with(scratch, NULL, &dry), ORQ_FAILED, "this was a dry run");
}

struct counter {
    int begun, done;
};

static void count(void *context, const struct orq_progress *progress)
{
    struct counter *counter = context;
    assert_int_equal(progress->direction, ORQ_UPGRADE);
    assert_non_null(progress->migration->revision);
    assert_int_equal(progress->step, 1);
    assert_int_equal(progress->steps, 1);
    assert_true(progress->milliseconds >= 0);
    counter->begun += progress->done ? 0 : 1;
    counter->done += progress->done ? 1 : 0;
}

static void progress_is_told(void **state)
{
    struct scratch *scratch = *state;
    struct counter counter = {0};
    const struct orq_run_options options = {.progress = count, .context = &counter};
    three(scratch);
    migrate(scratch, C, B, "SELECT * FROM nowhere;", "");
    expect(scratch, up_with(scratch, NULL, &options), ORQ_FAILED, NULL);
    assert_int_equal(counter.begun, 3);
    assert_int_equal(counter.done, 2);
}

static void a_stale_proof_is_told(void **state)
{
    struct scratch *scratch = *state;
    write_file(scratch, A,
               "-- orqgen migration: x\n-- revision: " A "\n-- proof: sqlite "
               "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: up\n"
               "-- +orqgen upgrade sqlite\nSELECT 1;\n");
    expect(scratch, up(scratch, NULL), ORQ_OK, "was edited after it was proven");
}

static void one_section_runs_by_itself(void **state)
{
    struct scratch *scratch = *state;
    const char *sql = "CREATE TABLE t (a);\nINSERT INTO t VALUES (1);\n";
    struct orq_file_section section = {.text = sql, .len = strlen(sql)};
    assert_int_equal(open_db(scratch, ORQ_DB_CREATE), ORQ_OK);
    assert_int_equal(orq_section_run(scratch->arena, scratch->db, &section, scratch->diags),
                     ORQ_OK);
    enum orq_status status = orq_section_run(scratch->arena, scratch->db, &section, scratch->diags);
    expect(scratch, status, ORQ_FAILED, "already exists");
    assert_string_equal(value(scratch, "SELECT count(*) FROM t"), "1");
    assert_string_equal(value(scratch, "SELECT count(*) FROM sqlite_master"), "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(up_and_down_to_everything),
        TEST(wrong_targets_are_told),
        TEST(the_ledger_says_what_was_done),
        TEST(a_failing_statement_changes_nothing),
        TEST(a_failure_keeps_what_went_before),
        TEST(a_failing_first_migration_leaves_no_ledger),
        TEST(a_rollback_inside_is_seen),
        TEST(refused_statements_are_all_told),
        TEST(a_section_must_be_there),
        TEST(a_broken_file_stops_before_anything),
        TEST(an_edited_applied_file_stops_the_run),
        TEST(an_edit_is_told_with_nothing_to_do),
        TEST(a_missing_file_is_told_with_nothing_to_do),
        TEST(a_missing_applied_file_stops_the_run),
        TEST(the_ledger_goes_back_without_the_file),
        TEST(an_expected_table_must_be_as_it_was),
        TEST(a_rebuild_keeps_children_and_rows),
        TEST(what_does_not_survive_rolls_back),
        TEST(faults_from_before_are_no_failure),
        TEST(the_tables_of_a_virtual_table_are_its_own),
        TEST(a_drop_does_not_take_children_with_it),
        TEST(rows_of_a_rebuild_must_come_back),
        TEST(a_loss_needs_its_allowance),
        TEST(the_allowance_is_offered_with_its_target),
        TEST(the_target_is_quoted_for_the_shell),
        TEST(the_next_command_after_a_failure_means_the_same),
        TEST(a_column_that_is_not_copied_is_a_loss),
        TEST(a_renamed_column_is_not_lost),
        TEST(a_dry_run_changes_nothing),
        TEST(progress_is_told),
        TEST(a_stale_proof_is_told),
        TEST(one_section_runs_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
