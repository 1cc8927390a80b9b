/* PostgreSQL's guard: the server keeps its own rules; what is left is where statements may run, and
 * indexes that a build in the background has left broken. */
#include "history/guard.h"
#include "sql/classify_postgres.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

static const struct orq_file_step *step_of(const struct orq_file_section *section, size_t offset)
{
    const struct orq_file_steps *steps = &section->steps;
    for (size_t i = 0; i < steps->len; i++)
        if (offset >= steps->items[i].offset &&
            offset < steps->items[i].offset + steps->items[i].len)
            return &steps->items[i];
    return NULL;
}

static void report(const struct orq_guarded *guarded, const struct orq_judged *statement,
                   const char *words, const char *why)
{
    orq_error(guarded->diags, orq_section_line(guarded->section, statement->line),
              "%s cannot be part of a %s", orq_shown_name(guarded->arena, words),
              why ? "migration" : "transaction");
    orq_hint(guarded->diags, "%s",
             why ? why
                 : "put it in a step of its own, under the line: -- +orqgen step no-transaction");
}

static void judge(const struct orq_guarded *guarded, const struct orq_judged *statement)
{
    const char *words;
    const struct orq_file_step *step = step_of(guarded->section, statement->offset);
    switch (orq_pg_place_of(guarded->arena, statement->sql, &words)) {
    case ORQ_PG_ANYWHERE:
        return;
    case ORQ_PG_OUTSIDE:
        if (!step || !step->no_transaction)
            report(guarded, statement, words, NULL);
        return;
    case ORQ_PG_TRANSACTION:
        report(guarded, statement, words,
               "orqgen runs each step as one transaction, with its ledger row in it");
        return;
    case ORQ_PG_CLIENT:
        report(guarded, statement, words,
               "it is psql's business: the server itself does not take it");
        return;
    }
}

static enum orq_status refuse(const struct orq_guarded *guarded)
{
    size_t before = orq_diags_errors(guarded->diags);
    for (size_t i = 0; i < guarded->statements.len; i++)
        judge(guarded, &guarded->statements.items[i]);
    return orq_diags_errors(guarded->diags) == before ? ORQ_OK : ORQ_INVALID;
}

static enum orq_status begin(struct orq_guarded *guarded)
{
    (void)guarded;
    return ORQ_OK;
}

struct found {
    struct orq_arena *arena;
    const char *index;
};

static bool keep(void *context, const struct orq_row *row)
{
    struct found *found = context;
    found->index = orq_arena_strdup(found->arena, row->values[0]);
    return false;
}

/* Is the index there, and broken? Of a partitioned table it is whole when its last part is. */
static enum orq_status find_broken(const struct orq_guarded *guarded,
                                   const struct orq_statement_class *class, const char **index)
{
    const char *other = orq_db_schema(guarded->db);
    const char *schema = other ? other : "public";
    const char *params[] = {orq_pg_qualified_name(
        guarded->arena, class->schema ? class->schema : schema, class->object)};
    struct found found = {.arena = guarded->arena};
    struct orq_query query = {
        .sql = "SELECT i.indexrelid::pg_catalog.regclass::pg_catalog.text "
               "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid "
               "WHERE i.indexrelid = pg_catalog.to_regclass($1) AND NOT i.indisvalid "
               "AND c.relkind = 'i'",
        .params = params,
        .param_count = 1,
        .fn = keep,
        .context = &found};
    enum orq_status status = orq_db_query(guarded->db, &query, guarded->diags);
    *index = found.index;
    return status;
}

/* IF NOT EXISTS passes over an index that an earlier build has left broken, and says nothing. */
static enum orq_status check(struct orq_guarded *guarded)
{
    for (size_t i = 0; i < guarded->statements.len; i++) {
        const struct orq_judged *statement = &guarded->statements.items[i];
        const char *index = NULL;
        if (statement->is.kind != ORQ_SQL_CREATE_INDEX || !statement->is.if_exists ||
            !statement->is.object)
            continue;
        enum orq_status status = find_broken(guarded, &statement->is, &index);
        if (status != ORQ_OK)
            return status;
        if (!index)
            continue;
        orq_error(guarded->diags, orq_section_line(guarded->section, statement->line),
                  "index %s is INVALID: an earlier build of it failed",
                  orq_shown_name(guarded->arena, index));
        orq_hint(guarded->diags, "drop it, then run this again: DROP INDEX CONCURRENTLY %s", index);
        return ORQ_FAILED;
    }
    return ORQ_OK;
}

const struct orq_guard orq_guard_postgres = {
    .dialect = "postgresql", .refuse = refuse, .begin = begin, .check = check};
