/* What differs between the databases, as functions that answer narrow
 * questions. The rest of the program never asks which engine it is. */
#ifndef ORQ_MODEL_DIALECT_H
#define ORQ_MODEL_DIALECT_H

#include "model/schema.h"

enum orq_default_kind { ORQ_GENERATE_NOW, ORQ_GENERATE_UUID, ORQ_GENERATE_TODAY };

struct orq_dialect {
    const char *key;            /* "sqlite", "postgresql": in the model, in section lines */
    const char *default_schema; /* "main", "public": what no schema, NULL in a node, means */
    bool folds;                 /* do names that differ in ASCII case alone mean the same? */
    bool stores_texts;          /* is a table stored as its CREATE TABLE? */
    bool names_in_relations;    /* triggers have their names in their table, not in the schema */
    /* The canonical spelling of a portable type name, its arguments included ("numeric(5,0)");
     * NULL: it has none in this dialect, *problem says why and what to write. */
    const char *(*portable_type)(struct orq_arena *arena, const char *type, bool strict,
                                 const char **problem);
    /* Any other type text, canonicalised by the alias table; NULL: wrong here, *problem says why.
     */
    const char *(*native_type)(struct orq_arena *arena, const char *type, bool strict,
                               const char **problem);
    /* Type text as somebody wrote it, its words kept: comments dropped, one space between words,
     * none at parentheses. Of {native: …} and of a database's declared types. "" where no type is
     * one; NULL: this is not the text of a type, *problem says why. */
    const char *(*type_text)(struct orq_arena *arena, const char *type, const char **problem);
    /* Do two canonical types hold the same values in the same way? */
    bool (*same_type)(const char *a, const char *b, bool strict);
    /* The SQL of {generate: …}, parenthesised where DEFAULT wants it. */
    const char *(*generator)(enum orq_default_kind kind);
    /* A name as it is written in SQL. */
    const char *(*quoted)(struct orq_arena *arena, const char *name);
};

extern const struct orq_dialect orq_sqlite;
extern const struct orq_dialect orq_postgresql; /* types and names; no database yet */

/* By key; NULL: unknown. */
const struct orq_dialect *orq_dialect_find(const char *key);
/* Is it, in any case, one of the portable names of the model language (varchar(20), uuid, …)? */
bool orq_type_portable(const char *type);
/* The portable names, without arguments; NULL at the end. Of several with one meaning in a dialect
 * (smallint and integer on SQLite) the one to write stands first. */
extern const char *const orq_portable_names[];

/* A type's words and arguments: "double precision", "numeric(10, 2)", "timestamp(3) with time
 * zone", "text[]". Arguments are taken out of where they stand. */
struct orq_type_parts {
    const char *words;            /* lower case, one space between them */
    struct orq_strings arguments; /* as written, without blanks around them */
    size_t arrays;                /* pairs of [] */
};
/* false: no such text (a stray character, a quoted word, two lists of arguments). */
bool orq_type_split(struct orq_arena *arena, const char *type, struct orq_type_parts *parts);

/* SQLite's affinity of a declared type (https://www.sqlite.org/datatype3.html, section 3.1). */
enum orq_affinity { ORQ_TEXT, ORQ_NUMERIC, ORQ_INTEGER, ORQ_REAL, ORQ_BLOB };
enum orq_affinity orq_sqlite_affinity(const char *type);

#endif
