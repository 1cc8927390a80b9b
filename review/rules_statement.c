/* What a statement did as a whole: refused, rewritten, locked beside others. */
#include "review/rules_parts.h"

#include "model/identity.h"
#include "sql/classify_postgres.h"
#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

/* PostgreSQL cuts names to this many bytes (NAMEDATALEN - 1). */
#define LONGEST_NAME 63

static const char *object_of(const struct orq_judging *judging)
{
    const struct orq_touched_list *touched = &judging->statement->touched;
    return touched->len > 0 ? touched->items[0].table : judging->statement->summary;
}

/* ---- refused ---- */

/* https://www.postgresql.org/docs/current/errcodes-appendix.html */
static const struct {
    const char *state, *words, *rule;
} refusals[] = {
    {"25001", "", "concurrently-in-tx"},
    {"55P04", "", "enum-use-in-tx"},
    {"0A000", "concurrently", "concurrently-partitioned"},
    {"0A000", "cannot alter type of a column", "type-blocked"},
    {"2BP01", "cannot alter", "type-blocked"},
};

void orq_judge_refused(struct orq_judging *judging)
{
    const struct orq_observed *statement = judging->statement;
    const char *rule = "statement-fails";
    if (!statement->error)
        return;
    for (size_t i = sizeof refusals / sizeof *refusals; i-- > 0;) {
        if (strcmp(refusals[i].state, statement->sqlstate) == 0 &&
            strstr(statement->error, refusals[i].words))
            rule = refusals[i].rule;
    }
    orq_found(judging, rule, object_of(judging), "the server refuses it: %s",
              orq_shown_name(judging->arena, statement->error));
}

void orq_judge_rows(struct orq_judging *judging)
{
    const struct orq_observed *statement = judging->statement;
    if (statement->left_invalid)
        orq_found(judging, "invalid-index-left", statement->left_invalid,
                  "with rows that stand in the way it fails and leaves an invalid index, which "
                  "every write still maintains");
}

/* ---- identifiers ---- */

void orq_judge_identifiers(struct orq_judging *judging)
{
    const char *sql = judging->statement->sql;
    struct orq_pg_lexer lexer = orq_pg_lexer_new(sql, strlen(sql));
    struct orq_pg_token token = orq_pg_lexer_next(&lexer);
    for (; token.kind != ORQ_PG_END; token = orq_pg_lexer_next(&lexer)) {
        if (token.kind != ORQ_PG_WORD && token.kind != ORQ_PG_QUOTED)
            continue;
        const char *name = orq_pg_token_value(judging->arena, sql, token);
        if (name && strlen(name) > LONGEST_NAME)
            orq_found(judging, "identifier-too-long", name,
                      "the name has %zu bytes, and the server keeps 63 of them", strlen(name));
    }
}

/* ---- rewritten ---- */

static bool changes_column(struct orq_judging *judging, const struct orq_ops *ops,
                           const char *table)
{
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        bool column = op->kind == ORQ_OP_ADD_COLUMN ||
                      (op->kind == ORQ_OP_ALTER_COLUMN && (op->changed & ORQ_CHANGE_TYPE));
        if (column && strcmp(orq_judged_table(judging, op), table) == 0)
            return true;
    }
    return false;
}

static bool rewrites(const struct orq_judging *judging, const struct orq_touched_list *touched,
                     const char *table)
{
    for (size_t i = 0; i < touched->len; i++) {
        if (touched->items[i].rewritten &&
            orq_same_name(judging->dialect, touched->items[i].table, table))
            return true;
    }
    return false;
}

/* Is it told by a rule about the column that is added or changes its type? */
static bool told_by_column(struct orq_judging *judging, const char *table)
{
    const struct orq_tried_list *actions = &judging->statement->actions;
    bool known = false;
    for (size_t i = 0; i < actions->len; i++) {
        if (!rewrites(judging, &actions->items[i].touched, table))
            continue;
        known = true;
        if (!changes_column(judging, &actions->items[i].ops, table))
            return false;
    }
    return known || changes_column(judging, &judging->statement->ops, table);
}

void orq_judge_rewrite(struct orq_judging *judging)
{
    const struct orq_touched_list *touched = &judging->statement->touched;
    for (size_t i = 0; i < touched->len; i++) {
        const char *table = touched->items[i].table;
        if (touched->items[i].rewritten && !told_by_column(judging, table))
            orq_found(judging, "table-rewrite-op", table, "every row is written anew, under %s",
                      orq_lock_words(judging, table));
    }
}

/* ---- what goes together in a transaction ---- */

static const struct orq_touched *locked_whole(const struct orq_observed *statement)
{
    bool any = statement->touched.len > 0;
    return any && statement->touched.items[0].lock == ORQ_LOCK_ACCESS_EXCLUSIVE
               ? &statement->touched.items[0]
               : NULL;
}

static bool works_over_rows(const struct orq_observed *statement, const char *table)
{
    for (size_t i = 0; i < statement->touched.len; i++) {
        const struct orq_touched *touched = &statement->touched.items[i];
        if (strcmp(touched->table, table) == 0)
            return touched->rewritten || touched->scanned;
    }
    return false;
}

static bool is_alter(const struct orq_observed *statement)
{
    struct orq_pg_lexer lexer = orq_pg_lexer_new(statement->sql, strlen(statement->sql));
    return orq_pg_token_is(statement->sql, orq_pg_lexer_next(&lexer), "ALTER");
}

static bool changes_rows(struct orq_arena *arena, const char *sql)
{
    struct orq_pg_effects effects = orq_pg_effects_of(arena, sql);
    for (size_t i = 0; i < effects.len; i++) {
        if (effects.items[i].kind == ORQ_PG_UPDATES || effects.items[i].kind == ORQ_PG_DELETES)
            return true;
    }
    return false;
}

static bool writes_rows_of(struct orq_arena *arena, const struct orq_observed *statement,
                           const char *table)
{
    return works_over_rows(statement, table) && changes_rows(arena, statement->sql);
}

/* Two ways over the same rows where one statement would go one. Rows that are changed between may
 * need what the first one did. */
static void judge_split(struct orq_judging *judging)
{
    const struct orq_observed_list *list = &judging->reviewed->observed;
    const struct orq_touched *touched = locked_whole(judging->statement);
    if (!touched || !is_alter(judging->statement) ||
        !works_over_rows(judging->statement, touched->table))
        return;
    for (size_t i = judging->index; i-- > 0;) {
        const struct orq_observed *earlier = &list->items[i];
        if (earlier->step != judging->statement->step ||
            writes_rows_of(judging->arena, earlier, touched->table))
            return;
        if (!is_alter(earlier) || !works_over_rows(earlier, touched->table))
            continue;
        orq_found(judging, "split-alter", touched->table,
                  "the statement in line %zu has gone over all rows of %s too", earlier->at.line,
                  orq_shown_name(judging->arena, touched->table));
        return;
    }
}

static void judge_many_tables(struct orq_judging *judging)
{
    const struct orq_touched *touched = locked_whole(judging->statement);
    const char *other = NULL;
    for (size_t i = 0; touched && i < judging->index; i++) {
        const struct orq_observed *earlier = &judging->reviewed->observed.items[i];
        const struct orq_touched *first =
            earlier->step == judging->statement->step ? locked_whole(earlier) : NULL;
        if (first && strcmp(first->table, touched->table) == 0)
            return;
        other = first && !other ? first->table : other;
    }
    if (other)
        orq_found(judging, "multi-table-ax", touched->table,
                  "reads and writes of %s wait while the transaction works on %s",
                  orq_shown_name(judging->arena, other),
                  orq_shown_name(judging->arena, touched->table));
}

/* Rows that were there are changed, by a statement that is no DDL. */
static bool backfills(struct orq_judging *judging)
{
    const struct orq_observed *statement = judging->statement;
    bool touches = false;
    for (size_t i = 0; i < statement->touched.len; i++)
        touches |= statement->touched.items[i].scanned && !statement->touched.items[i].rewritten;
    return touches && statement->ops.len == 0 && changes_rows(judging->arena, statement->sql);
}

static void judge_backfill(struct orq_judging *judging)
{
    const struct orq_observed_list *list = &judging->reviewed->observed;
    for (size_t i = 0; i < list->len; i++) {
        const struct orq_observed *other = &list->items[i];
        if (other->step != judging->statement->step || other->ops.len == 0 ||
            other->lock < ORQ_LOCK_SHARE)
            continue;
        orq_found(judging, "backfill-with-ddl", object_of(judging),
                  "rows are changed in the transaction that holds %s on %s",
                  orq_lock_name(other->lock),
                  orq_shown_name(judging->arena, other->touched.items[0].table));
        return;
    }
}

void orq_judge_transaction(struct orq_judging *judging)
{
    const struct orq_observed *statement = judging->statement;
    if (!statement->in_transaction)
        return;
    if (statement->waits_for_ever && statement->lock >= ORQ_LOCK_SHARE)
        orq_found(judging, "no-lock-timeout", object_of(judging),
                  "lock_timeout is 0: while it waits for the lock, everybody behind it waits too");
    judge_split(judging);
    judge_many_tables(judging);
    if (backfills(judging))
        judge_backfill(judging);
}

/* ---- SQLite ---- */

void orq_judge_rebuild(struct orq_judging *judging)
{
    const struct orq_touched_list *touched = &judging->statement->touched;
    for (size_t i = 0; i < touched->len; i++) {
        const char *table = touched->items[i].table;
        const struct orq_size *size =
            judging->statistics ? orq_size_find(judging->statistics, table) : NULL;
        if (!touched->items[i].rewritten)
            continue;
        if (size && orq_size_is_large(size, 0, 0))
            orq_found(judging, "sqlite-rebuild-large", table,
                      "the table is copied row by row, and no other connection writes meanwhile");
        else
            orq_found(judging, "sqlite-rebuild", table,
                      "the table is copied row by row into a new one, which takes its place");
    }
}
