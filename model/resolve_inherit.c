/* What partitions and inheriting tables have of their parents, as introspection shows it:
 * https://www.postgresql.org/docs/current/ddl-inherit.html */
#include "base/str.h"
#include "model/identity.h"
#include "model/resolve_postgres.h"
#include "sql/quote.h"

#include <string.h>

struct family {
    struct orq_resolver *resolver;
    struct orq_map *drafts; /* qualified name -> struct orq_table_draft */
};

/* -- columns -- */

static struct orq_column *inherited_copy(struct orq_arena *arena, const struct orq_column *of)
{
    struct orq_column *column = ORQ_NEW(arena, struct orq_column);
    struct orq_column_postgres *postgres = ORQ_NEW(arena, struct orq_column_postgres);
    const struct orq_column_postgres *parents = orq_column_postgres(of);
    *column = (struct orq_column){
        .name = of->name,
        .type = of->type,
        .nullable = of->nullable,
        .default_expr = of->default_expr,
        .collation = of->collation,
        .generated = of->generated,
        .generated_expr = of->generated_expr,
        .at = of->at,
    };
    *postgres = (struct orq_column_postgres){
        .storage = parents->storage, .compression = parents->compression, .inherited = true};
    column->postgres = postgres;
    return column;
}

/* A column that the child writes itself is as it is written there, but the parent's too. */
static void mark_inherited(struct orq_arena *arena, struct orq_column *column, bool partition)
{
    struct orq_column_postgres *postgres = ORQ_NEW(arena, struct orq_column_postgres);
    *postgres = *orq_column_postgres(column);
    postgres->local = !partition && !postgres->inherited;
    postgres->inherited = true;
    column->postgres = postgres;
}

/* The child's columns anew: first the parents', then its own, each with the map that it was
 * written in (NULL: it is only the parent's). */
struct child {
    struct orq_resolver *resolver;
    struct orq_table_draft *draft;
    struct orq_columns own;
    struct orq_nodes nodes;
    struct orq_map *taken; /* names of columns that stand already */
};

static void put_column(struct child *child, struct orq_column *column, const struct orq_yaml *node)
{
    orq_table_add_column(child->resolver->arena, child->draft->table, column);
    ORQ_PUSH(child->resolver->drafting, &child->draft->column_nodes, node);
    orq_map_put(child->taken, column->name, column);
}

static void take_columns(struct child *child, const struct orq_columns *columns)
{
    struct orq_arena *arena = child->resolver->arena;
    for (size_t i = 0; i < columns->len; i++) {
        const struct orq_column *parents = columns->items[i];
        size_t own = 0;
        if (orq_map_get(child->taken, parents->name))
            continue;
        while (own < child->own.len && strcmp(child->own.items[own]->name, parents->name) != 0)
            own++;
        if (own == child->own.len) {
            put_column(child, inherited_copy(arena, parents), NULL);
            continue;
        }
        mark_inherited(arena, child->own.items[own], child->draft->bound != NULL);
        put_column(child, child->own.items[own], child->nodes.items[own]);
    }
}

static struct child child_of(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    struct child child = {resolver, draft, draft->table->columns, draft->column_nodes,
                          orq_map_new(resolver->passing, ORQ_KEYS_EXACT)};
    draft->table->columns = (struct orq_columns){0};
    draft->table->by_column = NULL;
    draft->column_nodes = (struct orq_nodes){0};
    return child;
}

static void put_own(struct child *child)
{
    for (size_t i = 0; i < child->own.len; i++) {
        struct orq_column *column = child->own.items[i];
        if (orq_map_get(child->taken, column->name))
            continue;
        if (orq_column_postgres(column)->inherited)
            orq_error(child->resolver->diags, column->at,
                      "no parent of table \"%s\" has a column \"%s\"",
                      orq_shown_name(child->resolver->arena, child->draft->table->name),
                      orq_shown_name(child->resolver->arena, column->name));
        put_column(child, column, child->nodes.items[i]);
    }
}

/* -- parents -- */

static void report_no_parent(struct orq_resolver *resolver, const struct orq_table_draft *draft,
                             const char *parent)
{
    orq_doubt(resolver, draft->table, ORQ_DOUBT_COLUMNS);
    if (!resolver->tables_in_doubt)
        orq_error(resolver->diags, draft->table->at,
                  "the parent of table \"%s\" is \"%s\", which the model does not have",
                  orq_shown_name(resolver->arena, draft->table->name),
                  orq_shown_name(resolver->arena, parent));
}

static void adopt(const struct family *family, struct orq_table_draft *draft);

/* The parent's draft, itself settled; NULL: a fault was reported. */
static struct orq_table_draft *settled_parent(const struct family *family,
                                              const struct orq_table_draft *draft, const char *name)
{
    struct orq_table_draft *parent =
        draft->parent ? draft->parent : orq_map_get(family->drafts, name);
    if (!parent) {
        report_no_parent(family->resolver, draft, name);
        return NULL;
    }
    if (parent->adoption == ORQ_ADOPTION_OPEN) {
        orq_error(family->resolver->diags, draft->table->at, "table \"%s\" is its own ancestor",
                  orq_shown_name(family->resolver->arena, draft->table->name));
        return NULL;
    }
    adopt(family, parent);
    return parent;
}

static void settle_partition(const struct family *family, struct orq_table_draft *draft,
                             const struct orq_table_draft *parent, const char *name)
{
    struct orq_table_postgres *postgres = draft->table->postgres;
    postgres->partition_of = name;
    postgres->partition_bound = orq_partition_bound(family->resolver, draft, parent);
    if (!orq_table_postgres(parent->table)->partition_by)
        orq_error(family->resolver->diags, draft->table->at,
                  "table \"%s\" is a partition of \"%s\", which is not partitioned",
                  orq_shown_name(family->resolver->arena, draft->table->name),
                  orq_shown_name(family->resolver->arena, parent->table->name));
}

static const char *qualified(const struct family *family, const struct orq_table *table)
{
    return orq_qualified(family->resolver->arena, family->resolver->dialect, table->schema,
                         table->name);
}

/* A typed table has the columns of its type, written or not. */
static void take_type(const struct family *family, struct child *child)
{
    const char *name = orq_table_postgres(child->draft->table)->of_type;
    const char *dot = name ? strchr(name, '.') : NULL;
    if (!name)
        return;
    const struct orq_definition like = {
        .kind = ORQ_KIND_COMPOSITE,
        .schema =
            dot ? orq_arena_strndup(family->resolver->passing, name, (size_t)(dot - name)) : NULL,
        .name = dot ? dot + 1 : name};
    const struct orq_definition *type =
        orq_schema_definition_like(family->resolver->passing, family->resolver->schema, &like);
    for (size_t i = 0; type && i < type->relation->columns.len; i++) {
        const struct orq_column *field = type->relation->columns.items[i];
        struct orq_column *column = inherited_copy(family->resolver->arena, field);
        bool written = false;
        for (size_t own = 0; own < child->own.len; own++)
            written = written || strcmp(child->own.items[own]->name, field->name) == 0;
        column->postgres = NULL;
        if (!written)
            put_column(child, column, NULL);
    }
}

static void adopt(const struct family *family, struct orq_table_draft *draft)
{
    if (draft->adoption == ORQ_ADOPTION_DONE)
        return;
    draft->adoption = ORQ_ADOPTION_OPEN;
    struct child child = child_of(family->resolver, draft);
    size_t count = draft->parent ? 1 : draft->parents.len;
    take_type(family, &child);
    for (size_t i = 0; i < count; i++) {
        const char *name = draft->parent
                               ? qualified(family, draft->parent->table)
                               : orq_relation_named(family->resolver, draft->table->schema,
                                                    draft->parents.items[i]);
        struct orq_table_draft *parent = settled_parent(family, draft, name);
        if (!parent)
            continue;
        ORQ_PUSH(family->resolver->drafting, &draft->adopted_by, parent);
        if (draft->bound && i + 1 == count)
            settle_partition(family, draft, parent, name);
        else
            ORQ_PUSH(family->resolver->arena, &draft->table->postgres->inherits, name);
        take_columns(&child, &parent->table->columns);
    }
    put_own(&child);
    orq_resolve_partition_key(family->resolver, draft);
    draft->adoption = ORQ_ADOPTION_DONE;
}

/* One that says `inherited` of a column without having parents is looked at too, and reported. */
static bool is_child(const struct orq_table_draft *draft)
{
    for (size_t i = 0; i < draft->table->columns.len; i++)
        if (orq_column_postgres(draft->table->columns.items[i])->inherited)
            return true;
    return draft->parent || draft->parents.len > 0 || orq_table_postgres(draft->table)->of_type;
}

void orq_resolve_inherited(struct orq_resolver *resolver, struct orq_table_drafts *drafts)
{
    struct family family = {resolver, NULL};
    bool any = false;
    for (size_t i = 0; i < drafts->len; i++) {
        if (is_child(drafts->items[i])) {
            any = true;
            continue;
        }
        orq_resolve_partition_key(resolver, drafts->items[i]);
        drafts->items[i]->adoption = ORQ_ADOPTION_DONE;
    }
    if (!any)
        return;
    family.drafts = orq_map_new(resolver->passing, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < drafts->len; i++)
        orq_map_put(family.drafts, qualified(&family, drafts->items[i]->table), drafts->items[i]);
    for (size_t i = 0; i < drafts->len; i++)
        adopt(&family, drafts->items[i]);
}

/* -- NOT NULL and checks -- */

static void inherit_nulls(struct orq_table *table, const struct orq_table *parent)
{
    for (size_t i = 0; i < parent->columns.len; i++) {
        const struct orq_column *of = parent->columns.items[i];
        struct orq_column *column = of->nullable ? NULL : orq_table_column(table, of->name);
        if (column)
            column->nullable = false;
    }
}

static bool has_check(const struct orq_table *table, const struct orq_constraint *check)
{
    for (size_t i = 0; i < table->constraints.len; i++)
        if (table->constraints.items[i]->kind == ORQ_KIND_CHECK &&
            orq_str_equal(table->constraints.items[i]->name, check->name))
            return true;
    return false;
}

static void inherit_checks(struct orq_resolver *resolver, struct orq_table *table,
                           const struct orq_table *parent)
{
    for (size_t i = 0; i < parent->constraints.len; i++) {
        const struct orq_constraint *check = parent->constraints.items[i];
        if (check->kind != ORQ_KIND_CHECK || check->no_inherit || has_check(table, check))
            continue;
        struct orq_constraint *copy = ORQ_NEW(resolver->arena, struct orq_constraint);
        *copy = *check;
        copy->inherited = true;
        copy->comment = copy->renamed_from = copy->column = NULL;
        ORQ_PUSH(resolver->arena, &table->constraints, copy);
    }
}

static void settle(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    if (draft->adoption != ORQ_ADOPTION_DONE)
        return;
    draft->adoption = ORQ_ADOPTION_SETTLED;
    for (size_t i = 0; i < draft->adopted_by.len; i++) {
        struct orq_table_draft *parent = draft->adopted_by.items[i];
        settle(resolver, parent);
        inherit_nulls(draft->table, parent->table);
        inherit_checks(resolver, draft->table, parent->table);
    }
}

void orq_resolve_inherited_checks(struct orq_resolver *resolver,
                                  const struct orq_table_drafts *drafts)
{
    for (size_t i = 0; i < drafts->len; i++)
        settle(resolver, drafts->items[i]);
}
