#include "history/alembic.h"

#include "history/alembic_parts.h"
#include "history/revision_id.h"
#include "sql/quote.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct orq_arena *arena;
    struct orq_alembic *alembic;
    const char *forbidden, *grant; /* a table that this role may not read */
};

static bool keep_table(void *context, const struct orq_row *row)
{
    struct reading *reading = context;
    const char *name = orq_arena_strdup(reading->arena, row->values[0]);
    ORQ_PUSH(reading->arena, &reading->alembic->tables, name);
    if (row->values[1] && !reading->forbidden) {
        reading->forbidden = name;
        reading->grant = orq_arena_strdup(reading->arena, row->values[1]);
    }
    return true;
}

static bool keep_head(void *context, const struct orq_row *row)
{
    struct reading *reading = context;
    if (row->values[0] && *row->values[0] != '\0')
        ORQ_PUSH(reading->arena, &reading->alembic->heads,
                 orq_arena_strdup(reading->arena, row->values[0]));
    return true;
}

static const char *tables_query(const char *dialect)
{
    static const struct orq_alembic_engine *const engines[] = {&orq_alembic_sqlite,
                                                               &orq_alembic_postgres};
    const struct orq_alembic_engine *found = engines[0];
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        if (strcmp(engines[i]->dialect, dialect) == 0)
            found = engines[i];
    }
    return found->tables;
}

static enum orq_status find_tables(struct reading *reading, struct orq_db *db,
                                   struct orq_diags *diags)
{
    struct orq_query query = {
        .sql = tables_query(orq_db_dialect(db)), .fn = keep_table, .context = reading};
    enum orq_status status = orq_db_query(db, &query, diags);
    if (status != ORQ_OK || !reading->forbidden)
        return status;
    orq_error(diags, ORQ_NOWHERE, "%s: this role may not read Alembic's table %s", orq_db_shown(db),
              reading->forbidden);
    orq_hint(diags, "let its owner run: %s", reading->grant);
    return ORQ_DATABASE;
}

/* Several schemas, each with Alembic's table, often stand at one revision. */
static void sort_heads(struct orq_strings *heads)
{
    size_t kept = 0;
    orq_strings_sort(heads);
    for (size_t i = 0; i < heads->len; i++) {
        if (kept == 0 || strcmp(heads->items[kept - 1], heads->items[i]) != 0)
            heads->items[kept++] = heads->items[i];
    }
    heads->len = kept;
}

enum orq_status orq_alembic_read(struct orq_arena *arena, struct orq_db *db,
                                 struct orq_diags *diags, struct orq_alembic *alembic)
{
    struct reading reading = {.arena = arena, .alembic = alembic};
    *alembic = (struct orq_alembic){0};
    enum orq_status status = find_tables(&reading, db, diags);
    for (size_t i = 0; status == ORQ_OK && i < alembic->tables.len; i++) {
        struct orq_query query = {
            .sql = orq_arena_printf(arena, "SELECT version_num FROM %s", alembic->tables.items[i]),
            .fn = keep_head,
            .context = &reading};
        status = orq_db_query(db, &query, diags);
    }
    sort_heads(&alembic->heads);
    return status;
}

static bool same_words(const struct orq_strings *a, const struct orq_strings *b)
{
    bool same = a->len == b->len;
    for (size_t i = 0; same && i < a->len; i++)
        same = strcmp(a->items[i], b->items[i]) == 0;
    return same;
}

bool orq_alembic_agrees(const struct orq_alembic *alembic, const struct orq_migration *baseline)
{
    return baseline->adopts.len == 0 || alembic->tables.len == 0 ||
           same_words(&baseline->adopts, &alembic->heads);
}

enum orq_status orq_alembic_refuse(struct orq_arena *arena, const struct orq_alembic *alembic,
                                   const struct orq_migration *baseline, struct orq_diags *diags)
{
    const char *at = alembic->heads.len > 0
                         ? orq_shown_name(arena, orq_revision_ids_text(arena, &alembic->heads))
                         : "no revision (its table is empty)";
    orq_error(diags, baseline->at, "Alembic has the database at %s; the baseline %s was made at %s",
              at, baseline->revision, orq_revision_ids_text(arena, &baseline->adopts));
    orq_hint(diags, "bring it there with Alembic, by its upgrade or its downgrade");
    orq_hint(diags, "then: orqgen adopt");
    return ORQ_INVALID;
}
