#include "history/guard.h"

#include <string.h>

const struct orq_guard *orq_guard_find(const char *dialect)
{
    static const struct orq_guard *const guards[] = {&orq_guard_sqlite, &orq_guard_postgres};
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++) {
        if (strcmp(guards[i]->dialect, dialect) == 0)
            return guards[i];
    }
    return NULL;
}

struct orq_guarded orq_guarded_new(struct orq_arena *arena, struct orq_db *db,
                                   const struct orq_file_section *section, struct orq_diags *diags)
{
    struct orq_guarded guarded = {.arena = arena,
                                  .db = db,
                                  .section = section,
                                  .enforced = !section->foreign_keys_off,
                                  .diags = diags};
    /* A section for any dialect is read as the database at hand reads it. */
    struct orq_file_section read = *section;
    read.dialect = orq_db_dialect(db);
    orq_section_statements(arena, &read, &guarded.statements);
    for (size_t i = 0; i < guarded.statements.len; i++) {
        const struct orq_statement_class *class = &guarded.statements.items[i].is;
        if (class->kind == ORQ_SQL_RENAME_TABLE && class->object && class->renamed)
            ORQ_PUSH(arena, &guarded.renames, class);
    }
    guarded.losses = orq_statements_losses(arena, read.dialect, &guarded.statements);
    return guarded;
}

struct orq_span orq_section_line(const struct orq_file_section *section, size_t line)
{
    return (struct orq_span){.file = section->at.file, .line = line, .column = 0};
}
