/* How operations become PostgreSQL statements.
 *
 * Operations -> tasks -> an order -> statements. A task is what is done to one object: drop, alter
 * or create it. Everything that has a name of its own is an object: a table, a constraint, an
 * index, a view (model/identity.h). Columns are not: they are altered with their table.
 *
 *   postgres.c             the steps below, in this order
 *   postgres_rename.c      the renames, in front of everything; swaps through a temporary name
 *   postgres_table.c …     tasks of tables, columns, constraints and indexes
 *   postgres_backfill.c    columns of large tables, whose rows are filled in batches
 *   postgres_moving.c      partitions that change their place, which the files above ask for
 *   postgres_object.c …    tasks of definitions, a file for each kind or family
 *   postgres_dependents.c  what cannot survive a task is dropped before it and created after it
 *   postgres_order.c       one topological order, ties broken by phase and name; loops repaired
 *   postgres_print.c       adjacent ALTERs of a table as one, steps, notes, lock_timeout
 *
 * Edges come from the dependencies (model/depend.h) of the two schemas: of x on y,
 *   before (renamed): drop x < drop y, drop x < alter y, alter x < drop y
 *   after (want):     create y < create x, alter y < create x, create y < alter x, alter y < alter
 * x and of one name: drop x < create x, and drop x < create z where z takes the name of x in the
 * same name space. The steps of a task with several pieces keep their order; others may come
 * between two of them where `late` says that the rest belongs to a later step. */
#ifndef ORQ_EMIT_POSTGRES_PARTS_H
#define ORQ_EMIT_POSTGRES_PARTS_H

#include "emit/postgres_task.h"
#include "model/depend.h"
#include "model/identity.h"

struct orq_pg_emitter {
    struct orq_arena *arena;
    const struct orq_emit_input *input;
    const struct orq_dialect *dialect;
    struct orq_diags *diags;
    struct orq_section *section;
    struct orq_pg_tasks tasks;
    struct orq_map *by_task; /* "d:identity" "a:…" "c:…" -> the task, of the first of each */
    struct orq_map *fresh;   /* identities of tables that this section creates: no caution there */
    struct orq_map *moving;  /* identities of partitions that get another parent or bound, and of
                                tables that become partitions: they are nobody's child meanwhile */
    struct orq_map *receiving; /* of the tables that take those, and of all that are above them */
    struct orq_map *left;      /* of tables that children leave: those, in struct orq_strings */
    struct orq_map *dirty; /* identities in `renamed` that their dependents cannot survive -> why */
    struct orq_strings dirties;       /* those, in the order in which they were found */
    struct orq_depends before, after; /* of renamed, of want */
    struct orq_map *defaults; /* parents in `renamed` -> default partition; NULL: not asked */
    struct orq_map *restored; /* names of archives whose data is back */
    bool failed;              /* something was reported that no statement can do */
};

const char *orq_pg_side_identity(struct orq_arena *arena, const struct orq_dialect *dialect,
                                 const struct orq_side *side);
/* The table, or the relation of the definition, as want has it under the same name; NULL: not. */
const struct orq_table *orq_pg_wanted_relation(const struct orq_pg_emitter *emitter,
                                               const struct orq_table *table);
/* The name that a table (or other relation) of `renamed` had before the renames, both qualified. */
const char *orq_pg_old_name(const struct orq_pg_emitter *emitter, const char *name);
/* A relation's or any object's name as SQL writes it, quoted where it must be. */
const char *orq_pg_table_sql(struct orq_arena *arena, const struct orq_table *table);
const char *orq_pg_definition_sql(struct orq_arena *arena, const struct orq_definition *definition);
/* Of a qualified name as the schema holds it ("audit.t", "audit.t.id"): each part between dots. */
const char *orq_pg_reference_sql(struct orq_arena *arena, const char *qualified);

/* -- what every kind can: used for operations and for dependents alike -- */

/* Tasks that drop the object (of `renamed`), or create it (of want; of `renamed` where want does
 * not know it, for a dependent that nobody manages), with its comments, owner, grants, and for a
 * materialized view its indexes. orq_pg_drop and orq_pg_create do nothing where the object has such
 * a task already, so that any file may ask for one; the others always add pieces. Of tables,
 * columns, constraints and indexes: postgres_table.c; of definitions: postgres_object.c. */
void orq_pg_drop(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt);
void orq_pg_create(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt);
void orq_pg_table_drop(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt);
void orq_pg_table_create(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt);
void orq_pg_object_drop(struct orq_pg_emitter *emitter, const struct orq_side *side, bool rebuilt);
void orq_pg_object_create(struct orq_pg_emitter *emitter, const struct orq_side *side,
                          bool rebuilt);

/* -- the steps -- */

/* Statements that rename, straight into the section. */
void orq_pg_renames(struct orq_pg_emitter *emitter);
/* Tasks of all operations on tables and their parts, also those of the relations of definitions
 * (columns of composites and views, checks of domains, indexes of materialized views). */
void orq_pg_tables(struct orq_pg_emitter *emitter);
/* Tasks of all operations on definitions. */
void orq_pg_objects(struct orq_pg_emitter *emitter);
/* Adds the drops and creates of everything that what is dirty takes along, transitively. What no
 * schema knows how to make again is reported. */
void orq_pg_dependents(struct orq_pg_emitter *emitter);
/* Sorts emitter->tasks. */
void orq_pg_order(struct orq_pg_emitter *emitter);
/* The sorted tasks as statements of the section. */
void orq_pg_emit_tasks(struct orq_pg_emitter *emitter);

/* -- SQL that several files write -- */

/* "a integer DEFAULT 0 NOT NULL": a column as CREATE TABLE, ADD COLUMN and CREATE TYPE have it. */
const char *orq_pg_column_sql(struct orq_arena *arena, const struct orq_table *table,
                              const struct orq_column *column);
/* "CONSTRAINT t_a_check CHECK (a > 0)", without NOT VALID. */
const char *orq_pg_constraint_sql(struct orq_arena *arena, const struct orq_table *table,
                                  const struct orq_constraint *constraint);
/* COMMENT ON what IS …; a NULL comment takes it off. */
const char *orq_pg_comment_sql(struct orq_arena *arena, const char *what, const char *comment);
/* Pieces that lead from one owner and set of grants to another; `what`: "TABLE t", "FUNCTION
 * f(integer)". from may be NULL: what is made anew. Nothing where `to` says nothing. */
void orq_pg_acl(struct orq_pg_emitter *emitter, struct orq_pg_task *task, const char *what,
                const struct orq_acl *from, const struct orq_acl *to);
/* "START WITH 5 INCREMENT BY 2", of a sequence's attributes; "" where all are defaults. */
const char *orq_pg_sequence_options(struct orq_arena *arena,
                                    const struct orq_attributes *attributes);

#endif
