/* What the files of the SQLite driver share. */
#ifndef ORQ_DB_SQLITE_PARTS_H
#define ORQ_DB_SQLITE_PARTS_H

#include "db/driver.h"

#include <signal.h>
#include <sqlite3.h>

struct sqlite_db {
    struct orq_db base; /* first: a struct orq_db * is one of these */
    sqlite3 *handle;
    const char *path; /* NULL: in memory */
    int wait;         /* milliseconds for a lock */
    /* Told once, when a lock of a run is waited for; NULL: nobody asks. */
    void (*waiting)(void *context);
    void *waiting_context;
    volatile sig_atomic_t interrupted;
    struct orq_strings fakes; /* collations that the callback made up */
};

/* sqlite_open.c */
enum orq_status orq_sqlite_open(struct orq_arena *arena, const struct orq_url *url,
                                enum orq_db_mode mode, struct orq_diags *diags, struct orq_db **db);
enum orq_status orq_sqlite_scratch(struct orq_arena *arena, const struct orq_url *url,
                                   const char *shown, struct orq_diags *diags, struct orq_db **db);
/* Waits for a lock in small steps, so that an interrupt ends the wait. */
int orq_sqlite_busy(void *context, int count);

/* sqlite_memory.c. For sqlite3_config, where one thread alone uses the engine. */
extern const sqlite3_mem_methods orq_sqlite_memory;

/* sqlite_report.c. Reports the handle's last error, in its words, with what can be done about
 * it; keeps the words in db->base.message. sql (may be NULL) is what was being run; with a
 * position it is not shown. Always ORQ_DATABASE. */
enum orq_status orq_sqlite_report(struct sqlite_db *db, struct orq_span at, const char *sql,
                                  size_t len, struct orq_diags *diags);
/* The advice for a result code; NULL: none. */
const char *orq_sqlite_advice(int code);

/* sqlite_run.c */
enum orq_status orq_sqlite_run(struct orq_db *db, const struct orq_script *script,
                               struct orq_diags *diags);

#endif
