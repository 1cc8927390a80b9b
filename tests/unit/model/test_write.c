/* What inspecting writes, and that reading it gives the schema back, whatever it is. */
#include "base/file.h"
#include "base/str.h"
#include "introspect/introspect.h"
#include "model/model.h"
#include "sql/expr.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void fail_with(const struct orq_diags *diags, const char *text)
{
    const struct orq_diag *diag = orq_diags_at(diags, 0);
    fail_msg("%zu:%zu: %s\n%s\nin\n%s", diag->at.line, diag->at.column, diag->message,
             diag->hint ? diag->hint : "", text);
}

static struct orq_schema *inspected(struct orq_arena *arena, const char *sql)
{
    struct orq_diags *diags = orq_diags_new(arena);
    struct orq_db *db = NULL;
    struct orq_schema *schema = NULL;
    if (orq_db_memory(arena, diags, &db) != ORQ_OK || orq_db_exec(db, sql, diags) != ORQ_OK ||
        orq_introspect(arena, db, NULL, diags, &schema) != ORQ_OK || orq_diags_len(diags) > 0)
        fail_with(diags, sql);
    orq_db_close(db);
    return schema;
}

static struct orq_schema *read_back(struct orq_arena *arena, const char *text)
{
    struct orq_diags *diags = orq_diags_new(arena);
    const struct orq_model *model = orq_model_parse(arena, "m.yaml", text, strlen(text), diags);
    struct orq_schema *schema = model ? orq_model_resolve(arena, model, &orq_sqlite, diags) : NULL;
    if (!schema || orq_diags_len(diags) > 0)
        fail_with(diags, text);
    return schema;
}

/* -- a schema as lines that are the same for equal schemas -- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_sorted(struct orq_str *out, struct orq_strings *lines)
{
    if (lines->len > 0)
        qsort(lines->items, lines->len, sizeof *lines->items, by_text);
    for (size_t i = 0; i < lines->len; i++)
        orq_str_addf(out, "%s\n", lines->items[i]);
}

static const char *canonical(struct orq_arena *arena, const struct orq_table *table,
                             const char *text)
{
    if (!text)
        return "-";
    struct orq_expr_error error = {0};
    const struct orq_expr *expr =
        orq_expr_parse(arena, text, strlen(text),
                       (struct orq_scope){table->name, orq_table_by_column(arena, table)}, &error);
    if (!expr)
        fail_msg("%s: %s", text, error.message);
    return orq_expr_canonical(arena, expr);
}

static const char *canonical_default(struct orq_arena *arena, const char *text)
{
    if (!text)
        return "-";
    struct orq_expr_error error = {0};
    const struct orq_expr *expr = orq_default_parse(arena, text, strlen(text), &error);
    if (!expr)
        fail_msg("%s: %s", text, error.message);
    return orq_expr_canonical(arena, expr);
}

static const char *shown(const char *text)
{
    return text ? text : "-";
}

static void add_column(struct orq_str *out, const struct orq_table *table,
                       const struct orq_column *column)
{
    struct orq_arena *arena = out->arena;
    orq_str_addf(out, "  %s %s nullable:%d default:%s collate:%s generated:%d %s conflict:%d\n",
                 column->name, orq_ascii_fold(arena, column->type), column->nullable,
                 canonical_default(arena, column->default_expr.text), shown(column->collation),
                 (int)column->generated, canonical(arena, table, column->generated_expr.text),
                 column->nullable ? 0 : (int)column->not_null_conflict);
}

static void add_parts(struct orq_str *out, const struct orq_table *table,
                      const struct orq_key_parts *parts)
{
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        orq_str_addf(out, " (%s %s %s %d)", shown(part->column),
                     canonical(out->arena, table, part->expr.text), shown(part->collation),
                     part->descending);
    }
}

static const char *constraint_line(struct orq_arena *arena, const struct orq_table *table,
                                   const struct orq_constraint *constraint)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "  %s %s", orq_kind_key(constraint->kind), shown(constraint->name));
    add_parts(&out, table, &constraint->parts);
    orq_str_addf(&out, " check:%s conflict:%s auto:%d rowid:%d",
                 canonical(arena, table, constraint->expr.text),
                 orq_conflict_sql(constraint->on_conflict), constraint->autoincrement,
                 constraint->kind == ORQ_KIND_PRIMARY_KEY && orq_table_rowid_alias(table));
    if (constraint->kind != ORQ_KIND_FOREIGN_KEY)
        return orq_str_text(&out);
    orq_str_addf(&out, " to:%s", constraint->ref_table);
    for (size_t i = 0; i < constraint->ref_columns.len; i++)
        orq_str_addf(&out, " %s", constraint->ref_columns.items[i]);
    orq_str_addf(&out, " %s %s %s %d", orq_action_sql(constraint->on_delete),
                 orq_action_sql(constraint->on_update), orq_match_sql(constraint->match),
                 (int)constraint->deferrable);
    return orq_str_text(&out);
}

static const char *index_line(struct orq_arena *arena, const struct orq_table *table,
                              const struct orq_index *index)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "  index %s unique:%d where:%s", index->name, index->unique,
                 canonical(arena, table, index->where.text));
    add_parts(&out, table, &index->parts);
    return orq_str_text(&out);
}

static const char *table_text(struct orq_arena *arena, const struct orq_table *table)
{
    struct orq_str out = orq_str_new(arena);
    struct orq_strings lines = {0};
    orq_str_addf(&out, "%s strict:%d without_rowid:%d\n", table->name, table->strict,
                 table->without_rowid);
    for (size_t i = 0; i < table->columns.len; i++)
        add_column(&out, table, table->columns.items[i]);
    for (size_t i = 0; i < table->constraints.len; i++)
        ORQ_PUSH(arena, &lines, constraint_line(arena, table, table->constraints.items[i]));
    for (size_t i = 0; i < table->indexes.len; i++)
        ORQ_PUSH(arena, &lines, index_line(arena, table, table->indexes.items[i]));
    add_sorted(&out, &lines);
    return orq_str_text(&out);
}

static const char *schema_text(struct orq_arena *arena, const struct orq_schema *schema)
{
    struct orq_str out = orq_str_new(arena);
    struct orq_strings lines = {0};
    for (size_t i = 0; i < schema->tables.len; i++)
        ORQ_PUSH(arena, &lines, table_text(arena, schema->tables.items[i]));
    for (size_t i = 0; i < schema->definitions.len; i++) {
        const struct orq_definition *definition = schema->definitions.items[i];
        ORQ_PUSH(arena, &lines,
                 orq_arena_printf(arena, "%s %s on:%s %s", orq_kind_word(definition->kind),
                                  definition->name,
                                  definition->on ? orq_ascii_fold(arena, definition->on) : "-",
                                  definition->canonical));
    }
    add_sorted(&out, &lines);
    return orq_str_text(&out);
}

/* The first line that differs. */
static void fail_at_difference(const char *written, const char *want, const char *have)
{
    size_t same = 0, line = 0;
    for (; want[same] && want[same] == have[same]; same++)
        if (want[same] == '\n')
            line = same + 1;
    print_error("%s\n", written);
    fail_msg("want: %.*s\nhave: %.*s", (int)strcspn(want + line, "\n"), want + line,
             (int)strcspn(have + line, "\n"), have + line);
}

static void assert_reads_back(struct orq_arena *arena, const char *sql)
{
    struct orq_schema *schema = inspected(arena, sql);
    const char *text = orq_model_write(arena, schema);
    struct orq_schema *again = read_back(arena, text);
    const char *want = schema_text(arena, schema), *have = schema_text(arena, again);
    if (strcmp(want, have) != 0)
        fail_at_difference(text, want, have);
    assert_true(orq_schema_manages(again, ORQ_KIND_VIEW));
    const char *rewritten = orq_model_write(arena, again);
    if (strcmp(text, rewritten) != 0)
        fail_at_difference(text, text, rewritten);
}

/* -- what is written -- */

static void a_small_schema_is_short(void **state)
{
    assert_string_equal(
        orq_model_write(
            *state,
            inspected(*state, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL "
                              "UNIQUE, age SMALLINT CHECK (age BETWEEN 0 AND 150), team "
                              "INTEGER REFERENCES teams (id) ON DELETE CASCADE);"
                              "CREATE TABLE teams (id INTEGER PRIMARY KEY, title VARCHAR(20) "
                              "DEFAULT 'no one');"
                              "CREATE INDEX users_team_idx ON users (team);"
                              "CREATE UNIQUE INDEX by_name ON users (lower(name)) WHERE age > 1;"
                              "CREATE VIEW adults AS SELECT id\nFROM users WHERE age > 17;")),
        "naming: {primary_key: null, unique: null, foreign_key: null, check: null}\n"
        "manage: all\n"
        "tables:\n"
        "  teams:\n"
        "    columns:\n"
        "      id: {type: integer, primary_key: true}\n"
        "      title: {type: varchar(20), default: no one}\n"
        "  users:\n"
        "    columns:\n"
        "      id: {type: integer, primary_key: true}\n"
        "      name: {type: text, nullable: false, unique: true}\n"
        "      age: {type: {native: SMALLINT}, check: age BETWEEN 0 AND 150}\n"
        "      team: {type: integer, references: {table: teams, column: id, on_delete: cascade}}\n"
        "    indexes:\n"
        "      - {columns: [{expr: lower(name)}], unique: true, where: age > 1, name: by_name}\n"
        "      - [team]\n"
        "views:\n"
        "  adults:\n"
        "    sql: |-\n"
        "      SELECT id\n"
        "      FROM users WHERE age > 17\n");
}

static void names_of_the_templates_are_left_out(void **state)
{
    assert_string_equal(
        orq_model_write(
            *state,
            inspected(
                *state,
                "CREATE TABLE t (a INTEGER CONSTRAINT t_pkey PRIMARY KEY, b TEXT CONSTRAINT "
                "t_b_key UNIQUE, c INTEGER CONSTRAINT t_c_check CHECK (c > 0) CONSTRAINT mine "
                "REFERENCES t, CONSTRAINT t_check CHECK (a > c), CONSTRAINT other CHECK (a > "
                "1));")),
        "manage: all\n"
        "tables:\n"
        "  t:\n"
        "    columns:\n"
        "      a: {type: integer, primary_key: true}\n"
        "      b: {type: text, unique: true}\n"
        "      c: {type: integer, check: c > 0, references: {table: t, name: mine}}\n"
        "    checks:\n"
        "      - a > c\n"
        "      - {sql: a > 1, name: other}\n");
}

static void most_tables_decide_on_strict(void **state)
{
    assert_string_equal(orq_model_write(*state, inspected(*state, "CREATE TABLE a (x INT) STRICT;"
                                                                  "CREATE TABLE b (x ANY) STRICT;"
                                                                  "CREATE TABLE c (x);")),
                        "sqlite: {strict: true}\n"
                        "manage: all\n"
                        "tables:\n"
                        "  a:\n"
                        "    columns:\n"
                        "      x: {type: INT}\n"
                        "  b:\n"
                        "    columns:\n"
                        "      x: {type: ANY}\n"
                        "  c:\n"
                        "    sqlite: {strict: false}\n"
                        "    columns:\n"
                        "      x: {type: {native: \"\"}}\n");
}

static void an_empty_schema_is_written(void **state)
{
    assert_string_equal(orq_model_write(*state, inspected(*state, "")), "manage: all\n");
}

static void a_foreign_key_without_its_parent_says_so(void **state)
{
    const char *text = orq_model_write(
        *state, inspected(*state, "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT, b TEXT COLLATE "
                                  "NOCASE, c TEXT);"
                                  "CREATE UNIQUE INDEX p_a ON p (a) WHERE a > 'b';"
                                  "CREATE UNIQUE INDEX p_b ON p (b COLLATE BINARY);"
                                  "CREATE UNIQUE INDEX p_c ON p (c);"
                                  "CREATE TABLE k (a INT, b INT, PRIMARY KEY (a, b));"
                                  "CREATE VIEW v AS SELECT * FROM p;"
                                  "CREATE TABLE t (id REFERENCES p, id2 REFERENCES p(ID), no "
                                  "REFERENCES gone ON DELETE CASCADE, a REFERENCES p(a), b "
                                  "REFERENCES p(b), c REFERENCES p(c), d REFERENCES p(d), k "
                                  "REFERENCES k, v REFERENCES v(id), x REFERENCES t, FOREIGN KEY "
                                  "(b, a) REFERENCES k (b, a), FOREIGN KEY (b, a) REFERENCES "
                                  "gone (b, a));"));
    static const char *const lines[] = {
        "id: {type: {native: \"\"}, references: p}",
        "id2: {type: {native: \"\"}, references: p(ID)}",
        "references: {table: gone, on_delete: cascade, missing: true}}",
        "a: {type: {native: \"\"}, references: {table: p, column: a, missing: true}}",
        "b: {type: {native: \"\"}, references: {table: p, column: b, missing: true}}",
        "c: {type: {native: \"\"}, references: p(c)}",
        "d: {type: {native: \"\"}, references: {table: p, column: d, missing: true}}",
        "k: {type: {native: \"\"}, references: {table: k, missing: true}}",
        "v: {type: {native: \"\"}, references: {table: v, column: id, missing: true}}",
        "x: {type: {native: \"\"}, references: {table: t, missing: true}}",
        "- {columns: [b, a], references: \"k(b, a)\"}",
        "- {columns: [b, a], references: \"gone(b, a)\", missing: true}",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (!strstr(text, lines[i]))
            fail_msg("%s\nis not in\n%s", lines[i], text);
}

/* -- what reads back -- */

static const char *const schemas[] = {
    "",
    /* foreign keys without what they reference */
    "CREATE TABLE p (a INT, b INT UNIQUE, c INT, UNIQUE (b, c)); CREATE TABLE t (a INT REFERENCES "
    "gone, b INT REFERENCES gone(x) ON DELETE SET NULL, c INT REFERENCES p, d INT REFERENCES p(b), "
    "e INT REFERENCES p(a), f INT REFERENCES p(z), g INT CONSTRAINT mine REFERENCES t(rowid), "
    "FOREIGN KEY (a, b) REFERENCES p (c, b), FOREIGN KEY (a, b) REFERENCES p (a, b), FOREIGN KEY "
    "(a, b) REFERENCES p, CONSTRAINT named FOREIGN KEY (c) REFERENCES p (C) DEFERRABLE INITIALLY "
    "DEFERRED)",
    "CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES \"no.where\"(\"x y\"));"
    "CREATE TABLE b (id TEXT COLLATE NOCASE PRIMARY KEY, x TEXT REFERENCES b, y TEXT REFERENCES "
    "b(id));"
    "CREATE TABLE c (id TEXT, x TEXT REFERENCES c, y TEXT REFERENCES c(id), PRIMARY KEY (id "
    "COLLATE NOCASE))",
    /* types */
    "CREATE TABLE t (a, b INT, c integer, d BIGINT, e varchar ( 20 ), f JSON, g DATETIME, h "
    "TIMESTAMP, i CHAR(32), j UUID, k \"my type\", l DOUBLE PRECISION, m INTEGER_OR_TEXT, n "
    "DECIMAL(10,-2), o \"\", p NUMERIC, q BLOB, r TEXT(5), s numeric(10, 2), t real, u [x](1.5), v "
    "/* c */ BIG INT)",
    "CREATE TABLE t (a INT, b INTEGER, c REAL, d TEXT, e BLOB, f ANY) STRICT",
    /* keys */
    "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY DESC);"
    "CREATE TABLE c (id INTEGER, PRIMARY KEY (id DESC)); CREATE TABLE d (id INT PRIMARY KEY);"
    "CREATE TABLE e (id TEXT PRIMARY KEY); CREATE TABLE f (id TEXT NOT NULL PRIMARY KEY);"
    "CREATE TABLE g (id TEXT PRIMARY KEY) WITHOUT ROWID; CREATE TABLE h (id TEXT PRIMARY KEY) "
    "STRICT;"
    "CREATE TABLE i (id INTEGER PRIMARY KEY AUTOINCREMENT);"
    "CREATE TABLE j (id INTEGER, PRIMARY KEY (id AUTOINCREMENT));"
    "CREATE TABLE k (a TEXT COLLATE NOCASE, b TEXT, PRIMARY KEY (b COLLATE RTRIM DESC, a));"
    "CREATE TABLE l (id INTEGER NOT NULL PRIMARY KEY);"
    "CREATE TABLE m (id INTEGER CONSTRAINT mine PRIMARY KEY DESC);"
    "CREATE TABLE n (id INTEGER CONSTRAINT k PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT);"
    "CREATE TABLE o (a INT, b INT NOT NULL, c INT, PRIMARY KEY (c, b)) WITHOUT ROWID, STRICT",
    /* conflicts */
    "CREATE TABLE t (a TEXT NOT NULL ON CONFLICT IGNORE, b TEXT UNIQUE ON CONFLICT REPLACE,"
    "c TEXT NOT NULL ON CONFLICT FAIL UNIQUE ON CONFLICT ROLLBACK, d TEXT NOT NULL UNIQUE ON "
    "CONFLICT FAIL,"
    "e TEXT NOT NULL ON CONFLICT REPLACE PRIMARY KEY ON CONFLICT IGNORE,"
    "f TEXT NOT NULL ON CONFLICT FAIL UNIQUE ON CONFLICT FAIL, UNIQUE (a, b) ON CONFLICT IGNORE);"
    "CREATE TABLE u (a INT, b INT, PRIMARY KEY (a, b) ON CONFLICT FAIL);"
    "CREATE TABLE v (a TEXT NOT NULL ON CONFLICT FAIL CHECK (a > ''), CHECK (a <> 'x') ON CONFLICT "
    "IGNORE)",
    /* defaults */
    "CREATE TABLE t (a INTEGER DEFAULT 0, b TEXT DEFAULT 'x', c TEXT DEFAULT 5, d INTEGER DEFAULT "
    "'5',"
    "e TEXT DEFAULT '5', f TEXT DEFAULT '', g TEXT DEFAULT CURRENT_TIMESTAMP, h DEFAULT NULL,"
    "i BOOLEAN DEFAULT TRUE, j BOOLEAN DEFAULT 0, k REAL DEFAULT -1.5, l TEXT DEFAULT "
    "(datetime('now')),"
    "m TEXT DEFAULT 'now()', n TEXT DEFAULT 'current_timestamp', o INTEGER DEFAULT (0), p TEXT "
    "DEFAULT \"dq\","
    "q TEXT DEFAULT bare, r BLOB DEFAULT x'00ff', s INTEGER DEFAULT 0x1F, t TEXT DEFAULT 'it''s',"
    "u TEXT DEFAULT 'null', v TEXT DEFAULT 'true', w TEXT DEFAULT 'a\nb', x TEXT DEFAULT ' ', y "
    "DATE DEFAULT CURRENT_DATE,"
    "z INTEGER DEFAULT 007, aa TEXT DEFAULT '{}', ab TEXT DEFAULT '[1, 2]', ac INTEGER DEFAULT +1,"
    "ad TEXT DEFAULT ('a' || 'b'), ae INTEGER DEFAULT (1 + 2) NOT NULL, af NUMERIC DEFAULT 1e3, ag "
    "TEXT DEFAULT 'f(x',"
    "ah REAL DEFAULT .5, ai TEXT DEFAULT ((('x'))), aj DEFAULT 'x', ak DEFAULT 5, al DEFAULT '5', "
    "am TEXT DEFAULT CURRENT_TIME,"
    "an INTEGER DEFAULT 9223372036854775808, ao TEXT DEFAULT ('CURRENT' /* c */ || 'x'), ap TEXT "
    "DEFAULT [q])",
    /* generated, collate, expressions with comments and line breaks */
    "CREATE TABLE t (a INTEGER, b TEXT COLLATE NOCASE, c INTEGER AS (a + 1), d INTEGER GENERATED "
    "ALWAYS AS"
    " (a * 2 -- twice\n) STORED, CHECK (a > 0 -- positive\n), CHECK (/* first */ b IN ('x', 'y: "
    "#z', \"it's\")\n AND a <> 5),"
    "CHECK (a <> \"b\"), CHECK (b GLOB '[a-z]*'), CHECK (rowid > 0))",
    /* foreign keys */
    "CREATE TABLE p (a INTEGER PRIMARY KEY, b TEXT, c TEXT, UNIQUE (b, c));"
    "CREATE TABLE t (a INTEGER REFERENCES p, b TEXT, c TEXT, d INTEGER REFERENCES p (a) ON DELETE "
    "SET NULL ON UPDATE"
    " CASCADE DEFERRABLE INITIALLY DEFERRED, e INTEGER REFERENCES t (a) MATCH FULL DEFERRABLE,"
    "FOREIGN KEY (b, c) REFERENCES p (b, c) ON DELETE RESTRICT, FOREIGN KEY (c, b) REFERENCES p "
    "(c, b) ON UPDATE SET DEFAULT,"
    "CONSTRAINT fk FOREIGN KEY (e) REFERENCES p, UNIQUE (a));"
    "CREATE TABLE x (y INTEGER REFERENCES z DEFERRABLE INITIALLY IMMEDIATE, PRIMARY KEY (y));"
    "CREATE TABLE z (y INTEGER PRIMARY KEY REFERENCES x)",
    /* names */
    "CREATE TABLE t (a INTEGER CONSTRAINT t_pkey PRIMARY KEY, b TEXT CONSTRAINT t_b_key UNIQUE, c "
    "TEXT UNIQUE, "
    "d TEXT CONSTRAINT x CHECK (d > ''), CONSTRAINT x CHECK (a > 1), CONSTRAINT x CHECK (a > 2), "
    "CONSTRAINT u UNIQUE (a, b),"
    "CONSTRAINT v UNIQUE (b, c))",
    "CREATE TABLE t (a INTEGER, b INTEGER, CONSTRAINT t_check CHECK (a > 1), CONSTRAINT T_CHECK "
    "CHECK (a > 2), CONSTRAINT "
    "t_check1 CHECK (a > 3)); CREATE INDEX t_a_idx ON t (a); CREATE INDEX T_b_idx ON t (b); CREATE "
    "INDEX t_a_b_idx ON t (b, a)",
    "CREATE TABLE t (a INTEGER CHECK (a > 1) CHECK (a > 2) CONSTRAINT n CHECK (a > 3) UNIQUE "
    "UNIQUE ON CONFLICT IGNORE)",
    "CREATE TABLE a (b_c INT CONSTRAINT a_b_c_key UNIQUE); CREATE TABLE a_b (c INT CONSTRAINT "
    "a_b_c_key UNIQUE)",
    "CREATE TABLE \"select\" (\"no\" INTEGER, \"a b\" TEXT, \"x\"\"y\" TEXT, [on] INTEGER "
    "REFERENCES \"select\" (\"no\"), "
    "\"sqlite\" TEXT, \"postgresql\" TEXT, \"12\" TEXT, \"~\" TEXT, \"a: b\" TEXT, \"é\" TEXT, "
    "\"{x}\" TEXT, \"#\" TEXT, \" \" TEXT,"
    "\"line\nbreak\" TEXT, \"null\" TEXT, PRIMARY KEY (\"no\", \"a b\"), UNIQUE (\"x\"\"y\"), "
    "CHECK (\"a b\" > \"12\"));"
    "CREATE INDEX \"sqlite\" ON \"select\" (\"no\"); CREATE INDEX \"postgresql\" ON \"select\" "
    "(\"~\", \"#\" DESC)",
    "CREATE TABLE sqlite (a INTEGER); CREATE TABLE postgresql (a INTEGER REFERENCES sqlite (a))",
    "CREATE TABLE sqlite (sqlite INTEGER); CREATE INDEX postgresql ON sqlite (sqlite)",
    "CREATE TABLE \"a.b\" (\"c.d\" INTEGER PRIMARY KEY, e INTEGER REFERENCES \"a.b\" (\"c.d\"), "
    "CHECK (\"c.d\" > 0));"
    "CREATE TABLE \"main.x\" (a); CREATE VIEW \"v.w\" AS SELECT 1; CREATE INDEX \"i.j\" ON \"a.b\" "
    "(e);"
    "CREATE TABLE \"f(x)\" (a INTEGER REFERENCES \"a.b\", b INTEGER REFERENCES \"f(x)\" (a));"
    "CREATE TRIGGER \"t.u\" AFTER INSERT ON \"a.b\" BEGIN SELECT 1; END",
    /* indexes */
    "CREATE TABLE t (a TEXT, b TEXT, c INTEGER); CREATE UNIQUE INDEX i ON t (a COLLATE NOCASE "
    "DESC, lower(b), c + 1 DESC);"
    "CREATE INDEX j ON t (b) WHERE a IS NOT NULL AND c IN (1, 2); CREATE INDEX k ON t (a COLLATE "
    "\"RTRIM\");"
    "CREATE INDEX l ON t (c || 'x' COLLATE NOCASE); CREATE INDEX m ON t ((a), 'b')",
    /* views, triggers, virtual tables */
    "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);"
    "CREATE VIEW v (x, \"y z\") AS SELECT a, b FROM t -- all\n WHERE a > 0;"
    "CREATE VIEW w AS\n\tSELECT *\r\n  FROM v;"
    "CREATE TRIGGER v_insert INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.x, new.\"y "
    "z\"); END;"
    "CREATE TRIGGER t_after AFTER UPDATE OF b ON t WHEN new.b <> 'x: #' BEGIN\n  UPDATE t SET b = "
    "';' WHERE a = new.a;\n"
    "  DELETE FROM t WHERE a = 0;\nEND;"
    "CREATE TRIGGER \"odd name\" DELETE ON t BEGIN SELECT 1; END;"
    "CREATE VIRTUAL TABLE f USING fts5 (a, b, tokenize = 'porter ascii');"
    "CREATE VIRTUAL TABLE r USING rtree (id, x0, x1)",
    /* STRICT beside others, and nothing but a key */
    "CREATE TABLE a (x INTEGER PRIMARY KEY) STRICT; CREATE TABLE b (x TEXT PRIMARY KEY) STRICT, "
    "WITHOUT ROWID;"
    "CREATE TABLE c (x INTEGER)",
    "CREATE TABLE t AS SELECT 1 AS a, 'x' AS b, NULL AS c",
    "CREATE TABLE t (a INTEGER, b INTEGER CHECK (b > a), c TEXT CHECK (c <> 'a: b'), d TEXT CHECK "
    "(d IN ('no', \"x\")))",
};

static void every_schema_reads_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof schemas / sizeof schemas[0]; i++) {
        struct orq_arena *arena = orq_arena_new();
        assert_reads_back(arena, schemas[i]);
        orq_arena_free(arena);
    }
}

static void real_schemas_read_back(void **state)
{
    const char *shared = getenv("ORQ_SHARED");
    if (!shared)
        skip();
    const char *folder = orq_path_join(*state, shared, "corpus/schemas/sqlite");
    struct orq_diags *diags = orq_diags_new(*state);
    struct orq_strings files = {0};
    if (!orq_path_is_folder(folder))
        skip();
    assert_int_equal(orq_folder_list(*state, folder, ".sql", diags, &files), ORQ_OK);
    assert_true(files.len > 0);
    for (size_t i = 0; i < files.len; i++) {
        const char *sql = NULL;
        assert_int_equal(
            orq_file_read(*state, orq_path_join(*state, folder, files.items[i]), diags, &sql, NULL),
            ORQ_OK);
        assert_reads_back(*state, sql);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_small_schema_is_short, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(names_of_the_templates_are_left_out, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(most_tables_decide_on_strict, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(an_empty_schema_is_written, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(a_foreign_key_without_its_parent_says_so, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test(every_schema_reads_back),
        cmocka_unit_test_setup_teardown(real_schemas_read_back, arena_set_up, arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
