/* What the live database cannot tell yet: pending migrations come before. */
#include "model/dialect.h"
#include "model/identity.h"
#include "review/asked.h"
#include "sql/classify.h"
#include "sql/quote.h"
#include "sql/sqlite_ddl.h"
#include "sql/token.h"

#include <string.h>
#include <strings.h>

static const char *name_of(const struct orq_flying *flying, const struct orq_table *table)
{
    return orq_qualified(flying->arena, flying->dialect, table->schema, table->name);
}

static bool mentions(const struct orq_flying *flying, const char *sql, const char *name)
{
    struct orq_strings names = {0};
    orq_ddl_mentions(flying->arena, sql, &names);
    for (size_t i = 0; i < names.len; i++) {
        if (strcasecmp(names.items[i], name) == 0)
            return true;
    }
    return false;
}

/* ---- what is there ---- */

void orq_precheck_trace(const struct orq_flying *flying, const struct orq_precheck *precheck,
                        struct orq_answerable *answerable)
{
    struct orq_arena *arena = flying->arena;
    struct orq_pasts pasts = {0};
    const struct orq_tracing tracing = {arena, flying->dialect, flying->live, &pasts};
    for (size_t i = 0; &flying->reviews->items[i] != precheck->review; i++) {
        const struct orq_reviewed *up = &flying->reviews->items[i].up;
        const struct orq_past past = {up, up->observed.len};
        ORQ_PUSH(arena, &pasts, past);
    }
    const struct orq_past own = {&precheck->review->up, precheck->finding->asked->since};
    ORQ_PUSH(arena, &pasts, own);
    orq_asked_trace(&tracing, precheck->finding->asked, answerable);
}

/* ---- what changes before ---- */

/* Does a SELECT of rows compute values, or leave some out? One that counts them copies none. */
static bool computes(const struct orq_flying *flying, const char *sql)
{
    static const char *const words[] = {"(", "WHERE", "CASE", "||", "+", "-", "*", "LIMIT"};
    struct orq_tokens tokens = orq_tokens_of(flying->arena, sql, strlen(sql));
    bool selecting = false;
    for (size_t i = 0; i < tokens.len; i++) {
        struct orq_token token = tokens.items[i];
        bool begins = !selecting && orq_token_is(sql, token, "SELECT");
        if (begins && orq_token_is(sql, tokens.items[i + 1], "count"))
            return false;
        selecting |= begins;
        for (size_t k = 0; selecting && k < sizeof words / sizeof *words; k++) {
            if (orq_token_is(sql, token, words[k]))
                return true;
        }
        if (selecting && (token.kind == ORQ_TOKEN_STRING || token.kind == ORQ_TOKEN_INTEGER))
            return true;
    }
    return false;
}

/* The server saw rows written, and no structure. */
static bool wrote_rows(const struct orq_flying *flying, const struct orq_observed *statement,
                       const char *table)
{
    for (size_t i = 0; statement->ops.len == 0 && i < statement->touched.len; i++) {
        const struct orq_touched *touched = &statement->touched.items[i];
        if (orq_same_name(flying->dialect, touched->table, table) &&
            (touched->lock == ORQ_LOCK_ROW_EXCLUSIVE || touched->lock == ORQ_LOCK_ACCESS_EXCLUSIVE))
            return true;
    }
    return false;
}

bool orq_changes_rows(const struct orq_flying *flying, const struct orq_observed *statement,
                      const struct orq_table *table, bool later)
{
    struct orq_statement_class class =
        orq_statement_classify(flying->arena, statement->sql, strlen(statement->sql));
    bool own = class.object && orq_same_name(flying->dialect, class.object, table->name);
    /* A table that is rebuilt has its rows copied out of it and into it. */
    if (class.kind == ORQ_SQL_INSERT && flying->dialect->stores_texts)
        return (own || (!later && mentions(flying, statement->sql, table->name))) &&
               computes(flying, statement->sql);
    if (later)
        return false;
    return (own && (class.kind == ORQ_SQL_INSERT || class.kind == ORQ_SQL_UPDATE ||
                    class.kind == ORQ_SQL_DELETE)) ||
           wrote_rows(flying, statement, name_of(flying, table));
}

const struct orq_observed *orq_precheck_changed(const struct orq_flying *flying,
                                                const struct orq_precheck *precheck)
{
    const struct orq_finding *finding = precheck->finding;
    /* Under the names that they have then, and that they have now. */
    const struct orq_table *const tables[] = {finding->asked->table, finding->asked->parent,
                                              precheck->table, precheck->parent};
    for (size_t i = 0; i < flying->reviews->len; i++) {
        const struct orq_review *review = &flying->reviews->items[i];
        const struct orq_observed_list *list = &review->up.observed;
        for (size_t k = 0; k < list->len; k++) {
            bool later = review == precheck->review && k > finding->statement;
            for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
                if (tables[t] && orq_changes_rows(flying, &list->items[k], tables[t], later))
                    return &list->items[k];
            }
        }
        if (review == precheck->review)
            break;
    }
    return NULL;
}
