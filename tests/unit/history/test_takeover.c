/* The model takes over what a database has otherwise: the model before, what was done to the
 * database by hand, the model after, byte for byte; each is proven. */
#include "history/state.h"
#include "history/takeover.h"
#include "tests/unit/history/world.h"

struct sample {
    const char *name, *before, *sql, *after;
};

#define T(columns) "# head\ntables:\n  t:   # one\n    columns:\n" columns

static const struct sample samples[] = {
    {"a column comes, in its place",
     T("      id: {type: integer, primary_key: true}\n      # last\n      z: {type: text}\n"),
     "ALTER TABLE t ADD COLUMN a REAL",
     T("      id: {type: integer, primary_key: true}\n      # last\n      z: {type: text}\n"
       "      a: {type: real}\n")},
    {"a column goes",
     T("      id: {type: integer, primary_key: true}\n      # last\n      z: {type: text}\n"),
     "ALTER TABLE t DROP COLUMN z", T("      id: {type: integer, primary_key: true}\n")},
    {"a check comes beside its column, another where that has one",
     T("      a: {type: integer}   # a\n      b: {type: integer, check: b > 0}\n"),
     "DROP TABLE t; CREATE TABLE t (a INTEGER CONSTRAINT t_a_check CHECK (a < 9),"
     " b INTEGER CONSTRAINT t_b_check CHECK (b > 0), CONSTRAINT few CHECK (b < 5))",
     T("      a: {type: integer, check: a < 9}   # a\n      b: {type: integer, check: b > 0}\n"
       "    checks:\n      few: b < 5\n")},
    {"what is named changes in its map, what is not in its list",
     T("      a: {type: integer}\n      b: {type: integer}\n"
       "    checks:\n      few: a < 5   # few\n      many: {sql: b > 5}\n"
       "    indexes:\n      # by a\n      - [a]\n      - {columns: [b], name: by_b}  # by b\n"),
     "DROP TABLE t; CREATE TABLE t (a INTEGER, b INTEGER,"
     " CONSTRAINT few CHECK (a < 6), CONSTRAINT many CHECK (b > 6));"
     "CREATE INDEX t_a_idx ON t (a) WHERE a > 0; CREATE UNIQUE INDEX by_b ON t (b, a)",
     T("      a: {type: integer}\n      b: {type: integer}\n"
       "    checks:\n      few: a < 6   # few\n      many: {sql: b > 6}\n"
       "    indexes:\n      # by a\n      - {columns: [a], where: a > 0}\n"
       "      - {columns: [b, a], name: by_b, unique: true}  # by b\n")},
    {"keys and references",
     T("      a: {type: integer, primary_key: true}\n      b: {type: integer, references: "
       "u(x)}\n") "  u: {columns: {x: {type: integer, primary_key: true}, y: {type: text}}}\n",
     "DROP TABLE t; CREATE TABLE t (a INTEGER NOT NULL, b INTEGER NOT NULL,"
     " CONSTRAINT t_pkey PRIMARY KEY (a, b),"
     " CONSTRAINT t_b_fkey FOREIGN KEY (b) REFERENCES u (x) ON DELETE CASCADE);"
     "CREATE UNIQUE INDEX u_y ON u (y)",
     T("      a: {type: integer}\n      b: {type: integer, references: {table: u, column: x,"
       " on_delete: cascade}}\n"
       "    primary_key: [a, b]\n") "  u: {columns: {x: {type: integer, primary_key: true}, y: "
                                    "{type: text}}, indexes: {u_y: "
                                    "{columns: [\"y\"], unique: true}}}\n"},
    {"options of a table and of the model",
     "sqlite: {strict: true}\n" T("      a: {type: integer, primary_key: true}\n"),
     "DROP TABLE t; CREATE TABLE t (a INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT)",
     "sqlite: {strict: true}\n"
     "# head\ntables:\n  t:   # one\n    sqlite: {strict: false}\n    columns:\n"
     "      a: {type: integer, primary_key: true, autoincrement: true}\n"},
    {"names from other templates",
     "naming: {index: \"ix_{table}_{columns}\"}\n" T("      a: {type: integer}\n"),
     "CREATE INDEX ix_t_a ON t (a); CREATE INDEX t_a_idx ON t (a DESC)",
     "naming: {index: \"ix_{table}_{columns}\"}\n" T(
         "      a: {type: integer}\n    indexes:\n      - [a]\n"
         "      - {columns: [{column: a, order: desc}], name: t_a_idx}\n")},
    {"tables come and go",
     T("      a: {type: integer}\n") "\n  # two\n  u:\n    columns: {x: {type: text}}\n",
     "DROP TABLE u; CREATE TABLE \"no: 1\" (x TEXT)",
     T("      a: {type: integer}\n") "\n  \"no: 1\":\n    columns:\n      x: {type: text}\n"},
    {"a value by dialect",
     "dialects: [sqlite, postgresql]\n" T(
         "      a: {type: {sqlite: integer, postgresql: bigint}, default: {sqlite: 1}}\n"),
     "DROP TABLE t; CREATE TABLE t (a TEXT)",
     "dialects: [sqlite, postgresql]\n" T("      a: {type: {sqlite: text, postgresql: bigint}}\n")},
    {"a column that is an alias", T("      a: &a {type: text}\n      b: *a   # like a\n"),
     "DROP TABLE t; CREATE TABLE t (a TEXT, b TEXT NOT NULL DEFAULT 'x')",
     T("      a: &a {type: text}\n      b: {<<: *a, nullable: false, default: x}   # like a\n")},
};

/* -- the database of a model -- */

static const struct orq_schema *live_of(struct journey *journey, struct orq_db *db)
{
    struct orq_schema *live = NULL;
    assert_int_equal(orq_introspect(journey->arena, db, NULL, journey->diags, &live), ORQ_OK);
    return live;
}

static struct orq_ops compared(struct journey *journey, const struct orq_schema *have,
                               const struct orq_schema *want, struct orq_comparison *comparison)
{
    struct orq_compare_options options = {.have = have, .want = want};
    assert_int_equal(orq_compare(journey->arena, orq_engine_find("sqlite"), &options,
                                 journey->diags, comparison),
                     ORQ_OK);
    return comparison->all;
}

static struct orq_db *built(struct journey *journey, const struct orq_schema *want)
{
    const struct orq_engine *engine = orq_engine_find("sqlite");
    struct orq_comparison comparison = {0};
    struct orq_section section = {0};
    struct orq_db *db = NULL;
    compared(journey, orq_state_empty(journey->arena, engine), want, &comparison);
    assert_int_equal(
        orq_comparison_emit(journey->arena, engine, &comparison, journey->diags, &section), ORQ_OK);
    assert_int_equal(orq_db_memory(journey->arena, journey->diags, &db), ORQ_OK);
    for (size_t i = 0; i < section.statements.len; i++)
        assert_int_equal(orq_db_exec(db, section.statements.items[i].sql, journey->diags), ORQ_OK);
    return db;
}

/* The model's text afterwards; NULL: the proof fails, or something is left. */
static const char *taken_over(struct journey *journey, const char *text, const char *sql)
{
    const char *path = orq_arena_printf(journey->arena, "%s.yaml", journey->path);
    assert_int_equal(orq_file_write(path, text, strlen(text), journey->diags), ORQ_OK);
    const struct orq_model *model = orq_model_read(journey->arena, path, journey->diags);
    assert_non_null(model);
    struct orq_schema *want = orq_model_resolve(journey->arena, model, &orq_sqlite, journey->diags);
    assert_non_null(want);
    struct orq_db *db = built(journey, want);
    assert_int_equal(orq_db_exec(db, sql, journey->diags), ORQ_OK);
    struct orq_comparison comparison = {0};
    const struct orq_ops none = {0},
                         ops = compared(journey, live_of(journey, db), want, &comparison);
    const struct orq_takeover_input input = {
        .model = model, .live = comparison.have, .want = want, .ops = &ops};
    struct orq_takeover takeover;
    struct orq_takeover_proof proof = {.live = comparison.have, .rest = &none};
    bool proven = orq_takeover(journey->arena, &input, journey->diags, &takeover) == ORQ_OK &&
                  orq_takeover_prove(journey->arena, orq_engine_find("sqlite"), &takeover,
                                     journey->diags, &proof) == ORQ_OK &&
                  takeover.left.len == 0 && proof.remaining.len == 0;
    orq_db_close(db);
    remove(path);
    return proven ? takeover.files.items[0].after.data : NULL;
}

static void the_model_takes_over(void **state)
{
    struct journey *journey = *state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *sample = &samples[i];
        const char *after = taken_over(journey, sample->before, sample->sql);
        if (!after)
            fail_msg("%s: not proven", sample->name);
        if (strcmp(after, sample->after) != 0)
            fail_msg("%s:\n%s--- instead of ---\n%s", sample->name, after, sample->after);
    }
}

static void what_has_no_place_is_left(void **state)
{
    struct journey *journey = *state;
    /* Both tables have the same columns, in one text. */
    static const char shared[] = "tables:\n  a:\n    columns: &c\n      x: {type: text}\n"
                                 "  b:\n    columns: *c\n";
    assert_null(taken_over(journey, shared, "ALTER TABLE b ADD COLUMN y TEXT"));
    /* The check comes from the type. */
    static const char typed[] = "enums: {m: {values: [a, b]}}\n"
                                "tables: {t: {columns: {x: {type: m}}}}\n";
    assert_null(taken_over(journey, typed, "DROP TABLE t; CREATE TABLE t (x TEXT)"));
}

/* -- which operations -- */

static struct orq_op op_on(enum orq_op_kind kind, struct orq_table *table, unsigned changed)
{
    return (struct orq_op){
        .kind = kind, .changed = changed, .from = {.table = table}, .to = {.table = table}};
}

static void an_operation_is_divided(void **state)
{
    struct journey *journey = *state;
    struct orq_table *table = orq_table_new(journey->arena, "t");
    struct orq_op ops[] = {
        op_on(ORQ_OP_ALTER_TABLE, table, ORQ_CHANGE_COMMENT | ORQ_CHANGE_STRICT)};
    struct orq_op drift[] = {op_on(ORQ_OP_ALTER_TABLE, table, ORQ_CHANGE_STRICT)};
    struct orq_op expected[] = {op_on(ORQ_OP_ALTER_TABLE, table, ORQ_CHANGE_COMMENT)};
    struct orq_drifted drifted =
        orq_drifted_ops(journey->arena, &(struct orq_ops){ops, 1, 1},
                        &(struct orq_ops){drift, 1, 1}, &(struct orq_ops){expected, 1, 1});
    assert_int_equal(drifted.taken.len, 1);
    assert_int_equal(drifted.taken.items[0].changed, ORQ_CHANGE_STRICT);
    assert_int_equal(drifted.rest.len, 1);
    assert_int_equal(drifted.rest.items[0].changed, ORQ_CHANGE_COMMENT);
    drifted = orq_drifted_ops(journey->arena, &(struct orq_ops){ops, 1, 1}, &(struct orq_ops){0},
                              &(struct orq_ops){expected, 1, 1});
    assert_int_equal(drifted.taken.items[0].changed, ORQ_CHANGE_STRICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(the_model_takes_over),
        WORLD_TEST(what_has_no_place_is_left),
        WORLD_TEST(an_operation_is_divided),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
