/* Columns that come, go and change. */
#include "tests/unit/emit/postgres_models.h"

#define T(columns) "tables:\n  t:\n    columns:\n      a: {type: integer}\n" columns

static void columns_come_and_go_in_one_alter(void **state)
{
    (void)state;
    struct migration made = migrate_with(T("      old: {type: text}\n"),
                                         T("      b: {type: integer, default: 1}\n"
                                           "      c: {type: text, comment: c}\n"),
                                         false);
    shows(&made, "-- LOSES DATA: t.old");
    shows(&made, "ADD COLUMN b integer DEFAULT 1");
    shows(&made, "ADD COLUMN c text");
    shows(&made, "DROP COLUMN old");
    shows(&made, "COMMENT ON COLUMN t.c IS 'c';");
    shows_not(&made, "REWRITES");
    orq_arena_free(made.arena);
}

static void a_required_column_without_a_value_is_filled_in(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(T(""), T("      b: {type: integer, nullable: false}\n"), false);
    shows_in_order(&made, "ADD COLUMN b integer;", "-- FILL IN: t.b: ");
    shows_in_order(&made, "UPDATE t SET b = NULL;", "ALTER COLUMN b SET NOT NULL");
    assert_int_equal(made.section.fill_in.len, 1);
    orq_arena_free(made.arena);
}

static void a_backfill_is_the_value_of_old_rows(void **state)
{
    (void)state;
    struct migration made = migrate_with(
        T(""), T("      b: {type: integer, nullable: false, backfill: {sql: a + 1}}\n"), false);
    shows_in_order(&made, "UPDATE t SET b = a + 1;", "ALTER COLUMN b SET NOT NULL");
    assert_int_equal(made.section.fill_in.len, 0);
    orq_arena_free(made.arena);
}

static void not_null_is_proven_beside_the_writers(void **state)
{
    (void)state;
    const char *from = T("      b: {type: integer}\n");
    const char *to = T("      b: {type: integer, nullable: false}\n");
    struct migration made = migrate_with(from, to, false);
    shows_in_order(&made, "ADD CONSTRAINT b_not_null CHECK (b IS NOT NULL) NOT VALID;",
                   "--- step\n");
    shows_in_order(&made, "VALIDATE CONSTRAINT b_not_null;", "--- step\n");
    shows_in_order(&made, "ALTER COLUMN b SET NOT NULL", "DROP CONSTRAINT b_not_null");
    orq_arena_free(made.arena);
    made = migrate_with(from, to, true);
    shows(&made, "ALTER TABLE t ALTER COLUMN b SET NOT NULL;");
    shows_not(&made, "--- step");
    orq_arena_free(made.arena);
}

static void a_child_gets_not_null_with_its_parent(void **state)
{
    (void)state;
    const char *family =
        "  c:\n    columns: {d: {type: integer}}\n    postgresql: {inherits: [t]}\n";
    struct orq_arena *arena = orq_arena_new();
    struct migration made = migrate_with(
        orq_arena_printf(arena, "%s%s", T("      b: {type: integer}\n"), family),
        orq_arena_printf(arena, "%s%s", T("      b: {type: integer, nullable: false}\n"), family),
        false);
    shows_in_order(&made, "ALTER COLUMN b SET NOT NULL", "DROP CONSTRAINT b_not_null;");
    shows_not(&made, "TABLE c");
    orq_arena_free(made.arena);
    orq_arena_free(arena);
}

static const struct {
    const char *from, *to, *sql;
} types[] = {
    {"integer", "bigint", "TYPE bigint;"},
    {"integer", "text", "TYPE text;"},
    {"text", "integer", "TYPE integer USING b::integer;"},
    {"text[]", "integer[]", "TYPE integer[] USING b::integer[];"},
    {"boolean", "integer", "TYPE integer USING b::integer;"},
    {"uuid", "integer", "TYPE integer USING b::text::integer;"},
    {"json", "jsonb", "TYPE jsonb;"},
    {"money", "integer", "TYPE integer USING b::numeric::integer;"},
    {"real", "money", "TYPE money USING b::numeric::money;"},
    {"timestamp", "timestamptz", "TYPE timestamp with time zone;"},
    {"varchar(20)", "varchar(10)", "TYPE character varying(10);"},
};

static void a_cast_is_written_where_none_is_implied(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char from[200], to[200];
        snprintf(from, sizeof from, T("      b: {type: \"%s\"}\n"), types[i].from);
        snprintf(to, sizeof to, T("      b: {type: \"%s\"}\n"), types[i].to);
        struct migration made = migrate_with(from, to, true);
        shows(&made, types[i].sql);
        orq_arena_free(made.arena);
    }
}

static void what_is_stored_alike_is_not_rewritten(void **state)
{
    (void)state;
    struct migration made = migrate_with(T("      b: {type: varchar(10)}\n"),
                                         T("      b: {type: varchar(20)}\n"), true);
    shows_not(&made, "REWRITES");
    shows_not(&made, "CAN FAIL");
    orq_arena_free(made.arena);
    made = migrate_with(T("      b: {type: varchar(20)}\n"), T("      b: {type: varchar(10)}\n"),
                        true);
    shows(&made, "-- REWRITES: t\n-- CAN FAIL: ");
    orq_arena_free(made.arena);
}

static void using_of_the_model_comes_first(void **state)
{
    (void)state;
    struct migration made = migrate_with(T("      b: {type: text}\n"),
                                         T("      b: {type: integer, using: length(b)}\n"), true);
    shows(&made, "TYPE integer USING length(b);");
    orq_arena_free(made.arena);
}

static void a_default_that_cannot_be_cast_is_set_anew(void **state)
{
    (void)state;
    struct migration made = migrate_with(T("      b: {type: text, default: '1'}\n"),
                                         T("      b: {type: integer, default: 1}\n"), true);
    shows(&made, "ALTER TABLE t\n"
                 "    ALTER COLUMN b DROP DEFAULT,\n"
                 "    ALTER COLUMN b TYPE integer USING b::integer,\n"
                 "    ALTER COLUMN b SET DEFAULT 1;");
    orq_arena_free(made.arena);
}

static void a_generated_column_is_made_anew(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(T("      b: {type: integer, generated: {as: a + 1, stored: true}}\n"),
                     T("      b: {type: integer, generated: {as: a + 2, stored: true}}\n"), true);
    shows_in_order(&made, "DROP COLUMN b",
                   "ADD COLUMN b integer GENERATED ALWAYS AS (a + 2) STORED");
    shows_not(&made, "LOSES DATA");
    orq_arena_free(made.arena);
    made = migrate_with(T("      b: {type: integer, generated: {as: a + 1, stored: true}}\n"),
                        T("      b: {type: integer}\n"), true);
    shows(&made, "ALTER COLUMN b DROP EXPRESSION;");
    orq_arena_free(made.arena);
    made = migrate_with(T("      b: {type: integer, generated: {as: a + 1, stored: true}}\n"),
                        T("      b: {type: date}\n"), true);
    shows_in_order(&made, "ALTER COLUMN b DROP EXPRESSION;", "TYPE date USING b::text::date");
    orq_arena_free(made.arena);
}

static void identities_change_in_place(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(T("      b: {type: integer, nullable: false, identity: always}\n"),
                     T("      b: {type: integer, nullable: false, identity: by default}\n"), true);
    shows(&made, "ALTER COLUMN b SET GENERATED BY DEFAULT;");
    orq_arena_free(made.arena);
    made = migrate_with(T("      b: {type: integer, nullable: false, identity: always}\n"),
                        T("      b: {type: integer}\n"), true);
    shows_in_order(&made, "ALTER COLUMN b DROP IDENTITY", "ALTER COLUMN b DROP NOT NULL");
    orq_arena_free(made.arena);
}

#define P(columns)                                                    \
    "tables:\n  t:\n    columns:\n      a: {type: integer}\n" columns \
    "  c:\n    postgresql: {inherits: [t]}\n    columns: {d: {type: integer}}\n"

static void an_identity_above_children_begins_as_a_plain_column(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(P(""), P("      b: {type: integer, identity: always}\n"), true);
    shows_in_order(&made, "ADD COLUMN b integer DEFAULT 0 NOT NULL;",
                   "ALTER COLUMN b DROP DEFAULT, ALTER COLUMN b ADD GENERATED");
    shows_in_order(&made, "ADD GENERATED", "UPDATE t SET b = DEFAULT;");
    orq_arena_free(made.arena);
}

static const char *typed(struct orq_arena *arena, const char *type)
{
    return orq_arena_printf(
        arena,
        "enums: {mood: {values: [sad, glad]}}\n"
        "domains: {short: {type: text, check: length(VALUE) < 3}}\n" T("      b: {type: %s}\n"),
        type);
}

/* What cannot go wrong is not warned of: every value has a text, and not every text is a value. */
static void every_value_has_a_text(void **state)
{
    static const struct {
        const char *from, *to;
        bool fails;
    } rows[] = {{"uuid", "text", false},      {"\"integer[]\"", "text", false},
                {"mood", "text", false},      {"\"mood[]\"", "\"text[]\"", false},
                {"uuid", "varchar(9)", true}, {"text", "\"text[]\"", true},
                {"text", "mood", true},       {"text", "short", true}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct orq_arena *arena = orq_arena_new();
        struct migration made =
            migrate_with(typed(arena, rows[i].from), typed(arena, rows[i].to), false);
        (rows[i].fails ? shows : shows_not)(&made, "CAN FAIL: a value of t.b");
        shows(&made, "ALTER COLUMN b TYPE ");
        orq_arena_free(made.arena);
        orq_arena_free(arena);
    }
}

static void storage_is_altered(void **state)
{
    (void)state;
    struct migration made =
        migrate_with(T("      b: {type: text}\n"),
                     T("      b: {type: text, storage: external, statistics: 500}\n"), true);
    shows(&made, "ALTER COLUMN b SET STORAGE EXTERNAL");
    shows(&made, "ALTER COLUMN b SET STATISTICS 500");
    orq_arena_free(made.arena);
    made = migrate_with(T("      b: {type: text, storage: external}\n"),
                        T("      b: {type: text}\n"), true);
    shows(&made, "ALTER COLUMN b SET STORAGE EXTENDED");
    orq_arena_free(made.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_come_and_go_in_one_alter),
        cmocka_unit_test(a_required_column_without_a_value_is_filled_in),
        cmocka_unit_test(a_backfill_is_the_value_of_old_rows),
        cmocka_unit_test(not_null_is_proven_beside_the_writers),
        cmocka_unit_test(a_child_gets_not_null_with_its_parent),
        cmocka_unit_test(a_cast_is_written_where_none_is_implied),
        cmocka_unit_test(what_is_stored_alike_is_not_rewritten),
        cmocka_unit_test(using_of_the_model_comes_first),
        cmocka_unit_test(a_default_that_cannot_be_cast_is_set_anew),
        cmocka_unit_test(a_generated_column_is_made_anew),
        cmocka_unit_test(identities_change_in_place),
        cmocka_unit_test(an_identity_above_children_begins_as_a_plain_column),
        cmocka_unit_test(every_value_has_a_text),
        cmocka_unit_test(storage_is_altered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
