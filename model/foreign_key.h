/* What a foreign key references in its schema, and what is not there. SQLite makes a table whose
 * foreign key has no parent, and refuses the writes to it that would have to look there:
 * https://www.sqlite.org/foreignkeys.html#fk_indexes */
#ifndef ORQ_MODEL_FOREIGN_KEY_H
#define ORQ_MODEL_FOREIGN_KEY_H

#include "model/schema.h"

enum orq_parent_fault {
    ORQ_PARENT_FINE,
    ORQ_PARENT_NO_TABLE,
    ORQ_PARENT_NO_COLUMN, /* at least one */
    ORQ_PARENT_COUNT,     /* of columns on the two sides */
    ORQ_PARENT_NO_PRIMARY_KEY,
    ORQ_PARENT_NO_KEY /* no key covers exactly the columns that it names */
};

struct orq_parent {
    enum orq_parent_fault fault;
    const struct orq_table *table; /* NULL: none */
    size_t columns;                /* of the parent's side; 0: unknown */
};

struct orq_parent orq_parent_of(struct orq_arena *arena, const struct orq_schema *schema,
                                const struct orq_table *child, const struct orq_constraint *key);

#endif
