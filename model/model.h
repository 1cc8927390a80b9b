/* Reading a model: files -> document -> schema of a dialect; and writing one.
 *
 * A document is read and checked once, for every dialect that it names.
 * Resolving picks the values of one dialect and fills in types, names (naming
 * templates) and defaults. All faults of all files are reported in one run:
 * read, resolve whatever was read, and only then look at what was reported. */
#ifndef ORQ_MODEL_MODEL_H
#define ORQ_MODEL_MODEL_H

#include "model/dialect.h"
#include "model/yaml.h"

struct orq_model {
    const char *name;            /* `model:`; NULL: not given */
    struct orq_strings files;    /* read, in order */
    struct orq_strings dialects; /* `dialects:`; empty: that of the database */
    const struct orq_yaml *root; /* the merged document, without what was reported of it */
    bool faulty;                 /* something was: resolving reports the rest, and gives NULL */
    bool incomplete;             /* of a file nothing could be read */
};

/* Reads path: a file, or a folder's *.yaml in name order, merged (a name defined twice is
 * an error that shows both places). Structure and values are checked; what needs the resolved
 * schema (a FK to a missing table) is checked by orq_model_resolve. Faults were reported: the model
 * is faulty, or NULL where there is nothing to go on with. */
const struct orq_model *orq_model_read(struct orq_arena *arena, const char *path,
                                       struct orq_diags *diags);
/* The same with the document in an arena of its own, which may go once the model is resolved and
 * will not be again: a schema needs nothing of it. */
const struct orq_model *orq_model_read_apart(struct orq_arena *arena, struct orq_arena *tree,
                                             const char *path, struct orq_diags *diags);
/* The same of text already in memory; file is its name in messages. */
const struct orq_model *orq_model_parse(struct orq_arena *arena, const char *file, const char *text,
                                        size_t len, struct orq_diags *diags);
/* The same of several. */
struct orq_model_text {
    const char *file, *text;
    size_t len;
};
ORQ_VEC_OF(orq_model_texts, struct orq_model_text);
const struct orq_model *orq_model_parse_files(struct orq_arena *arena,
                                              const struct orq_model_texts *texts,
                                              struct orq_diags *diags);
/* The schema that the model means in a dialect; NULL: errors were reported, now or, of a faulty
 * model, before. What only follows from a reported fault is not reported. Objects that carry
 * `only:` another dialect are left out. */
struct orq_schema *orq_model_resolve(struct orq_arena *arena, const struct orq_model *model,
                                     const struct orq_dialect *dialect, struct orq_diags *diags);

/* Writes a schema in the model language: shortest form that reads back to the same schema, stable
 * order. Always gives a text. */
const char *orq_model_write(struct orq_arena *arena, const struct orq_schema *schema);

/* The JSON Schema of the language, made from the same tables that the reader checks by. */
const char *orq_model_json_schema(struct orq_arena *arena);

#endif
