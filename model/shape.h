/* The model language as const tables: what may stand where. The reader checks
 * a document by them, picks the values of a dialect by them, and the JSON Schema
 * is made from them, so that the three cannot differ. */
#ifndef ORQ_MODEL_SHAPE_H
#define ORQ_MODEL_SHAPE_H

#include "base/json.h"
#include "base/map.h"
#include "model/yaml.h"

enum orq_shape_kind {
    ORQ_SHAPE_TEXT,    /* any text */
    ORQ_SHAPE_SQL,     /* a balanced expression; a number or true is one too */
    ORQ_SHAPE_SCALAR,  /* text, a number, true or false; taken by its spelling */
    ORQ_SHAPE_LITERAL, /* the same, and null */
    ORQ_SHAPE_NULL,
    ORQ_SHAPE_BOOL,
    ORQ_SHAPE_INTEGER,
    ORQ_SHAPE_WORD,  /* one of words; "true" and "false" are the booleans */
    ORQ_SHAPE_EMPTY, /* {} or [] */
    ORQ_SHAPE_LIST,  /* of `of`, at least `least` */
    ORQ_SHAPE_NAMES, /* a map whose keys are the user's names, to `of` */
    ORQ_SHAPE_MAP,   /* the keys of `keys` */
    ORQ_SHAPE_ANY    /* one of `any` */
};

struct orq_shape_key;
struct orq_check;

struct orq_shape {
    enum orq_shape_kind kind;
    bool varies;                /* may be a map of dialects to values of this shape */
    size_t least;               /* items of a LIST */
    const char *what;           /* "a column"; in messages, behind "expected" */
    const char *name;           /* in the JSON Schema's $defs; NULL: written where it is used */
    const char *const *words;   /* WORD; NULL at the end */
    const struct orq_shape *of; /* LIST, NAMES */
    const struct orq_shape *const *any; /* ANY; NULL at the end. At most one takes lists */
    const struct orq_shape_key *keys;   /* MAP; key NULL at the end */
    const char *const *exactly;         /* MAP: exactly one of these keys; NULL at the end */
    const char *hint;                   /* where something else stands; NULL: none */
    /* Reports a fault better than the general words would; true: it did, and that is all. NULL:
     * none. */
    bool (*instead)(struct orq_check *check, const struct orq_yaml *node);
    /* What only the reader can see in a value that has the right shape; NULL: nothing. */
    void (*check)(struct orq_check *check, const struct orq_yaml *node);
};

struct orq_shape_key {
    const char *key;
    const struct orq_shape *shape;
    const char *about; /* one line for the editor */
    bool required;
};

/* A run of the checks over one document. */
struct orq_check {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_map *faulty; /* shapes with nodes whose faults were reported: an alias is met again;
                               NULL: none */
    size_t met_again;       /* times that one of these was */
};

extern const struct orq_shape orq_shape_root;

/* Reports every fault of the node. */
void orq_shape_check(struct orq_check *check, const struct orq_shape *shape,
                     const struct orq_yaml *node);
/* The node without what orq_shape_check reported of it: a misspelled key is taken as it was
 * meant, another unknown one is left out, what cannot stand where it does becomes a node that
 * orq_yaml_was_reported. check is the one that it was checked with. */
const struct orq_yaml *orq_shape_mend(struct orq_check *check, const struct orq_shape *shape,
                                      const struct orq_yaml *node);
/* The node with each map of dialects replaced by the value of one dialect, and without the
 * objects that carry `only:` another. NULL: nothing is left. A required key without a value
 * for the dialect is reported. Unchanged parts are shared. */
const struct orq_yaml *orq_shape_pick(struct orq_check *check, const struct orq_shape *shape,
                                      const struct orq_yaml *node, const char *dialect);

/* For the walkers of the tables. */
bool orq_shape_was_faulty(const struct orq_check *check, const struct orq_shape *shape,
                          const struct orq_yaml *node);
/* A map where some keys are dialects and others are not: it was meant as one of dialects. */
bool orq_shape_is_mixed(const struct orq_shape *shape, const struct orq_yaml *node);
/* The key of the shape that an unknown one was meant as; NULL: none is near, or it is there. */
const char *orq_shape_meant_key(struct orq_arena *arena, const struct orq_shape *shape,
                                const struct orq_yaml *map, const char *key);
const struct orq_shape_key *orq_shape_key_of(const struct orq_shape *map, const char *key);
bool orq_shape_is_variant(const struct orq_shape *shape, const struct orq_yaml *node);
/* Does the shape take the node: its value where it is a scalar, its kind where it is a collection?
 */
bool orq_shape_takes(const struct orq_shape *shape, const struct orq_yaml *node);
/* The alternative of an ANY that a node is meant as; NULL: none takes its kind. */
const struct orq_shape *orq_shape_choose(const struct orq_shape *shape,
                                         const struct orq_yaml *node);
extern const char *const orq_shape_dialects[]; /* NULL at the end */

#endif
