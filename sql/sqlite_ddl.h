/* The CREATE statements that SQLite stores, as trees that know which bytes each
 * part came from, so that a new text can be made by changing only those.
 *
 * Tolerant of all that sqlite_schema may hold: commas missing between table
 * constraints, trailing CONSTRAINT names without a body, repeated clauses (the last wins), any
 * legal name (string literals too), options in any order. NULL with *error where it is not
 * such a statement. Offsets are bytes into the text given; slices point into it. */
#ifndef ORQ_SQL_SQLITE_DDL_H
#define ORQ_SQL_SQLITE_DDL_H

#include "sql/expr.h"

struct orq_range { /* bytes [from, to); from == to: absent */
    size_t from, to;
};

/* Of a column's or a table's constraint. */
enum orq_ddl_kind {
    ORQ_DDL_PRIMARY_KEY,
    ORQ_DDL_NOT_NULL,
    ORQ_DDL_NULL, /* the no-op `NULL` */
    ORQ_DDL_UNIQUE,
    ORQ_DDL_CHECK,
    ORQ_DDL_DEFAULT,
    ORQ_DDL_COLLATE,
    ORQ_DDL_REFERENCES, /* FOREIGN KEY at table level */
    ORQ_DDL_GENERATED,
    ORQ_DDL_BODILESS /* CONSTRAINT x and nothing; DEFERRABLE apart from its REFERENCES */
};

struct orq_ddl_part {      /* of a key or an index */
    const char *column;    /* unquoted; NULL: an expression ('a' and (a) are columns) */
    struct orq_range expr; /* the whole expression without COLLATE and order */
    const char *collation; /* NULL: none written */
    bool descending;
};
ORQ_VEC_OF(orq_ddl_parts, struct orq_ddl_part);

struct orq_ddl_constraint {
    enum orq_ddl_kind kind;
    const char *name;      /* the last CONSTRAINT name; NULL: none */
    struct orq_range text; /* from CONSTRAINT (or its first word) to its end */
    struct orq_range body; /* the same without CONSTRAINT name */
    struct orq_range expr; /* inside the parentheses of CHECK, AS; DEFAULT's value as written */
    struct orq_ddl_parts parts; /* PRIMARY KEY, UNIQUE, FOREIGN KEY at table level */
    const char *conflict;       /* ON CONFLICT word in upper case; NULL: none */
    const char *collation;
    bool descending, autoincrement, stored;    /* inline PRIMARY KEY DESC; GENERATED … STORED */
    const char *ref_table;                     /* REFERENCES */
    struct orq_strings ref_columns;            /* empty: the parent's primary key */
    const char *on_delete, *on_update, *match; /* upper case; NULL: not written */
    bool deferrable_written, not_deferrable, initially_deferred;
};
ORQ_VEC_OF(orq_ddl_constraints, struct orq_ddl_constraint);

struct orq_ddl_column {
    const char *name;      /* unquoted */
    struct orq_range text; /* from its name to the end of its last constraint */
    struct orq_range name_text;
    struct orq_range type; /* absent: no type; its words as written, arguments included */
    struct orq_ddl_constraints constraints;
};
ORQ_VEC_OF(orq_ddl_columns, struct orq_ddl_column);

struct orq_ddl_table {
    const char *text, *name;
    size_t len;
    struct orq_range name_text;
    struct orq_range body, options; /* between the outer parentheses; behind them */
    struct orq_ddl_columns columns;
    struct orq_ddl_constraints constraints;
    bool without_rowid, strict;
};

struct orq_ddl_index {
    const char *text, *name, *table;
    size_t len;
    struct orq_range name_text, table_text;
    bool unique;
    struct orq_ddl_parts parts;
    struct orq_range where; /* behind WHERE */
};

struct orq_ddl_view {
    const char *text, *name;
    size_t len;
    struct orq_range name_text, select; /* select: behind AS, to the end */
    struct orq_strings columns;         /* written before AS; empty: none */
};

struct orq_ddl_trigger {
    const char *text, *name, *table;
    size_t len;
    struct orq_range name_text, table_text, rest; /* rest: from the time word to the end */
    const char *time, *event; /* BEFORE AFTER INSTEAD OF (default BEFORE); INSERT UPDATE DELETE */
    struct orq_strings update_of;
};

struct orq_ddl_virtual {
    const char *text, *name, *module;
    size_t len;
    struct orq_range name_text, arguments; /* inside the parentheses; absent: none */
};

const struct orq_ddl_table *orq_ddl_parse_table(struct orq_arena *arena, const char *text,
                                                struct orq_expr_error *error);
const struct orq_ddl_index *orq_ddl_parse_index(struct orq_arena *arena, const char *text,
                                                struct orq_expr_error *error);
const struct orq_ddl_view *orq_ddl_parse_view(struct orq_arena *arena, const char *text,
                                              struct orq_expr_error *error);
const struct orq_ddl_trigger *orq_ddl_parse_trigger(struct orq_arena *arena, const char *text,
                                                    struct orq_expr_error *error);
const struct orq_ddl_virtual *orq_ddl_parse_virtual(struct orq_arena *arena, const char *text,
                                                    struct orq_expr_error *error);

/* The names of tables and views that a stored text may read or write: every identifier in it,
 * folded, each once. A superset: used to see what stands in the way of a change. */
void orq_ddl_mentions(struct orq_arena *arena, const char *text, struct orq_strings *names);

#endif
