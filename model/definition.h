/* Views, triggers and virtual tables from their CREATE statements: the same
 * reading for a model and for a database, so that both sides compare.
 *
 * What orq_definition_from_sql fills in: kind, name, sql (the statement as it
 * was given), canonical, mentions; on (the table or view of a trigger) and
 * columns (of a view). The rest is the caller's: schema, comment,
 * renamed_from, at, body.
 *
 * canonical holds what the statement means and not how it begins: of a view
 * `(columns) as select…`, of a trigger the text from its time word on (BEFORE
 * where none is written) with its table, of a virtual table the module and its
 * arguments. TEMP, IF NOT EXISTS and the schema in front of the name are dropped,
 * and so is the name itself: a renamed object has the same canonical text. */
#ifndef ORQ_MODEL_DEFINITION_H
#define ORQ_MODEL_DEFINITION_H

#include "model/schema.h"
#include "sql/expr.h"

/* kind is VIEW, TRIGGER or VIRTUAL_TABLE. A statement of another kind, or one that cannot
 * be read: NULL, with *error. */
struct orq_definition *orq_definition_from_sql(struct orq_arena *arena, enum orq_kind kind,
                                               const char *sql, struct orq_expr_error *error);

#endif
