/* Constraints, rebuilt from their columns' numbers. What a key or an exclusion has in its index
 * comes with the index. */
#include "introspect/postgres_parts.h"

enum cell {
    OID,
    NAME,
    TYPE,
    RELATION,
    DOMAIN_TYPE,
    INDEX,
    PARENT,
    DEFERRABLE,
    DEFERRED,
    VALIDATED,
    IS_LOCAL,
    INHERITED,
    NO_INHERIT,
    REFERENCED,
    ON_UPDATE,
    ON_DELETE,
    MATCH,
    COLUMNS,
    REFERENCED_COLUMNS,
    SET_COLUMNS,
    OPERATORS,
    PERIOD,
    ENFORCED,
    EXPRESSION
};

static enum orq_kind kind_of(char letter)
{
    static const struct {
        char letter;
        enum orq_kind kind;
    } kinds[] = {{'p', ORQ_KIND_PRIMARY_KEY},
                 {'u', ORQ_KIND_UNIQUE},
                 {'f', ORQ_KIND_FOREIGN_KEY},
                 {'x', ORQ_KIND_EXCLUSION}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].letter == letter)
            return kinds[i].kind;
    return ORQ_KIND_CHECK;
}

static enum orq_action action_of(char letter)
{
    return letter == 'r'   ? ORQ_RESTRICT
           : letter == 'c' ? ORQ_CASCADE
           : letter == 'n' ? ORQ_SET_NULL
           : letter == 'd' ? ORQ_SET_DEFAULT
                           : ORQ_NO_ACTION;
}

static enum orq_match match_of(char letter)
{
    return letter == 'f' ? ORQ_MATCH_FULL : letter == 'p' ? ORQ_MATCH_PARTIAL : ORQ_MATCH_SIMPLE;
}

static enum orq_deferrable deferrable_of(const struct orq_row *row)
{
    if (!orq_cell_is(row, DEFERRABLE))
        return ORQ_NOT_DEFERRABLE;
    return orq_cell_is(row, DEFERRED) ? ORQ_INITIALLY_DEFERRED : ORQ_INITIALLY_IMMEDIATE;
}

static struct orq_strings names_of(struct orq_catalog *catalog,
                                   const struct orq_catalog_relation *relation,
                                   const struct orq_numbers *numbers)
{
    struct orq_strings names = {0};
    if (numbers->len == 0)
        return names;
    names.items = ORQ_NEW_ARRAY(catalog->arena, const char *, numbers->len);
    names.cap = numbers->len;
    for (size_t i = 0; i < numbers->len; i++) {
        const struct orq_catalog_column *column = orq_catalog_column(relation, numbers->items[i]);
        if (column)
            names.items[names.len++] = column->column->name;
    }
    return names;
}

static struct orq_constraint *new_constraint(struct orq_catalog *catalog, const struct orq_row *row)
{
    struct orq_constraint *constraint = ORQ_NEW(catalog->arena, struct orq_constraint);
    constraint->kind = kind_of(orq_cell_char(row, TYPE));
    constraint->name = orq_arena_strdup(catalog->arena, orq_cell(row, NAME));
    constraint->name_given = true;
    constraint->deferrable = deferrable_of(row);
    constraint->not_enforced = !orq_cell_is(row, ENFORCED);
    constraint->not_valid = !orq_cell_is(row, VALIDATED) && !constraint->not_enforced;
    constraint->without_overlaps = orq_cell_is(row, PERIOD);
    constraint->inherited = orq_cell_oid(row, PARENT) != 0 ||
                            (!orq_cell_is(row, IS_LOCAL) && orq_cell_number(row, INHERITED) > 0);
    if (constraint->kind == ORQ_KIND_CHECK) {
        constraint->expr.text = orq_arena_strdup(catalog->arena, orq_cell(row, EXPRESSION));
        constraint->no_inherit = orq_cell_is(row, NO_INHERIT);
    }
    return constraint;
}

static void read_foreign_key(struct orq_catalog *catalog, struct orq_catalog_relation *relation,
                             struct orq_constraint *constraint, const struct orq_row *row)
{
    struct orq_numbers columns = orq_cell_numbers(catalog->passing, row, COLUMNS);
    struct orq_numbers set = orq_cell_numbers(catalog->passing, row, SET_COLUMNS);
    struct orq_strings names = names_of(catalog, relation, &columns);
    constraint->parts = (struct orq_key_parts){
        .items = ORQ_NEW_ARRAY(catalog->arena, struct orq_key_part, names.len + 1),
        .cap = names.len + 1};
    for (size_t i = 0; i < names.len; i++)
        constraint->parts.items[constraint->parts.len++] =
            (struct orq_key_part){.column = names.items[i]};
    constraint->set_columns = names_of(catalog, relation, &set);
    constraint->on_update = action_of(orq_cell_char(row, ON_UPDATE));
    constraint->on_delete = action_of(orq_cell_char(row, ON_DELETE));
    constraint->match = match_of(orq_cell_char(row, MATCH));
    struct orq_catalog_foreign_key key = {
        .constraint = constraint,
        .relation = relation,
        .parent = orq_cell_oid(row, REFERENCED),
        .columns = orq_cell_numbers(catalog->passing, row, REFERENCED_COLUMNS)};
    ORQ_PUSH(catalog->passing, &catalog->foreign_keys, key);
}

static void keep(struct orq_catalog *catalog, struct orq_constraint *constraint, uint32_t oid,
                 struct orq_table *table, const char *relation)
{
    ORQ_PUSH(catalog->arena, &table->constraints, constraint);
    orq_catalog_add_object(catalog, ORQ_CLASS_CONSTRAINT, oid,
                           &(struct orq_catalog_object){.kind = ORQ_KIND_CHECK,
                                                        .relation = relation,
                                                        .name = constraint->name,
                                                        .comment = &constraint->comment});
}

static void read_domain_check(struct orq_catalog *catalog, const struct orq_row *row)
{
    struct orq_definition *domain = orq_oids_get(catalog->typed, orq_cell_oid(row, DOMAIN_TYPE));
    if (!domain)
        return;
    if (!domain->relation) {
        domain->relation = orq_table_new(catalog->arena, domain->name);
        domain->relation->kind = ORQ_KIND_DOMAIN;
        domain->relation->schema = domain->schema;
    }
    keep(catalog, new_constraint(catalog, row), orq_cell_oid(row, OID), domain->relation,
         orq_qualified(catalog->arena, catalog->schema->dialect, domain->schema, domain->name));
}

/* A foreign key to a partitioned table has another beside it for each partition: the server's own.
 */
static bool is_shadow(const struct orq_catalog_relation *relation, const struct orq_row *row)
{
    return orq_cell_char(row, TYPE) == 'f' && orq_cell_oid(row, PARENT) != 0 && relation->table &&
           !orq_table_postgres(relation->table)->partition_bound;
}

bool orq_catalog_constraint_row(void *context, const struct orq_row *row)
{
    struct orq_catalog *catalog = context;
    if (orq_cell_oid(row, DOMAIN_TYPE) != 0) {
        read_domain_check(catalog, row);
        return true;
    }
    struct orq_catalog_relation *relation =
        orq_catalog_relation(catalog, orq_cell_oid(row, RELATION));
    if (!relation || is_shadow(relation, row))
        return true;
    struct orq_constraint *constraint = new_constraint(catalog, row);
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY) {
        read_foreign_key(catalog, relation, constraint, row);
    } else if (constraint->kind != ORQ_KIND_CHECK) {
        struct orq_catalog_key *key = ORQ_NEW(catalog->passing, struct orq_catalog_key);
        key->constraint = constraint;
        if (constraint->kind == ORQ_KIND_EXCLUSION)
            key->operators = orq_cell_numbers(catalog->passing, row, OPERATORS);
        orq_oids_put(catalog->keys, orq_cell_oid(row, INDEX), key);
    }
    keep(catalog, constraint, orq_cell_oid(row, OID), orq_catalog_table_of(catalog, relation),
         relation->qualified);
    return true;
}

/* ---- the end ---- */

static bool same_schema(const struct orq_catalog_relation *a, const struct orq_catalog_relation *b)
{
    return a->namespace_oid == b->namespace_oid;
}

/* Where the parents' columns are known. */
void orq_catalog_finish_constraints(struct orq_catalog *catalog)
{
    for (size_t i = 0; i < catalog->foreign_keys.len; i++) {
        const struct orq_catalog_foreign_key *key = &catalog->foreign_keys.items[i];
        const struct orq_catalog_relation *parent = orq_oids_get(catalog->relations, key->parent);
        if (!parent)
            continue;
        key->constraint->ref_table = parent->name;
        if (!same_schema(parent, key->relation))
            key->constraint->ref_schema = orq_oids_get(catalog->namespaces, parent->namespace_oid);
        key->constraint->ref_columns = names_of(catalog, parent, &key->columns);
    }
}
