/* Definitions on PostgreSQL: what every kind of them is called, how it is made, altered and
 * dropped. A kind is a row of a table (postgres_object_kind.c); what an attribute's change becomes
 * is a row of the kind's rules, and what no rule tells, the object is dropped and made again. */
#ifndef ORQ_EMIT_POSTGRES_OBJECT_H
#define ORQ_EMIT_POSTGRES_OBJECT_H

#include "base/str.h"
#include "emit/postgres_parts.h"
#include "model/dialect.h"

/* One ALTER_DEFINITION. from is of `renamed`, to of want. */
struct orq_pg_change {
    struct orq_pg_emitter *emitter;
    const struct orq_op *op;
    const struct orq_definition *from, *to;
    bool drop_and_create; /* set by a rule: nothing less will do */
    struct orq_strings sql;
    struct orq_strings notes; /* of the first statement */
};

/* What the change of an attribute becomes: statements added with orq_pg_say. */
struct orq_pg_rule {
    enum orq_attribute_key key;
    void (*alter)(struct orq_pg_change *change);
};

struct orq_pg_object_kind {
    const char *word;             /* of CREATE, DROP, ALTER and COMMENT */
    enum orq_attribute_key other; /* the attribute that makes it the other word */
    const char *other_word;       /* NULL: there is one word only */
    enum orq_pg_phase create, drop;
    bool in_relation; /* "TRIGGER x ON t": no schema and no owner of its own */
    bool is_type;     /* columns may be of it: replaced by casting them (postgres_type.h) */
    /* The statement that makes it; what only further statements tell. */
    const char *(*sql)(struct orq_pg_emitter *emitter, const struct orq_definition *definition);
    /* Instead of DROP, unless NULL; it gives NULL where nothing is to be done. */
    const char *(*drop_sql)(struct orq_pg_emitter *emitter,
                            const struct orq_definition *definition);
    void (*finish)(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                   const struct orq_definition *definition);
    const struct orq_pg_rule *rules;             /* the last one's alter is NULL */
    void (*alter)(struct orq_pg_change *change); /* instead of rules: of all attributes at once */
};

const struct orq_pg_object_kind *orq_pg_object_kind(enum orq_kind kind);
/* "MATERIALIZED VIEW", "PROCEDURE", "TYPE". */
const char *orq_pg_object_word(const struct orq_definition *definition);
/* With what stands behind the word: "FUNCTION f(integer)", "TRIGGER x ON t". */
const char *orq_pg_object_called(struct orq_arena *arena, const struct orq_definition *definition);

void orq_pg_say(struct orq_pg_change *change, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "ALTER VIEW v" of the wanted name. */
const char *orq_pg_altered(struct orq_pg_change *change);
bool orq_pg_changes(const struct orq_pg_change *change, enum orq_attribute_key key);
/* The list of an attribute; empty where it is not there. */
const struct orq_strings *orq_pg_list(const struct orq_definition *definition,
                                      enum orq_attribute_key key);
/* Adds the definition's comment, owner and grants as a new object has them. Where want says
 * nothing of them, an object that was there before keeps what it had. */
void orq_pg_object_extras(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_definition *definition);

/* The definition's own statement, its name qualified where the text leaves the schema out.
 * or_replace: as CREATE OR REPLACE. */
const char *orq_pg_object_text(struct orq_arena *arena, const struct orq_definition *definition,
                               bool or_replace);
const char *orq_pg_text_sql(struct orq_pg_emitter *emitter,
                            const struct orq_definition *definition);
/* "(a=1, b=2)" of a list of parameters; "" for none. A value that is no plain word or number stands
 * in quotes. */
const char *orq_pg_parameters_sql(struct orq_arena *arena, const struct orq_strings *parameters);
/* ALTER … SET (…) and RESET (…) that lead from the one list to the other. */
void orq_pg_say_parameters(struct orq_pg_change *change, enum orq_attribute_key key);

#endif
