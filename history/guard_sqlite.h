/* The parts of SQLite's guard. */
#ifndef ORQ_HISTORY_GUARD_SQLITE_H
#define ORQ_HISTORY_GUARD_SQLITE_H

#include "base/map.h"
#include "history/guard.h"

/* A table and how many rows it had. */
struct orq_counted {
    const char *table; /* its name at the end of the section */
    const char *rows;
    bool rebuilt; /* may have more rows, not fewer; else: the same number */
};
ORQ_VEC_OF(orq_counted_list, struct orq_counted);

/* How things were when the lock was taken. */
struct orq_sqlite_before {
    struct orq_map *violations; /* of foreign keys: "table\trow\tparent" -> how many */
    struct orq_map *unchecked;  /* tables whose foreign keys could not be checked */
    const void *objects;        /* indexes and triggers, of guard_objects.c */
    struct orq_counted_list counted;
    struct orq_strings statistics; /* "table\tindex" of sqlite_stat1 and sqlite_stat4 */
    bool sound;                    /* integrity_check was ok */
};

enum orq_status orq_sqlite_refuse(const struct orq_guarded *guarded);

/* The rows of a query, each its columns joined by tabs. */
enum orq_status orq_sqlite_rows(const struct orq_guarded *guarded, const char *sql,
                                struct orq_strings *rows);
/* format with the quoted text in the place of its %s. */
const char *orq_sqlite_sql(struct orq_arena *arena, const char *format, const char *text);
/* The name that a table has at the end of the section, or had before it. */
const char *orq_name_afterwards(const struct orq_guarded *guarded, const char *table);
const char *orq_name_before(const struct orq_guarded *guarded, const char *table);

/* The first thing that integrity_check finds wrong in the database; NULL: nothing. */
const char *orq_integrity_problem(const struct orq_guarded *guarded);

/* Did the section write rows under a collation that this program lacks? (ORQ_FAILED) */
enum orq_status orq_check_collations(const struct orq_guarded *guarded);

/* Each part notes how things are, and reports later what did not survive (ORQ_FAILED). */
enum orq_status orq_note_violations(const struct orq_guarded *guarded,
                                    struct orq_sqlite_before *before);
enum orq_status orq_check_violations(const struct orq_guarded *guarded,
                                     const struct orq_sqlite_before *before);
enum orq_status orq_note_objects(const struct orq_guarded *guarded,
                                 struct orq_sqlite_before *before);
enum orq_status orq_check_objects(const struct orq_guarded *guarded,
                                  const struct orq_sqlite_before *before);
enum orq_status orq_note_rows(const struct orq_guarded *guarded, bool unnamed,
                              struct orq_sqlite_before *before);
enum orq_status orq_check_rows(const struct orq_guarded *guarded,
                               const struct orq_sqlite_before *before);
enum orq_status orq_note_statistics(const struct orq_guarded *guarded,
                                    struct orq_sqlite_before *before);
enum orq_status orq_check_statistics(const struct orq_guarded *guarded,
                                     const struct orq_sqlite_before *before);

#endif
