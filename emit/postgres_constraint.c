/* Constraints as SQL text. */
#include "emit/postgres_object.h"
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"

#include <string.h>

static const char *const deferrable_sql[] = {
    [ORQ_NOT_DEFERRABLE] = "",
    [ORQ_INITIALLY_IMMEDIATE] = " DEFERRABLE",
    [ORQ_INITIALLY_DEFERRED] = " DEFERRABLE INITIALLY DEFERRED",
};

const struct orq_table *orq_pg_parent(struct orq_arena *arena, const struct orq_schema *schema,
                                      const struct orq_table *child,
                                      const struct orq_constraint *key)
{
    const char *beside = key->ref_schema ? key->ref_schema : child->schema;
    const struct orq_table *table =
        orq_schema_table(schema, orq_qualified(arena, schema->dialect, beside, key->ref_table));
    return table || key->ref_schema ? table : orq_schema_table(schema, key->ref_table);
}

static const char *parent_sql(struct orq_arena *arena, const struct orq_schema *schema,
                              const struct orq_table *child, const struct orq_constraint *key)
{
    const struct orq_table *parent = schema ? orq_pg_parent(arena, schema, child, key) : NULL;
    if (parent)
        return orq_pg_table_sql(arena, parent);
    const char *beside = key->ref_schema ? key->ref_schema : child->schema;
    bool bare = orq_schema_is_default(&orq_postgresql, beside);
    return orq_pg_qualified_name(arena, bare ? NULL : beside, key->ref_table);
}

static void add_action(struct orq_arena *arena, struct orq_str *out, const char *event,
                       enum orq_action action, const struct orq_strings *columns)
{
    if (action == ORQ_NO_ACTION)
        return;
    orq_str_addf(out, " ON %s %s", event, orq_action_sql(action));
    if (columns && columns->len > 0)
        orq_str_addf(out, " (%s)", orq_pg_column_list(arena, columns));
}

/* "a, PERIOD b" */
static const char *child_columns(struct orq_arena *arena, const struct orq_constraint *key)
{
    struct orq_key_parts rest = key->parts, last = key->parts;
    if (!key->without_overlaps || rest.len < 2)
        return orq_pg_parts(arena, &key->parts);
    last.items += --rest.len;
    last.len = 1;
    return orq_arena_printf(arena, "%s, PERIOD %s", orq_pg_parts(arena, &rest),
                            orq_pg_parts(arena, &last));
}

static const char *parent_columns(struct orq_arena *arena, const struct orq_constraint *key)
{
    struct orq_strings rest = key->ref_columns;
    if (!key->without_overlaps || rest.len < 2)
        return orq_pg_column_list(arena, &rest);
    const char *last = rest.items[--rest.len];
    return orq_arena_printf(arena, "%s, PERIOD %s", orq_pg_column_list(arena, &rest),
                            orq_pg_name(arena, last));
}

static void add_foreign_key(struct orq_arena *arena, struct orq_str *out,
                            const struct orq_schema *schema, const struct orq_table *table,
                            const struct orq_constraint *key)
{
    orq_str_addf(out, "FOREIGN KEY (%s) REFERENCES %s", child_columns(arena, key),
                 parent_sql(arena, schema, table, key));
    if (key->ref_columns.len > 0)
        orq_str_addf(out, " (%s)", parent_columns(arena, key));
    if (key->match != ORQ_MATCH_SIMPLE)
        orq_str_addf(out, " MATCH %s", orq_match_sql(key->match));
    add_action(arena, out, "UPDATE", key->on_update, NULL);
    add_action(arena, out, "DELETE", key->on_delete, &key->set_columns);
}

/* What a key and an exclusion constraint have of their index. */
static void add_index_options(struct orq_arena *arena, struct orq_str *out,
                              const struct orq_constraint *key)
{
    if (key->include.len > 0)
        orq_str_addf(out, " INCLUDE (%s)", orq_pg_column_list(arena, &key->include));
    if (key->with.len > 0)
        orq_str_addf(out, " WITH %s", orq_pg_parameters_sql(arena, &key->with));
    if (key->tablespace)
        orq_str_addf(out, " USING INDEX TABLESPACE %s", orq_pg_name(arena, key->tablespace));
}

static void add_key(struct orq_arena *arena, struct orq_str *out, const struct orq_constraint *key)
{
    orq_str_add(out, key->kind == ORQ_KIND_PRIMARY_KEY ? "PRIMARY KEY" : "UNIQUE");
    orq_str_addf(out, "%s (%s%s)", key->nulls_not_distinct ? " NULLS NOT DISTINCT" : "",
                 orq_pg_parts(arena, &key->parts),
                 key->without_overlaps ? " WITHOUT OVERLAPS" : "");
    add_index_options(arena, out, key);
}

static void add_exclusion(struct orq_arena *arena, struct orq_str *out,
                          const struct orq_constraint *constraint)
{
    orq_str_add(out, "EXCLUDE ");
    if (constraint->method)
        orq_str_addf(out, "USING %s ", orq_pg_name(arena, constraint->method));
    orq_str_addf(out, "(%s)", orq_pg_parts(arena, &constraint->parts));
    add_index_options(arena, out, constraint);
    if (constraint->where.text)
        orq_str_addf(out, " WHERE %s", orq_pg_wrapped(arena, constraint->where.text));
}

const char *orq_pg_constraint_text(struct orq_arena *arena, const struct orq_schema *schema,
                                   const struct orq_table *table,
                                   const struct orq_constraint *constraint)
{
    struct orq_str out = orq_str_new(arena);
    if (constraint->name)
        orq_str_addf(&out, "CONSTRAINT %s ", orq_pg_name(arena, constraint->name));
    if (constraint->kind == ORQ_KIND_CHECK)
        orq_str_addf(&out, "CHECK %s%s", orq_pg_wrapped(arena, constraint->expr.text),
                     constraint->no_inherit ? " NO INHERIT" : "");
    else if (constraint->kind == ORQ_KIND_FOREIGN_KEY)
        add_foreign_key(arena, &out, schema, table, constraint);
    else if (constraint->kind == ORQ_KIND_EXCLUSION)
        add_exclusion(arena, &out, constraint);
    else
        add_key(arena, &out, constraint);
    orq_str_add(&out, deferrable_sql[constraint->deferrable]);
    if (constraint->not_enforced)
        orq_str_add(&out, " NOT ENFORCED");
    return orq_str_text(&out);
}

const char *orq_pg_constraint_sql(struct orq_arena *arena, const struct orq_table *table,
                                  const struct orq_constraint *constraint)
{
    return orq_pg_constraint_text(arena, NULL, table, constraint);
}

const char *orq_pg_constraint_identity(struct orq_arena *arena, const struct orq_table *table,
                                       const char *name)
{
    return orq_identity_in(arena, &orq_postgresql, ORQ_KIND_CHECK,
                           orq_qualified(arena, &orq_postgresql, table->schema, table->name), name);
}

static bool is_key(const struct orq_constraint *constraint)
{
    return constraint->kind == ORQ_KIND_PRIMARY_KEY || constraint->kind == ORQ_KIND_UNIQUE;
}

/* Of two keys over the same columns in one statement the server makes but one. */
static bool has_twin_before(const struct orq_table *table, const struct orq_constraint *key)
{
    for (size_t i = 0; table->constraints.items[i] != key; i++) {
        const struct orq_constraint *other = table->constraints.items[i];
        bool twin = is_key(other) && other->parts.len == key->parts.len;
        for (size_t k = 0; twin && k < key->parts.len; k++)
            twin = orq_str_equal(key->parts.items[k].column, other->parts.items[k].column);
        if (twin)
            return true;
    }
    return false;
}

/* A check that was never validated can only be added to a table that is there, and one that calls a
 * function of the schema comes when the function does, which may need the table. */
bool orq_pg_constraint_is_inside(const struct orq_pg_emitter *emitter,
                                 const struct orq_table *table,
                                 const struct orq_constraint *constraint)
{
    if (is_key(constraint))
        return !has_twin_before(table, constraint);
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY || constraint->not_valid || !constraint->name)
        return constraint->kind != ORQ_KIND_FOREIGN_KEY && !constraint->not_valid;
    const char *identity = orq_pg_constraint_identity(emitter->arena, table, constraint->name);
    return !orq_pg_depends_on(&emitter->after, identity, "functions:");
}
