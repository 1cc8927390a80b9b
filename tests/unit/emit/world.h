/* A migration from one SQLite script to another on a database in memory: the statements are made,
 * run as the runner runs them, and judged by what is there afterwards. */
#ifndef ORQ_TESTS_UNIT_EMIT_WORLD_H
#define ORQ_TESTS_UNIT_EMIT_WORLD_H

#include "emit/emit.h"
#include "introspect/introspect.h"
#include "sql/quote.h"
#include "sql/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct world {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_db *db;
    struct orq_section section;       /* the last one made */
    const struct orq_rename *renames; /* of the next migration */
    size_t rename_count;
    struct orq_strings broken;        /* views and triggers that do not compile */
    struct orq_column_change *change; /* for the column that is named change_column */
    const char *change_column;
    struct orq_archive_policy archive;
    const struct orq_archives *restore;
};

#define UNUSED __attribute__((unused))

static void print_section(const struct orq_section *section)
{
    for (size_t i = 0; i < section->statements.len; i++) {
        const struct orq_statement *statement = &section->statements.items[i];
        for (size_t k = 0; k < statement->notes.len; k++)
            print_error("-- %s\n", statement->notes.items[k]);
        print_error("%s;\n", statement->sql);
    }
}

static void must(struct world *world, enum orq_status status)
{
    if (status == ORQ_OK)
        return;
    orq_diags_print(world->diags, 0, stderr, false);
    print_section(&world->section);
    fail_msg("status %d", (int)status);
}

static void exec(struct world *world, const char *sql)
{
    must(world, orq_db_exec(world->db, sql, world->diags));
}

UNUSED static const char *value(struct world *world, const char *sql)
{
    const char *text = NULL;
    must(world, orq_db_value(world->arena, world->db, sql, world->diags, &text));
    return text ? text : "(null)";
}

static struct world world_new(const char *script)
{
    struct world world = {.arena = orq_arena_new()};
    world.diags = orq_diags_new(world.arena);
    must(&world, orq_db_memory(world.arena, world.diags, &world.db));
    orq_db_foreign_keys(world.db, false); /* a script may build children before parents */
    exec(&world, script);
    orq_db_foreign_keys(world.db, true);
    return world;
}

static void world_end(struct world *world)
{
    orq_db_close(world->db);
    orq_arena_free(world->arena);
}

static struct orq_schema *schema_now(struct world *world)
{
    struct orq_schema *schema = NULL;
    must(world, orq_introspect(world->arena, world->db, NULL, world->diags, &schema));
    schema->manage = ~0u;
    return schema;
}

/* What a script builds, as a database holds it. */
static struct orq_schema *stored_schema(struct world *world, const char *script)
{
    struct world other = world_new(script);
    struct orq_schema *schema = NULL;
    must(world, orq_introspect(world->arena, other.db, NULL, world->diags, &schema));
    world_end(&other);
    schema->manage = ~0u;
    return schema;
}

/* The same without stored texts, as a model has it. */
static struct orq_schema *model_schema(struct world *world, const char *script)
{
    struct orq_schema *schema = stored_schema(world, script);
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct orq_table *table = schema->tables.items[i];
        table->sql = NULL;
        for (size_t k = 0; k < table->columns.len; k++) {
            struct orq_column *column = table->columns.items[k];
            column->place = (struct orq_place){0};
            if (world->change && orq_ascii_equal(column->name, world->change_column))
                column->change = world->change;
        }
        for (size_t k = 0; k < table->constraints.len; k++)
            table->constraints.items[k]->place = (struct orq_place){0};
        for (size_t k = 0; k < table->indexes.len; k++)
            table->indexes.items[k]->sql = NULL;
    }
    return schema;
}

/* Both defaults are inserted into a column of the type. */
static void judge(struct world *world, struct orq_pairs *pairs)
{
    for (size_t i = 0; i < pairs->len; i++) {
        struct orq_pair *pair = &pairs->items[i];
        struct world scratch = world_new("");
        exec(&scratch, orq_arena_printf(world->arena,
                                        "CREATE TABLE p (a %s DEFAULT %s, b %s DEFAULT %s)%s;"
                                        "INSERT INTO p DEFAULT VALUES",
                                        pair->type, pair->a, pair->type, pair->b,
                                        pair->strict ? " STRICT" : ""));
        bool same = strcmp(value(&scratch, "SELECT quote(a) = quote(b) FROM p"), "1") == 0;
        pair->verdict = same ? ORQ_SAME : ORQ_UNLIKE;
        world_end(&scratch);
    }
}

static struct orq_ops ops_between(struct world *world, const struct orq_schema *have,
                                  const struct orq_schema *want, struct orq_renames renames)
{
    struct orq_ops ops = {0};
    struct orq_diff_options options = {.renames = renames};
    struct orq_diff *diff = orq_diff_begin(world->arena, have, want, options);
    judge(world, &diff->pairs);
    orq_diff_finish(diff, &ops);
    return ops;
}

static enum orq_status run_statements(struct world *world, struct orq_db *db)
{
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; status == ORQ_OK && i < world->section.statements.len; i++)
        status = orq_db_exec(db, world->section.statements.items[i].sql, world->diags);
    return status;
}

/* As the runner does it: enforcement off outside the transaction where the section says so. */
static enum orq_status run_section(struct world *world)
{
    bool enforced = true;
    if (world->section.foreign_keys_off)
        enforced = orq_db_foreign_keys(world->db, false);
    must(world, orq_db_begin(world->db, world->diags));
    enum orq_status status = run_statements(world, world->db);
    if (status == ORQ_OK)
        must(world, orq_db_commit(world->db, world->diags));
    else
        orq_db_rollback(world->db);
    orq_db_foreign_keys(world->db, enforced);
    return status;
}

/* The schema that the renames leave, by doing them on a copy. */
static struct orq_schema *renamed_schema(struct world *world, struct orq_emit_input input)
{
    struct orq_db *copy = NULL;
    struct orq_schema *schema = NULL;
    input.rename_only = true;
    must(world, orq_emit_sqlite(world->arena, &input, world->diags, &world->section));
    must(world, orq_db_memory(world->arena, world->diags, &copy));
    must(world, orq_db_copy(world->db, copy, world->diags));
    orq_db_foreign_keys(copy, false);
    must(world, run_statements(world, copy));
    must(world, orq_introspect(world->arena, copy, NULL, world->diags, &schema));
    orq_db_close(copy);
    schema->manage = ~0u;
    return schema;
}

static void make_section(struct world *world, const struct orq_schema *want)
{
    struct orq_schema *have = schema_now(world);
    struct orq_renames renames = {0};
    for (size_t i = 0; i < world->rename_count; i++)
        ORQ_PUSH(world->arena, &renames, world->renames[i]);
    struct orq_emit_input input = {.have = have,
                                   .renamed = have,
                                   .want = want,
                                   .renames = &renames,
                                   .broken = &world->broken,
                                   .archive = world->archive,
                                   .restore = world->restore,
                                   .version = orq_db_version(world->db)};
    if (renames.len > 0)
        input.renamed = renamed_schema(world, input);
    struct orq_ops ops = ops_between(world, input.renamed, want, renames);
    for (size_t i = 0; i < want->tables.len; i++) { /* the text must come back, as in a downgrade */
        const struct orq_table *table = want->tables.items[i];
        struct orq_table *now = orq_schema_table(input.renamed, table->name);
        if (!now || !table->sql ||
            strcmp(orq_tokens_canonical(world->arena, now->sql, strlen(now->sql)),
                   orq_tokens_canonical(world->arena, table->sql, strlen(table->sql))) == 0)
            continue;
        struct orq_op op = {.kind = ORQ_OP_ALTER_TABLE,
                            .changed = ORQ_CHANGE_TEXT,
                            .from.table = now,
                            .to.table = table};
        bool known = false;
        for (size_t k = 0; k < ops.len; k++)
            known = known || ops.items[k].to.table == table;
        if (!known)
            ORQ_PUSH(world->arena, &ops, op);
    }
    input.ops = &ops;
    must(world, orq_emit_sqlite(world->arena, &input, world->diags, &world->section));
}

static void must_be(struct world *world, const struct orq_schema *want)
{
    struct orq_ops left = ops_between(world, schema_now(world), want, (struct orq_renames){0});
    if (left.len == 0)
        return;
    print_section(&world->section);
    for (size_t i = 0; i < left.len; i++)
        print_error("still: %s\n", orq_op_summary(world->arena, &left.items[i]));
    fail_msg("%zu differences left", left.len);
}

/* Upgrades to what the script builds, as if a model said so; it must be there afterwards. */
UNUSED static void migrate(struct world *world, const char *script)
{
    const struct orq_schema *want = model_schema(world, script);
    make_section(world, want);
    must(world, run_section(world));
    must_be(world, want);
    assert_string_equal(value(world, "PRAGMA integrity_check"), "ok");
}

/* The same, but the statements are to fail; everything stays as it was. */
UNUSED static void migrate_fails(struct world *world, const char *script)
{
    make_section(world, model_schema(world, script));
    assert_int_not_equal(run_section(world), ORQ_OK);
}

/* All stored statements, canonical, in name order. */
static bool add_object(void *context, const struct orq_row *row)
{
    struct orq_str *out = context;
    orq_str_addf(out, "%s %s: %s\n", row->values[0], row->values[1],
                 orq_tokens_canonical(out->arena, row->values[2], row->lens[2]));
    return true;
}

UNUSED static const char *stored_texts(struct world *world)
{
    struct orq_str out = orq_str_new(world->arena);
    struct orq_query query = {.sql =
                                  "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
                                  " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name",
                              .fn = add_object,
                              .context = &out};
    must(world, orq_db_query(world->db, &query, world->diags));
    return orq_str_text(&out);
}

static bool add_row(void *context, const struct orq_row *row)
{
    orq_str_addf(context, "%s\n", row->values[0]);
    return true;
}

/* Every row of every table with rowids where they can be seen, and the counters. */
UNUSED static const char *all_rows(struct world *world)
{
    struct orq_str out = orq_str_new(world->arena);
    const struct orq_schema *schema = schema_now(world);
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct orq_table *table = schema->tables.items[i];
        struct orq_str sql = orq_str_new(world->arena);
        orq_str_addf(&sql, "SELECT %s", table->without_rowid ? "'-'" : "rowid");
        for (size_t k = 0; k < table->columns.len; k++)
            orq_str_addf(&sql, "||','||quote(t.%s)",
                         orq_quoted_name(world->arena, table->columns.items[k]->name));
        orq_str_addf(&sql, " FROM main.%s AS t ORDER BY 1",
                     orq_quoted_name(world->arena, table->name));
        orq_str_addf(&out, "%s:\n", table->name);
        struct orq_query query = {.sql = orq_str_text(&sql), .fn = add_row, .context = &out};
        must(world, orq_db_query(world->db, &query, world->diags));
    }
    if (strcmp(value(world, "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'"),
               "1") == 0) {
        struct orq_query query = {.sql = "SELECT name||'='||seq FROM sqlite_sequence ORDER BY name",
                                  .fn = add_row,
                                  .context = &out};
        must(world, orq_db_query(world->db, &query, world->diags));
    }
    return orq_str_text(&out);
}

/* Up to the script and down again: what was stored is stored again. rows: the data too. */
UNUSED static void up_and_down(struct world *world, const char *script, bool rows)
{
    const struct orq_schema *before = schema_now(world);
    const char *texts = stored_texts(world), *data = all_rows(world);
    migrate(world, script);
    struct orq_renames up = {0};
    for (size_t i = 0; i < world->rename_count; i++)
        ORQ_PUSH(world->arena, &up, world->renames[i]);
    struct orq_renames down = orq_renames_undo(world->arena, &up);
    world->renames = down.items;
    world->rename_count = down.len;
    make_section(world, before);
    must(world, run_section(world));
    must_be(world, before);
    if (strcmp(stored_texts(world), texts) != 0)
        print_section(&world->section);
    assert_string_equal(stored_texts(world), texts);
    if (rows)
        assert_string_equal(all_rows(world), data);
}

UNUSED static bool emitted(const struct world *world, const char *text)
{
    for (size_t i = 0; i < world->section.statements.len; i++)
        if (strstr(world->section.statements.items[i].sql, text))
            return true;
    return false;
}

UNUSED static bool noted(const struct world *world, const char *text)
{
    for (size_t i = 0; i < world->section.statements.len; i++)
        for (size_t k = 0; k < world->section.statements.items[i].notes.len; k++)
            if (strstr(world->section.statements.items[i].notes.items[k], text))
                return true;
    return false;
}

#endif
