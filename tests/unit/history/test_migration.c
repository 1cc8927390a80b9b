/* Migration files: what reads, what does not and where, and that what is
 * written reads back. */
#include "base/hash.h"
#include "base/str.h"
#include "history/migration.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HEAD "-- orqgen migration: add rating\n-- revision: 4f1c2a9be0d3\n"

#define UP HEAD "-- +orqgen upgrade sqlite\n" /* three lines */

static struct orq_migration *parse_n(struct orq_arena *arena, const char *text, size_t len,
                                     struct orq_diags **diags)
{
    *diags = orq_diags_new(arena);
    return orq_migration_parse(arena, "m.sql", text, len, *diags);
}

static struct orq_migration *parse(struct orq_arena *arena, const char *text)
{
    struct orq_diags *diags;
    struct orq_migration *migration = parse_n(arena, text, strlen(text), &diags);
    if (orq_diags_len(diags) > 0)
        print_message("%zu: %s\n", orq_diags_at(diags, 0)->at.line,
                      orq_diags_at(diags, 0)->message);
    assert_non_null(migration);
    assert_int_equal(orq_diags_len(diags), 0);
    return migration;
}

static void a_whole_file_reads(void **state)
{
    struct orq_migration *migration =
        parse(*state, "-- orqgen migration: add rating, don't panic\n"
                      "-- revision: 4f1c2a9be0d3\n"
                      "-- parent: 9d02ab31c5fe sha256:" HASH_A "\n"
                      "-- parent: 77d0e1a2b3c4\n"
                      "-- depends-on: abcdabcdabcd\n"
                      "-- label: ratings\n"
                      "-- created: 2026-11-22T15:43:00Z\n"
                      "-- a comment of a person: about anything\n"
                      "-- proof: postgresql not proven: no scratch database\n"
                      "\n"
                      "-- +orqgen upgrade sqlite\n"
                      "-- +orqgen expects human_feedback sha256:" HASH_A "\n"
                      "-- +orqgen expects \"a \"\"b\"\" \\n c\" sha256:" HASH_B "\n"
                      "-- orqgen:allow data-loss -- it is empty -- really\n"
                      "ALTER TABLE t ADD COLUMN c;\n"
                      "\n"
                      "-- +orqgen downgrade sqlite foreign-keys-off\n"
                      "ALTER TABLE t DROP COLUMN c;\n"
                      "-- +orqgen upgrade postgresql\n"
                      "-- +orqgen step no-transaction\n"
                      "CREATE INDEX CONCURRENTLY i ON t (c);\n");
    assert_string_equal(migration->message, "add rating, don't panic");
    assert_string_equal(migration->revision, "4f1c2a9be0d3");
    assert_int_equal(migration->at.line, 2);
    assert_int_equal(migration->parents.len, 2);
    assert_string_equal(migration->parents.items[0].revision, "9d02ab31c5fe");
    assert_string_equal(migration->parents.items[0].sha256, HASH_A);
    assert_null(migration->parents.items[1].sha256);
    assert_string_equal(migration->depends_on.items[0], "abcdabcdabcd");
    assert_string_equal(migration->labels.items[0], "ratings");
    assert_string_equal(migration->created, "2026-11-22T15:43:00Z");
    assert_string_equal(migration->proofs.items[0].dialect, "postgresql");
    assert_null(migration->proofs.items[0].up_sha256);
    assert_string_equal(migration->proofs.items[0].text, "not proven: no scratch database");
    assert_int_equal(migration->sections.len, 3);

    const struct orq_file_section *up = orq_migration_section(migration, ORQ_UPGRADE, "sqlite");
    assert_false(up->foreign_keys_off);
    assert_int_equal(up->at.line, 11);
    assert_int_equal(up->expects.len, 2);
    assert_string_equal(up->expects.items[1].table, "a \"b\" \n c");
    assert_int_equal(up->allows.len, 1);
    assert_string_equal(up->allows.items[0].rule, "data-loss");
    assert_string_equal(up->allows.items[0].reason, "it is empty -- really");
    assert_true(orq_migration_section(migration, ORQ_DOWNGRADE, "sqlite")->foreign_keys_off);
    assert_null(orq_migration_section(migration, ORQ_DOWNGRADE, "postgresql"));
}

static void a_section_for_any_dialect_is_found(void **state)
{
    struct orq_migration *migration =
        parse(*state, HEAD "-- +orqgen upgrade\nSELECT 1;\n-- +orqgen upgrade sqlite\n"
                           "SELECT 2;\n-- +orqgen downgrade\n");
    assert_string_equal(orq_migration_section(migration, ORQ_UPGRADE, "postgresql")->text,
                        "SELECT 1;\n");
    assert_string_equal(orq_migration_section(migration, ORQ_UPGRADE, "sqlite")->text,
                        "SELECT 2;\n");
    assert_int_equal(orq_migration_section(migration, ORQ_DOWNGRADE, "sqlite")->len, 0);
}

/* A directive inside a string, a quoted name or a comment is data. */
static void quoted_lines_are_data(void **state)
{
    static const char *const texts[] = {
        "INSERT INTO t VALUES ('a\n-- +orqgen downgrade sqlite\n<<<<<<< HEAD\nit''s');\n",
        "/* a\n-- +orqgen nonsense\n*/ SELECT 1;\n",
        "SELECT \"a\n-- +orqgen downgrade\n\", [\n-- orqgen:allow x\n], `\n-- +orqgen step\n`;\n",
        "SELECT 'a' -- don't\n;\nSELECT '\n=======\n';\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct orq_migration *migration =
            parse(*state, orq_arena_printf(*state, HEAD "-- +orqgen upgrade sqlite\n%s", texts[i]));
        assert_int_equal(migration->sections.len, 1);
        assert_int_equal(migration->sections.items[0].allows.len, 0);
        assert_string_equal(migration->sections.items[0].text, texts[i]);
    }
}

static void postgresql_quotes_its_own_way(void **state)
{
    struct orq_migration *migration =
        parse(*state, HEAD "-- +orqgen upgrade postgresql\n"
                           "SELECT $$\n-- +orqgen downgrade\n$$, $a$ $$\n-- +orqgen x\n$a$;\n"
                           "SELECT E'\\'\n-- +orqgen y\n', a[1], $1 /* /* */\n-- +orqgen z\n*/;\n"
                           "-- +orqgen downgrade postgresql\n");
    assert_int_equal(migration->sections.len, 2);
}

static void line_ends_and_marks_do_not_matter(void **state)
{
    struct orq_migration *plain =
        parse(*state, HEAD "-- +orqgen upgrade sqlite\nSELECT 1;\n\n-- +orqgen downgrade sqlite\n");
    struct orq_migration *other =
        parse(*state, "\xEF\xBB\xBF-- orqgen migration: add rating\r\n-- revision: 4f1c2a9be0d3\r\n"
                      "-- +orqgen upgrade sqlite\r\nSELECT 1;  \r\n\r\n\r\n\t\r\n"
                      "-- +orqgen downgrade sqlite\r\n\r\n");
    for (size_t i = 0; i < 2; i++)
        assert_string_equal(plain->sections.items[i].sha256, other->sections.items[i].sha256);
    assert_string_equal(other->revision, "4f1c2a9be0d3");
    assert_string_equal(orq_migration_chain_sha256(*state, plain), plain->sections.items[0].sha256);
}

/* The stored text of a table keeps its comments: they allow nothing and are no mistakes. */
static void comments_of_stored_text_are_comments(void **state)
{
    struct orq_migration *migration =
        parse(*state, UP "CREATE TABLE t (\n-- +orders: how many\n-- orqgen:alow\n"
                         "-- orqgen:allow data-loss -- smuggled\na -- +one\n);\n");
    assert_int_equal(migration->sections.items[0].allows.len, 0);
}

/* A carriage return that ends a line never counts, one inside does. */
static void carriage_returns_read_back(void **state)
{
    static const char *const texts[] = {"SELECT 1;\r\r\n", "SELECT 1;\n\r", "SELECT 1;\r",
                                        "SELECT 1;\n\r\r\n\r\n"};
    struct orq_arena *arena = *state;
    const char *hash = NULL;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct orq_migration *migration =
            parse(arena, orq_arena_printf(arena, HEAD "-- +orqgen upgrade\n%s", texts[i]));
        if (hash)
            assert_string_equal(migration->sections.items[0].sha256, hash);
        hash = migration->sections.items[0].sha256;
    }
    struct orq_migration *inside = parse(arena, HEAD "-- +orqgen upgrade\nSELECT '\r1';\n");
    assert_string_equal(inside->sections.items[0].text, "SELECT '\r1';\n");
    inside = parse(arena, HEAD "-- +orqgen upgrade\nSELECT 'a\r\nb';\n");
    assert_string_equal(inside->sections.items[0].text, "SELECT 'a\r\nb';\n");
}

/* What changes what runs changes the hash. */
static void hashes_tell_sections_apart(void **state)
{
    static const char *const sections[] = {
        "-- +orqgen upgrade sqlite\nSELECT 1;\n",
        "-- +orqgen upgrade sqlite\nSELECT 2;\n",
        "-- +orqgen upgrade sqlite\n SELECT 1;\n",
        "-- +orqgen upgrade sqlite foreign-keys-off\nSELECT 1;\n",
        "-- +orqgen upgrade\nSELECT 1;\n",
        "-- +orqgen downgrade sqlite\nSELECT 1;\n",
    };
    const char *hashes[6];
    for (size_t i = 0; i < 6; i++) {
        struct orq_migration *migration =
            parse(*state, orq_arena_printf(*state, HEAD "%s", sections[i]));
        hashes[i] = migration->sections.items[0].sha256;
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(hashes[k], hashes[i]);
    }
}

static void a_chain_covers_every_dialect(void **state)
{
    const char *one = orq_migration_chain_sha256(
        *state, parse(*state, HEAD "-- +orqgen upgrade sqlite\nSELECT 1;\n"
                                   "-- +orqgen upgrade postgresql\nSELECT 1;\n"));
    const char *other = orq_migration_chain_sha256(
        *state, parse(*state, HEAD "-- +orqgen upgrade sqlite\nSELECT 1;\n"
                                   "-- +orqgen upgrade postgresql\nSELECT 2;\n"));
    assert_string_not_equal(one, other);
    assert_null(orq_migration_chain_sha256(*state, parse(*state, HEAD)));
}

struct bad {
    const char *text;
    size_t line;
    const char *says;
};

static const struct bad bads[] = {
    {"", 0, "empty"},
    {"\xEF\xBB\xBF", 0, "empty"},
    {"SELECT 1;\n", 1, "before the first section"},
    {"-- hello\n", 1, "no migration file"},
    {"-- orqgen migration: x\n", 1, "revision:` line is missing"},
    {"-- orqgen migration: x\n-- revision:\n", 2, "id is missing"},
    {"-- orqgen migration: x\n-- revision: a@b\n", 2, "cannot be a revision id"},
    {"-- orqgen migration: x\n-- revision: head\n", 2, "cannot be a revision id"},
    {"-- orqgen migration: x\n-- revision: a b\n", 2, "not expected"},
    {HEAD "-- revision: 1234\n", 3, "second \"revision\""},
    {HEAD "-- orqgen migration: again\n", 3, "second"},
    {HEAD "-- parnet: 1234\n", 3, "did you mean \"parent\""},
    {HEAD "-- parent: 1234 sha256:12\n", 3, "no hash"},
    {HEAD "-- parent: 1234 sha256:" HASH_A "0\n", 3, "no hash"},
    {HEAD "-- parent: 1234\n-- parent: 1234\n", 4, "named twice"},
    {HEAD "-- replaces: 1234 sha256:12\n", 3, "no hash"},
    {HEAD "-- replaces:\n", 3, "id is missing"},
    {HEAD "-- replacs: 1234\n", 3, "did you mean \"replaces\""},
    {HEAD "-- +orqgen upgrede sqlite\n", 3, "did you mean \"upgrade\""},
    {HEAD "-- +orqgen upgrade sqlit\n", 3, "did you mean \"sqlite\""},
    {HEAD "-- +orqgen upgrade sqlite foreign-key-off\n", 3, "did you mean \"foreign-keys-off\""},
    {HEAD "-- +orqgen upgrade sqlite sqlite\n", 3, "unknown word"},
    {HEAD "-- +orqgen expects t sha256:" HASH_A "\n", 3, "belongs in a section"},
    {HEAD "-- orqgen:allow data-loss -- why\n", 3, "belongs in the section"},
    {UP "-- +orqgen upgrade sqlite\n", 4, "second section"},
    {UP "-- +orqgen expects t\n", 4, "wrong \"expects\""},
    {UP "-- +orqgen expects \"t sha256:" HASH_A "\n", 4, "wrong \"expects\""},
    {UP "-- +orqgen expects \"\\q\" sha256:" HASH_A "\n", 4, "wrong \"expects\""},
    {UP "-- +orqgen expects \"\\x00\" sha256:" HASH_A "\n", 4, "wrong \"expects\""},
    {UP "-- +orqgen step\n", 4, "postgresql"},
    {UP "SELECT 1;\n-- +orgqen downgrade sqlite\nDROP TABLE t;\n", 5, "line that is known"},
    {UP "SELECT 1;\n-- orqgen downgrade sqlite\nDROP TABLE t;\n", 5, "line that is known"},
    {UP "-- orqgen:alow data-loss -- why\n", 4, "line that is known"},
    {UP "-- orqgen:allow data-loss\n", 4, "reason"},
    {UP "-- orqgen:allow data-loss --\n", 4, "reason"},
    {UP "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1;\n"
        "-- orqgen:allow data-loss -- smuggled\nEND;\n",
     5, "inside a statement"},
    {UP "SELECT 1;\nDELETE FROM t\n", 5, "semicolon"},
    {UP "SELECT 1;\n\n\nSELECT 'a;\n-- +orqgen downgrade sqlite\n", 7, "string is not closed"},
    {UP "SELECT 1; SELECT \"a;\n", 4, "quoted name is not closed"},
    {UP "/* SELECT 1;\n", 4, "comment is not closed"},
    {UP "SELECT (1;\n", 4, "not complete"},
    {UP "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1;\n", 4, "not complete"},
    {UP "CREATE TABLE t (\n-- +orqgen downgrade sqlite\n", 4, "not complete"},
    {UP "<<<<<<< HEAD\nSELECT 1;\n=======\nSELECT 2;\n>>>>>>> other\n", 4, "merge conflict"},
    {"<<<<<<< HEAD\n" HEAD, 1, "merge conflict"},
    {HEAD "-- proof: sqlite sha256:" HASH_A " sha256:" HASH_B ": all\n"
          "-- +orqgen upgrade sqlite\n",
     3, "downgrade section that was proven is not in this file"},
    {HEAD "-- caf\xE9\n", 3, "UTF-8"},
};

static void a_bad_file_is_told_with_its_line(void **state)
{
    for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
        struct orq_diags *diags;
        assert_null(parse_n(*state, bads[i].text, strlen(bads[i].text), &diags));
        const struct orq_diag *diag = orq_diags_at(diags, 0);
        if (!strstr(diag->message, bads[i].says) || diag->at.line != bads[i].line)
            fail_msg("%s\nline %zu: %s", bads[i].text, diag->at.line, diag->message);
        assert_string_equal(diag->at.file, "m.sql");
    }
}

static void statements_without_a_section_are_told_once(void **state)
{
    static const char *const texts[] = {HEAD "SELECT 1;\nSELECT 2;\nSELECT 3;\n",
                                        HEAD "-- +orqgen upgrede sqlite\nSELECT 1;\nSELECT 2;\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct orq_diags *diags;
        assert_null(parse_n(*state, texts[i], strlen(texts[i]), &diags));
        assert_int_equal(orq_diags_errors(diags), 1);
    }
}

static void nul_bytes_are_refused(void **state)
{
    static const char text[] = HEAD "-- +orqgen upgrade sqlite\nDROP\0 TABLE t;\n";
    struct orq_diags *diags;
    assert_null(parse_n(*state, text, sizeof text - 1, &diags));
    assert_int_equal(orq_diags_at(diags, 0)->at.line, 4);
}

/* Every prefix of a good file is either refused or loses whole statements only. */
static void a_cut_file_never_runs_half_a_statement(void **state)
{
    static const char text[] = UP "CREATE TABLE t (a, b);\nDELETE FROM t WHERE a = 'x' AND b = 1;\n"
                                  "-- +orqgen downgrade sqlite\n; INSERT INTO t VALUES (1);\n";
    static const char *const statements[] = {"CREATE TABLE t (a, b);",
                                             "DELETE FROM t WHERE a = 'x' AND b = 1;",
                                             "INSERT INTO t VALUES (1);"};
    static const char *const first[] = {"CREATE", "DEL", "INS"};
    for (size_t len = 0; len < sizeof text - 1; len++) {
        struct orq_arena *arena = orq_arena_new();
        struct orq_diags *diags;
        struct orq_migration *migration = parse_n(arena, text, len, &diags);
        for (size_t i = 0; migration && i < migration->sections.len; i++) {
            const char *section = migration->sections.items[i].text;
            for (size_t k = 0; k < sizeof statements / sizeof *statements; k++) {
                const char *found = strstr(section, first[k]);
                if (found && !orq_starts_with(found, statements[k]))
                    fail_msg("runs: %s", section);
            }
        }
        orq_arena_free(arena);
    }
    assert_non_null(parse(*state, text));
}

static void all_faults_are_told_at_once(void **state)
{
    static const char text[] = "-- orqgen migration: x\n-- parnet: 1\n-- +orqgen upgrade sqlight\n"
                               "-- orqgen:allow x\n";
    struct orq_diags *diags;
    assert_null(parse_n(*state, text, sizeof text - 1, &diags));
    assert_int_equal(orq_diags_len(diags), 4);
}

static struct orq_section hostile_section(struct orq_arena *arena)
{
    struct orq_section section = {.dialect = "sqlite", .foreign_keys_off = true};
    struct orq_expect expect = {"a\n-- +orqgen \"downgrade\" \\ \x01", HASH_A};
    struct orq_expect bare = {"näme", HASH_B};
    ORQ_PUSH(arena, &section.expects, expect);
    ORQ_PUSH(arena, &section.expects, bare);
    struct orq_statement first = {.sql = "DROP TABLE x -- no end"};
    ORQ_PUSH(arena, &first.notes, "drop x\n-- +orqgen downgrade sqlite");
    ORQ_PUSH(arena, &section.statements, first);
    struct orq_statement second = {.sql = "INSERT INTO t VALUES ('\n-- +orqgen upgrade\n')"};
    ORQ_PUSH(arena, &second.notes, "fill t");
    ORQ_PUSH(arena, &section.statements, second);
    return section;
}

static void what_is_written_reads_back(void **state)
{
    struct orq_arena *arena = *state;
    struct orq_section up = hostile_section(arena);
    struct orq_section down = {.dialect = "sqlite"};
    struct orq_migration written = {.message = "a \"message\" with ünïcode",
                                    .revision = "4f1c2a9be0d3",
                                    .created = "2026-11-22T15:43:00Z"};
    ORQ_PUSH(arena, &written.parents, ((struct orq_parent){"9d02ab31c5fe", HASH_A, {0}}));
    ORQ_PUSH(arena, &written.depends_on, "abcd1234");
    ORQ_PUSH(arena, &written.labels, "label");
    ORQ_PUSH(arena, &written.sections, orq_file_section_of(arena, ORQ_UPGRADE, &up));
    ORQ_PUSH(arena, &written.sections, orq_file_section_of(arena, ORQ_DOWNGRADE, &down));
    struct orq_proof_line proof = {.dialect = "sqlite",
                                   .up_sha256 = written.sections.items[0].sha256,
                                   .down_sha256 = written.sections.items[1].sha256,
                                   .text = "up, down and up again"};
    ORQ_PUSH(arena, &written.proofs, proof);

    const char *text = orq_migration_write(arena, &written);
    struct orq_migration *read = parse(arena, text);
    assert_string_equal(read->message, written.message);
    assert_string_equal(read->parents.items[0].sha256, HASH_A);
    assert_int_equal(read->sections.len, 2);
    for (size_t i = 0; i < 2; i++)
        assert_string_equal(read->sections.items[i].sha256, written.sections.items[i].sha256);
    assert_string_equal(read->sections.items[0].expects.items[0].table, up.expects.items[0].table);
    assert_string_equal(read->sections.items[0].expects.items[1].table, "näme");
    assert_true(read->sections.items[0].foreign_keys_off);
    assert_string_equal(read->sections.items[1].text, "-- nothing to do\n");
    assert_true(orq_migration_proof_current(read, "sqlite"));
    assert_false(orq_migration_proof_current(read, "postgresql"));
    assert_string_equal(orq_migration_write(arena, read), text);
}

static void an_edit_makes_a_proof_stale(void **state)
{
    struct orq_arena *arena = *state;
    struct orq_migration *first = parse(arena, UP "SELECT 1;\n");
    const char *text = orq_arena_printf(
        arena, HEAD "-- proof: sqlite sha256:%s: up\n-- +orqgen upgrade sqlite\n%s",
        first->sections.items[0].sha256, "SELECT 1;\n");
    assert_true(orq_migration_proof_current(parse(arena, text), "sqlite"));
    text = orq_arena_printf(arena,
                            HEAD "-- proof: sqlite sha256:%s: up\n-- +orqgen upgrade sqlite\n%s",
                            first->sections.items[0].sha256, "SELECT 2;\n");
    assert_false(orq_migration_proof_current(parse(arena, text), "sqlite"));
}

static void a_message_never_ends_its_line(void **state)
{
    struct orq_migration written = {.message = "one\n-- parent: 1234\r\nDROP TABLE t;",
                                    .revision = "4f1c2a9be0d3"};
    struct orq_migration *read = parse(*state, orq_migration_write(*state, &written));
    assert_int_equal(read->parents.len, 0);
    assert_int_equal(read->sections.len, 0);
}

static void a_section_survives_the_ledger(void **state)
{
    struct orq_arena *arena = *state;
    struct orq_section up = hostile_section(arena);
    struct orq_file_section made = orq_file_section_of(arena, ORQ_DOWNGRADE, &up);
    struct orq_file_section read;
    struct orq_diags *diags = orq_diags_new(arena);
    struct orq_span at = {.file = "ledger"};
    assert_true(
        orq_file_section_read(arena, at, orq_file_section_text(arena, &made), diags, &read));
    assert_string_equal(read.sha256, made.sha256);
    assert_true(read.foreign_keys_off);
    assert_int_equal(read.expects.len, 2);
    assert_false(orq_file_section_read(arena, at, "DROP TABLE t;", diags, &read));
}

static void file_names_are_slugs(void **state)
{
    static const struct {
        const char *file_template, *message, *name;
    } names[] = {
        {NULL, "Add rating", "20261122154300_4f1c2a9be0d3_add_rating.sql"},
        {NULL, "  a/../b; DROP \"x\"\n", "20261122154300_4f1c2a9be0d3_a_b_drop_x.sql"},
        {NULL, "", "20261122154300_4f1c2a9be0d3.sql"},
        {NULL, "añadir ñ", "20261122154300_4f1c2a9be0d3_aadir.sql"},
        {NULL, "one two three four five six seven eight nine ten",
         "20261122154300_4f1c2a9be0d3_one_two_three_four_five_six_seven_eight.sql"},
        {NULL, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
         "20261122154300_4f1c2a9be0d3_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.sql"},
        {"{revision}-{slug}.sql", "Add", "4f1c2a9be0d3-add.sql"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(orq_migration_file_name(*state, names[i].file_template, "4f1c2a9be0d3",
                                                    1795362180, names[i].message),
                            names[i].name);
}

static void what_a_squashed_one_replaces_reads_back(void **state)
{
    struct orq_arena *arena = *state;
    const char *text = orq_arena_printf(arena,
                                        HEAD "-- replaces: aaaa1111 sha256:%s\n"
                                             "-- replaces: bbbb2222 sha256:%s sha256:%s\n",
                                        HASH_A, HASH_A, HASH_B);
    struct orq_migration *read = parse(arena, text);
    assert_int_equal(read->replaces.len, 2);
    assert_true(orq_replaces(read, "aaaa1111", HASH_A));
    assert_false(orq_replaces(read, "aaaa1111", HASH_B));
    assert_true(orq_replaces(read, "bbbb2222", HASH_B));
    assert_false(orq_replaces(read, "cccc3333", HASH_A));
    assert_true(orq_replaces_chain(arena, read, "aaaa1111", HASH_A));
    assert_false(orq_replaces_chain(arena, read, "bbbb2222", HASH_A));
    const char *both = orq_sha256(arena, HASH_A HASH_B, strlen(HASH_A HASH_B));
    assert_true(orq_replaces_chain(arena, read, "bbbb2222", both));
    struct orq_migration *again = parse(arena, orq_migration_write(arena, read));
    assert_true(orq_replaces(again, "bbbb2222", HASH_B));
}

static void ids_are_judged(void **state)
{
    (void)state;
    assert_true(orq_revision_id_valid("4f1c2a9be0d3"));
    assert_true(orq_revision_id_valid("001_añadir"));
    static const char *const bad[] = {"",      "a b",  "a+1",  "a-1",  "a@b", "a:b", "a/b",
                                      "..\\x", "HEAD", "base", "a\nb", "a'b", "\xFF"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(orq_revision_id_valid(bad[i]));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_set_up, arena_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_whole_file_reads),
        TEST(a_section_for_any_dialect_is_found),
        TEST(quoted_lines_are_data),
        TEST(postgresql_quotes_its_own_way),
        TEST(line_ends_and_marks_do_not_matter),
        TEST(comments_of_stored_text_are_comments),
        TEST(carriage_returns_read_back),
        TEST(hashes_tell_sections_apart),
        TEST(a_chain_covers_every_dialect),
        TEST(a_bad_file_is_told_with_its_line),
        TEST(statements_without_a_section_are_told_once),
        TEST(nul_bytes_are_refused),
        TEST(a_cut_file_never_runs_half_a_statement),
        TEST(all_faults_are_told_at_once),
        TEST(what_is_written_reads_back),
        TEST(an_edit_makes_a_proof_stale),
        TEST(a_message_never_ends_its_line),
        TEST(a_section_survives_the_ledger),
        TEST(file_names_are_slugs),
        TEST(what_a_squashed_one_replaces_reads_back),
        TEST(ids_are_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
