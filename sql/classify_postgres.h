/* What one statement of PostgreSQL does, judged from its tokens: the runner's own view of a
 * migration, which never trusts the comments beside it. */
#ifndef ORQ_SQL_CLASSIFY_POSTGRES_H
#define ORQ_SQL_CLASSIFY_POSTGRES_H

#include "base/vec.h"
#include "sql/classify.h"

/* What it is in general. TRANSACTION: it begins or ends one; ATTACH: it cannot run inside one. Of
 * an ALTER TABLE the first action tells. */
struct orq_statement_class orq_pg_statement_classify(struct orq_arena *arena, const char *sql,
                                                     size_t len);

enum orq_pg_place {
    ORQ_PG_ANYWHERE,
    ORQ_PG_OUTSIDE,     /* cannot run inside a transaction */
    ORQ_PG_TRANSACTION, /* begins or ends one, or a savepoint */
    ORQ_PG_CLIENT       /* of psql: \connect, COPY … FROM STDIN */
};
/* words: how a person calls it: "CREATE INDEX CONCURRENTLY". */
enum orq_pg_place orq_pg_place_of(struct orq_arena *arena, const char *sql, const char **words);

enum orq_pg_effect_kind {
    ORQ_PG_MAKES_TABLE, /* a new one, surely; also a temporary one */
    ORQ_PG_DROPS_TABLE,
    ORQ_PG_RENAMES_TABLE, /* also into another schema */
    ORQ_PG_ADDS_COLUMN,
    ORQ_PG_DROPS_COLUMN, /* also an attribute of a type */
    ORQ_PG_RENAMES_COLUMN,
    ORQ_PG_EMPTIES,
    ORQ_PG_DELETES,
    ORQ_PG_UPDATES,  /* a column */
    ORQ_PG_REPLACES, /* rows that are there, on a conflict */
    ORQ_PG_CASCADES, /* drops what nobody named */
    ORQ_PG_UNKNOWN
};
struct orq_pg_effect {
    enum orq_pg_effect_kind kind;
    const char *object; /* "t", "audit.t"; what is in public stands without it; NULL: not known */
    const char *column, *renamed;
    const char *copied; /* a column whose values the updated one takes over in every row */
    bool temporary;     /* the table that it makes */
    bool computed;      /* it adds a column that is generated from others */
    bool only_null;     /* it changes rows alone where the column is NULL */
};
ORQ_VEC_OF(orq_pg_effects, struct orq_pg_effect);

/* All that it does to tables and rows. Views, indexes, functions and settings are no concern. */
struct orq_pg_effects orq_pg_effects_of(struct orq_arena *arena, const char *sql);

/* The actions of an ALTER TABLE as statements of one action each; of anything else none. */
void orq_pg_alter_actions(struct orq_arena *arena, const char *sql, struct orq_strings *alone);

#endif
