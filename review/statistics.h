/* Sizes of tables and indexes, without any data: from a live database, or from the file that
 * `orqgen stats` wrote of one. */
#ifndef ORQ_REVIEW_STATISTICS_H
#define ORQ_REVIEW_STATISTICS_H

#include "base/map.h"
#include "db/db.h"

struct orq_size {
    const char *table;   /* as a person writes it: "users", "audit.log" */
    int64_t rows;        /* an estimate; -1: not known */
    int64_t bytes;       /* of its rows, with TOAST; -1, here and below: not known */
    int64_t index_bytes; /* of all its indexes */
    int64_t indexes;
};
ORQ_VEC_OF(orq_sizes, struct orq_size);

struct orq_statistics {
    const char *database; /* shown, never a password; NULL: not said */
    const char *dialect;
    int version;
    const char *taken; /* ISO time */
    struct orq_sizes sizes;
    struct orq_map *by_table;
};

/* One query. SQLite: rows counted only where dbstat or sqlite_stat1 does not tell. */
enum orq_status orq_statistics_of(struct orq_arena *arena, struct orq_db *db,
                                  struct orq_diags *diags, struct orq_statistics *statistics);
const char *orq_statistics_write(struct orq_arena *arena, const struct orq_statistics *statistics);
enum orq_status orq_statistics_read(struct orq_arena *arena, const char *path,
                                    struct orq_diags *diags, struct orq_statistics *statistics);
/* What is large where no limit says otherwise: the one place for that. */
#define ORQ_LARGE_ROWS 100000
/* Does it reach one of the limits? 0: that is none; both 0: ORQ_LARGE_ROWS. What is not known
 * reaches none; where the rows are not, and no limit is in bytes, ORQ_LARGE_BYTES counts. */
#define ORQ_LARGE_BYTES ((int64_t)16 * 1024 * 1024)
bool orq_size_is_large(const struct orq_size *size, int64_t rows, int64_t bytes);
const struct orq_size *orq_size_find(const struct orq_statistics *statistics, const char *table);

/* A range of seconds for reading, rewriting or indexing so many bytes, from the measured figures of
 * facts: wide, for machines differ. */
enum orq_work { ORQ_WORK_SCAN, ORQ_WORK_REWRITE, ORQ_WORK_INDEX };
void orq_work_range(enum orq_work work, int64_t bytes, double *low, double *high);
/* "<10 ms", "0.1-1 s", "2-20 min" */
const char *orq_range_text(struct orq_arena *arena, double low, double high);
/* "2.0M rows, 161 MB, 3 indexes" */
const char *orq_size_text(struct orq_arena *arena, const struct orq_size *size);

#endif
