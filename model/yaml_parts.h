/* What the files of the YAML reader share; nobody else includes it. */
#ifndef ORQ_MODEL_YAML_PARTS_H
#define ORQ_MODEL_YAML_PARTS_H

#include "base/str.h"
#include "model/yaml.h"

#include <yaml.h>

/* Where the walk over the source text stands, in the two units that matter. */
struct orq_yaml_cursor {
    size_t byte;  /* offset in the text */
    size_t index; /* the same in characters, as libyaml counts */
    size_t line;  /* from 1 */
    size_t column;
};

/* The last plain scalar in flow style that left a parenthesis open: what a
 * broken flow-style expression begins with. */
struct orq_yaml_cut {
    bool found;
    const char *key; /* NULL: an item of a list */
    size_t byte;     /* where its text begins */
    struct orq_span at;
};

/* A key on its way into a map: `<<` is expanded when all keys are known, because one that is
 * written out wins wherever it stands. */
struct orq_yaml_raw {
    struct orq_yaml_entry entry;
    bool merge;
};
ORQ_VEC_OF(orq_yaml_raws, struct orq_yaml_raw);

struct orq_yaml_source {
    struct orq_arena *arena;   /* for texts */
    struct orq_arena *tree;    /* for nodes and their lists */
    struct orq_arena *scratch; /* for what is not part of the tree */
    struct orq_diags *diags;
    const char *file;
    const char *text;
    size_t len;
    struct orq_yaml_cursor cursor;
    struct orq_yaml_cut cut;
};

/* The position of a mark of libyaml. */
struct orq_span orq_yaml_span(const struct orq_yaml_source *source, yaml_mark_t mark);
/* Takes the cursor to a character. With tabs: a tab on the way that stands in
 * no comment is reported, once for each line. */
void orq_yaml_advance(struct orq_yaml_source *source, size_t index, bool tabs);

/* Sets the kind (and truth) of a plain scalar by the core rules of YAML 1.2. */
void orq_yaml_resolve_plain(struct orq_yaml *node);

/* Reports why libyaml stopped, in the user's words. */
void orq_yaml_report(struct orq_yaml_source *source, const yaml_parser_t *parser);
/* Reports the first byte that YAML text may not hold; false: there is none. */
bool orq_yaml_report_bytes(struct orq_yaml_source *source);

/* Reports the cut expression with the quoted form that was meant, and forgets it. Gives the
 * text that was meant; NULL: nothing was cut. */
const char *orq_yaml_report_cut(struct orq_yaml_source *source);

/* Texts outlive the tree where a schema is made of it. */
struct orq_yaml_arenas {
    struct orq_arena *texts, *tree;
};

/* As orq_yaml_parse, but gives the tree wherever there is one, so that faults such as a
 * duplicate key do not hide those of the rest. NULL: the text is no YAML. */
const struct orq_yaml *orq_yaml_read(struct orq_yaml_arenas arenas, const char *file,
                                     const char *text, size_t len, struct orq_diags *diags);

/* The entries of a map, of the raws from `from` on, which are taken off. *added: how many
 * entries `<<` brought. */
struct orq_yaml_entries *orq_yaml_merge(struct orq_yaml_source *source, struct orq_yaml_raws *raws,
                                        size_t from, size_t *added);

/* Does the text close every parenthesis that it opens? Quoted parts are passed over. */
bool orq_yaml_balanced(const char *text);

#endif
