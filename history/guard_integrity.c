/* Is the database sound? integrity_check says, but for one thing that it gets wrong. */
#include "history/guard_sqlite.h"
#include "sql/quote.h"

#include <string.h>

#define NULL_VALUE "NULL value in "

/* SQLite 3.40 reports NULLs in a WITHOUT ROWID table that stand there as values, when a UNIQUE
 * repeats its key. Names may hold dots: each place is tried where the table and the column could
 * part. */
static bool is_refuted(const struct orq_guarded *guarded, const char *finding)
{
    if (!orq_starts_with(finding, NULL_VALUE))
        return false;
    const char *name = finding + strlen(NULL_VALUE);
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        const char *table = orq_arena_strndup(guarded->arena, name, (size_t)(dot - name));
        const char *sql = orq_arena_printf(
            guarded->arena, "SELECT count(*) FROM main.%s AS t WHERE t.%s IS NULL",
            orq_quoted_name(guarded->arena, table), orq_quoted_name(guarded->arena, dot + 1));
        const char *count = NULL;
        struct orq_diags *tries = orq_diags_new(guarded->arena);
        if (orq_db_value(guarded->arena, guarded->db, sql, tries, &count) == ORQ_OK)
            return count && strcmp(count, "0") == 0;
    }
    return false;
}

const char *orq_integrity_problem(const struct orq_guarded *guarded)
{
    struct orq_strings findings = {0};
    struct orq_guarded quiet = *guarded;
    quiet.diags = orq_diags_new(guarded->arena);
    if (orq_sqlite_rows(&quiet, "PRAGMA main.integrity_check", &findings) != ORQ_OK)
        return "integrity_check gives no answer";
    for (size_t i = 0; i < findings.len; i++) {
        const char *finding = findings.items[i];
        if (strcmp(finding, "ok") != 0 && !is_refuted(guarded, finding))
            return finding;
    }
    return NULL;
}
