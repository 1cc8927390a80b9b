/* What an engine does behind db/db.h: a const table of functions. A driver's
 * own connection begins with a struct orq_db. An engine whose library is costly to
 * load opens it in its open function, at the first URL that needs it. */
#ifndef ORQ_DB_DRIVER_H
#define ORQ_DB_DRIVER_H

#include "db/db.h"

struct orq_driver;

struct orq_db {
    const struct orq_driver *driver;
    struct orq_arena *arena;
    const char *shown;
    const char *schema; /* in the place of public; NULL: public itself */
    enum orq_db_mode mode;
    const char *message;  /* the engine's words of the last failure; "" before the first */
    const char *sqlstate; /* its SQLSTATE; "": none */
    unsigned can;         /* bits 1u << enum orq_capability */
};

/* Each keeps the contract of the function of its name in db/db.h. */
struct orq_driver {
    const char *dialect;
    enum orq_status (*open)(struct orq_arena *arena, const struct orq_url *url,
                            enum orq_db_mode mode, struct orq_diags *diags, struct orq_db **db);
    void (*close)(struct orq_db *db);
    enum orq_status (*scratch)(struct orq_arena *arena, const struct orq_url *url,
                               const char *shown, struct orq_diags *diags, struct orq_db **db);
    enum orq_status (*batch)(struct orq_arena *arena, struct orq_db *db,
                             const struct orq_batch *batch, struct orq_diags *diags,
                             struct orq_outcome *outcomes);
    enum orq_status (*lock)(struct orq_db *db, const char *name, void (*waiting)(void *context),
                            void *context, struct orq_diags *diags);
    void (*unlock)(struct orq_db *db);
    void (*set_lock_wait)(struct orq_db *db, int milliseconds);
    int (*version)(const struct orq_db *db);
    int64_t (*bytes)(struct orq_db *db);
    enum orq_status (*query)(struct orq_db *db, const struct orq_query *query,
                             struct orq_diags *diags);
    enum orq_status (*run)(struct orq_db *db, const struct orq_script *script,
                           struct orq_diags *diags);
    enum orq_status (*begin)(struct orq_db *db, struct orq_diags *diags);
    enum orq_status (*commit)(struct orq_db *db, struct orq_diags *diags);
    void (*rollback)(struct orq_db *db);
    bool (*in_transaction)(const struct orq_db *db);
    enum orq_status (*snapshot)(struct orq_db *db, struct orq_diags *diags);
    bool (*foreign_keys)(struct orq_db *db, bool on);
    enum orq_status (*copy)(struct orq_db *from, struct orq_db *to, struct orq_diags *diags);
    void (*interrupt)(struct orq_db *db);
    void (*release)(struct orq_db *db);
    void (*set_wait)(struct orq_db *db, int milliseconds);
    const struct orq_strings *(*fake_collations)(const struct orq_db *db);
    bool (*fake_function)(struct orq_db *db, const char *name);
};

extern const struct orq_driver orq_sqlite_driver, orq_postgres_driver;

#endif
