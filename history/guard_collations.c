/* Rows that were written under a collation which this program does not have, and only compares by
 * bytes, stand at the wrong place of their index for every program that has it. */
#include "history/guard_sqlite.h"
#include "sql/quote.h"

static bool places_rows(enum orq_statement_kind kind)
{
    return kind == ORQ_SQL_INSERT || kind == ORQ_SQL_UPDATE || kind == ORQ_SQL_DELETE ||
           kind == ORQ_SQL_CREATE_INDEX || kind == ORQ_SQL_REINDEX;
}

/* The table of an object (itself, or of an index) when anything stored for it names the collation;
 * NULL: nothing does. A word that only looks like it counts too. */
static enum orq_status table_under(const struct orq_guarded *guarded, const char *object,
                                   const char *collation, const char **table)
{
    const char *name = orq_quoted_text(guarded->arena, object);
    const char *sql = orq_arena_printf(
        guarded->arena,
        "SELECT t.tbl_name FROM main.sqlite_master AS t WHERE t.tbl_name IN"
        " (SELECT o.tbl_name FROM main.sqlite_master AS o WHERE o.name = %s COLLATE NOCASE)"
        " AND instr(lower(t.sql), lower(%s)) > 0 LIMIT 1",
        name, orq_quoted_text(guarded->arena, collation));
    return orq_db_value(guarded->arena, guarded->db, sql, guarded->diags, table);
}

static enum orq_status check_table(const struct orq_guarded *guarded, const char *table,
                                   const char *collation)
{
    const char *row = NULL;
    enum orq_status status =
        orq_db_value(guarded->arena, guarded->db,
                     orq_arena_printf(guarded->arena, "SELECT 1 FROM main.%s LIMIT 1",
                                      orq_quoted_name(guarded->arena, table)),
                     guarded->diags, &row);
    if (status != ORQ_OK || !row)
        return status;
    orq_error(guarded->diags, guarded->section->at,
              "%s has the collation %s, which orqgen does not: its indexes would be out of order",
              orq_shown_name(guarded->arena, table), orq_shown_name(guarded->arena, collation));
    orq_hint(guarded->diags, "run the section's statements with a program that has the collation");
    return ORQ_FAILED;
}

enum orq_status orq_check_collations(const struct orq_guarded *guarded)
{
    const struct orq_strings *collations = orq_db_fake_collations(guarded->db);
    enum orq_status status = ORQ_OK;
    for (size_t i = 0; i < collations->len; i++) {
        for (size_t k = 0; k < guarded->statements.len && status == ORQ_OK; k++) {
            const struct orq_statement_class *class = &guarded->statements.items[k].is;
            const char *table = NULL;
            if (class->temporary || !class->object || !places_rows(class->kind))
                continue;
            status = table_under(guarded, class->object, collations->items[i], &table);
            if (status == ORQ_OK && table)
                status = check_table(guarded, table, collations->items[i]);
        }
    }
    return status;
}
