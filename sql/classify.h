/* What one statement does, judged from its tokens: the runner's own view of a
 * migration, which never trusts the comments beside it. */
#ifndef ORQ_SQL_CLASSIFY_H
#define ORQ_SQL_CLASSIFY_H

#include "base/str.h"

enum orq_statement_kind {
    ORQ_SQL_OTHER,
    ORQ_SQL_CREATE_TABLE,
    ORQ_SQL_CREATE_TABLE_AS,
    ORQ_SQL_CREATE_INDEX,
    ORQ_SQL_CREATE_VIEW,
    ORQ_SQL_CREATE_TRIGGER,
    ORQ_SQL_CREATE_VIRTUAL,
    ORQ_SQL_DROP_TABLE,
    ORQ_SQL_DROP_INDEX,
    ORQ_SQL_DROP_VIEW,
    ORQ_SQL_DROP_TRIGGER,
    ORQ_SQL_RENAME_TABLE,
    ORQ_SQL_RENAME_COLUMN,
    ORQ_SQL_ADD_COLUMN,
    ORQ_SQL_DROP_COLUMN,
    ORQ_SQL_INSERT, /* and REPLACE */
    ORQ_SQL_UPDATE,
    ORQ_SQL_DELETE,
    ORQ_SQL_SELECT,
    ORQ_SQL_PRAGMA,
    ORQ_SQL_TRANSACTION, /* BEGIN COMMIT END ROLLBACK SAVEPOINT RELEASE */
    ORQ_SQL_ATTACH, /* ATTACH DETACH VACUUM: not inside a transaction, or outside this database */
    ORQ_SQL_REINDEX /* REINDEX ANALYZE */
};

struct orq_statement_class {
    enum orq_statement_kind kind;
    const char *schema;  /* as written, unquoted: main, temp; NULL: not written */
    const char *object;  /* the table, view, index …; NULL: none */
    const char *column;  /* DROP COLUMN, RENAME COLUMN; else NULL */
    const char *renamed; /* the new name of a RENAME */
    bool if_exists;      /* IF EXISTS, IF NOT EXISTS */
    bool temporary;      /* CREATE TEMP, or schema temp */
    bool replaces;       /* INSERT OR REPLACE / REPLACE */
    bool filtered;       /* UPDATE or DELETE with WHERE */
};

struct orq_statement_class orq_statement_classify(struct orq_arena *arena, const char *sql,
                                                  size_t len);

#endif
