/* What the files of emit/ share: one section in the making, and what is planned for each table. */
#ifndef ORQ_EMIT_PARTS_H
#define ORQ_EMIT_PARTS_H

#include "emit/emit.h"
#include "emit/text.h"

ORQ_VEC_OF(orq_op_refs, const struct orq_op *);

/* All operations on one table, and how they are carried out. */
struct orq_table_plan {
    const struct orq_table *have; /* after the renames; NULL: created */
    const struct orq_table *want; /* NULL: dropped */
    struct orq_op_refs ops;       /* those on the table, its columns and constraints */
    bool rebuild;
    bool interim;    /* a rebuild in front of the renames: all its indexes and triggers come back */
    const char *why; /* why it is a rebuild: "SQLite cannot …" */
};
ORQ_VEC_OF(orq_table_plans, struct orq_table_plan *);

/* A column that stands aside under another name until its table is rebuilt. */
struct orq_aside {
    const char *table, *name; /* as they are after the renames */
    const char *was;
};
ORQ_VEC_OF(orq_asides, struct orq_aside);

struct orq_emitter {
    struct orq_arena *arena;
    const struct orq_emit_input *input;
    struct orq_diags *diags;
    struct orq_section *section;
    struct orq_map *dropped;   /* names of indexes that operations drop or alter */
    struct orq_map *expected;  /* tables that have a guard */
    struct orq_map *taken;     /* every name of a table, index or view, on any side */
    struct orq_map *mentioned; /* names in views and triggers, folded -> the definition's name */
    struct orq_map *triggers;  /* table or view -> its triggers after the renames */
    struct orq_map *children;  /* table -> those with a foreign key to it, after the renames */
    struct orq_map *down;      /* "kind:name" of definitions that are out of the way now */
    struct orq_map *settled;  /* the same of definitions that an operation creates, drops, alters */
    struct orq_map *restored; /* names of archives whose data is back */
    struct orq_asides asides;
};

/* -- statements -- */

/* Adds a statement; the notes that were gathered stand above it. */
void orq_emit(struct orq_emitter *emitter, struct orq_strings *notes, const char *sql);
/* The same with one note, formatted; NULL: none. */
void orq_emit_noted(struct orq_emitter *emitter, const char *note, const char *sql);
/* Puts the AUTOINCREMENT counter of a table (its name as an SQL string) back from a table that has
 * it in its column seq (its qualified name as SQL). */
void orq_emit_counter_back(struct orq_emitter *emitter, const char *table, const char *kept);
/* A note line; control bytes are shown escaped by whoever passes a name. */
void orq_note_add(struct orq_emitter *emitter, struct orq_strings *notes, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A name as it is written in SQL, and in a comment. */
const char *orq_name_sql(const struct orq_emitter *emitter, const char *name);
const char *orq_shown(const struct orq_emitter *emitter, const char *name);
void orq_section_loses(struct orq_emitter *emitter, struct orq_strings *notes, const char *table,
                       const char *column);

/* -- old names -- */

/* The table's name before the section's renames. */
const char *orq_old_table(const struct orq_emitter *emitter, const char *name);
/* What a column that stands aside was called; else its name. */
const char *orq_column_was(const struct orq_emitter *emitter, const char *table,
                           const char *column);

#endif
