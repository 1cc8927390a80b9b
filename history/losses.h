/* What a section's statements do to data. Conservative: what is not recognised
 * as safe is a loss. */
#ifndef ORQ_HISTORY_LOSSES_H
#define ORQ_HISTORY_LOSSES_H

#include "history/migration.h"
#include "sql/classify.h"

/* A statement of a section, judged. */
struct orq_judged {
    struct orq_statement_class is;
    const char *sql; /* without the semicolon, NUL-terminated */
    size_t len;
    size_t offset; /* in the section's text */
    size_t line;   /* in the file */
};
ORQ_VEC_OF(orq_judged_list, struct orq_judged);

void orq_section_statements(struct orq_arena *arena, const struct orq_file_section *section,
                            struct orq_judged_list *statements);

/* A table that the section drops and puts back with its rows, or whose rows it keeps in another. */
struct orq_rebuild {
    const char *table;
    const char *kept_in;       /* that other one, as it was made; NULL: the rows are back */
    bool every_column;         /* all were copied: * */
    struct orq_strings copied; /* the columns that were, as written */
    size_t line;               /* of its DROP TABLE */
};
ORQ_VEC_OF(orq_rebuilds, struct orq_rebuild);

/* What a section drops, and a table that stays, and takes no other's place, holds: not lost. */
struct orq_kept {
    const char *table, *column; /* column NULL: all rows of the table */
    const char *in;             /* the table that stays, as it was made */
};
ORQ_VEC_OF(orq_kept_list, struct orq_kept);

struct orq_losses {
    struct orq_strings lines; /* as orq_section_losses gives them */
    struct orq_rebuilds rebuilds;
    struct orq_kept_list kept;
};

/* dialect NULL: any, which is read as SQLite's. */
struct orq_losses orq_statements_losses(struct orq_arena *arena, const char *dialect,
                                        const struct orq_judged_list *statements);

/* Of a section, by its own dialect. */
struct orq_losses orq_section_judge(struct orq_arena *arena,
                                    const struct orq_file_section *section);

/* One line of a loss: "human_feedback.rating (line 14)"; column may be NULL. */
const char *orq_loss_line(struct orq_arena *arena, const char *table, const char *column,
                          size_t line);

#endif
