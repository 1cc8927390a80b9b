/* Tables and definitions after renames. */
#include "diff/renamed_parts.h"

#include "base/str.h"
#include "model/identity.h"

#include <string.h>

/* One relation that is copied as soon as something in it changes. */
struct copier {
    const struct orq_renamer_of_schema *renamer;
    struct orq_arena *arena;
    struct orq_text_place place;
    const struct orq_table *was;
    bool changed;
};

static const char *seen(struct copier *copier, const char *before, const char *after)
{
    if (before != after && !orq_str_equal(before, after))
        copier->changed = true;
    return after;
}

static const char *text(struct copier *copier, const char *before)
{
    return seen(copier, before, orq_text_renamed(copier->renamer, &copier->place, before));
}

static const char *column(struct copier *copier, const char *before)
{
    return seen(copier, before, orq_column_renamed(copier->renamer, copier->place.name, before));
}

static const char *name(struct copier *copier, const char *before)
{
    return seen(copier, before, orq_name_renamed(copier->renamer, before));
}

static struct orq_strings names(struct copier *copier, const struct orq_strings *before,
                                const char *(*after)(struct copier *copier, const char *before))
{
    struct orq_strings list = {0};
    for (size_t i = 0; i < before->len; i++)
        ORQ_PUSH(copier->arena, &list, after(copier, before->items[i]));
    return list;
}

static struct orq_key_parts parts(struct copier *copier, const struct orq_key_parts *before)
{
    struct orq_key_parts list = {0};
    for (size_t i = 0; i < before->len; i++) {
        struct orq_key_part part = before->items[i];
        part.column = column(copier, part.column);
        part.expr.text = text(copier, part.expr.text);
        ORQ_PUSH(copier->arena, &list, part);
    }
    return list;
}

/* -- what is in a relation -- */

static struct orq_column *copy_column(struct copier *copier, const struct orq_column *before)
{
    struct orq_column *after = ORQ_NEW(copier->arena, struct orq_column);
    *after = *before;
    after->name = column(copier, before->name);
    after->type = seen(copier, before->type, orq_type_renamed(copier->renamer, before->type));
    after->default_expr.text = text(copier, before->default_expr.text);
    after->generated_expr.text = text(copier, before->generated_expr.text);
    const char *sequence = orq_column_postgres(before)->sequence_name;
    const char *now = name(copier, sequence);
    if (now != sequence) {
        struct orq_column_postgres *postgres = ORQ_NEW(copier->arena, struct orq_column_postgres);
        *postgres = *before->postgres;
        postgres->sequence_name = now;
        after->postgres = postgres;
    }
    return after;
}

/* ref_schema NULL is the table's own. */
static void refer(struct copier *copier, const struct orq_constraint *before,
                  struct orq_constraint *after)
{
    const struct orq_dialect *dialect = copier->renamer->have->dialect;
    const char *schema = before->ref_schema ? before->ref_schema : copier->was->schema;
    const char *parent = orq_qualified(copier->arena, dialect, schema, before->ref_table);
    if (!before->ref_schema && !orq_schema_table(copier->renamer->have, parent))
        parent = before->ref_table;
    const char *now = name(copier, parent);
    if (now != parent)
        after->ref_table = strchr(parent, '.') && strchr(now, '.') ? strchr(now, '.') + 1 : now;
    after->ref_columns = (struct orq_strings){0};
    for (size_t i = 0; i < before->ref_columns.len; i++) {
        const char *was = before->ref_columns.items[i];
        ORQ_PUSH(copier->arena, &after->ref_columns,
                 seen(copier, was, orq_column_renamed(copier->renamer, now, was)));
    }
}

static struct orq_constraint *copy_constraint(struct copier *copier,
                                              const struct orq_constraint *before)
{
    struct orq_constraint *after = ORQ_NEW(copier->arena, struct orq_constraint);
    *after = *before;
    after->column = column(copier, before->column);
    after->parts = parts(copier, &before->parts);
    after->include = names(copier, &before->include, column);
    after->set_columns = names(copier, &before->set_columns, column);
    after->expr.text = text(copier, before->expr.text);
    after->where.text = text(copier, before->where.text);
    if (before->kind == ORQ_KIND_FOREIGN_KEY && before->ref_table)
        refer(copier, before, after);
    return after;
}

static struct orq_index *copy_index(struct copier *copier, const struct orq_index *before)
{
    struct orq_index *after = ORQ_NEW(copier->arena, struct orq_index);
    *after = *before;
    after->parts = parts(copier, &before->parts);
    after->include = names(copier, &before->include, column);
    after->where.text = text(copier, before->where.text);
    return after;
}

static void copy_postgres(struct copier *copier, struct orq_table *table)
{
    const struct orq_table_postgres *before = copier->was->postgres;
    if (!before)
        return;
    struct orq_table_postgres *after = ORQ_NEW(copier->arena, struct orq_table_postgres);
    *after = *before;
    after->partition_by = text(copier, before->partition_by);
    after->partition_of = name(copier, before->partition_of);
    after->inherits = names(copier, &before->inherits, name);
    after->of_type = name(copier, before->of_type);
    table->postgres = after;
}

static struct orq_table *copy_parts(struct copier *copier, const char *now)
{
    const struct orq_table *was = copier->was;
    struct orq_table *table = orq_table_new(copier->arena, was->name);
    *table = *was;
    table->columns = (struct orq_columns){0};
    table->constraints = (struct orq_constraints){0};
    table->indexes = (struct orq_indexes){0};
    table->by_column = NULL;
    table->name = was->schema && strchr(now, '.') ? strchr(now, '.') + 1 : now;
    copy_postgres(copier, table);
    for (size_t i = 0; i < was->columns.len; i++)
        orq_table_add_column(copier->arena, table, copy_column(copier, was->columns.items[i]));
    for (size_t i = 0; i < was->constraints.len; i++)
        ORQ_PUSH(copier->arena, &table->constraints,
                 copy_constraint(copier, was->constraints.items[i]));
    for (size_t i = 0; i < was->indexes.len; i++)
        ORQ_PUSH(copier->arena, &table->indexes, copy_index(copier, was->indexes.items[i]));
    return table;
}

/* -- is there anything to do? -- */

static bool is_mentioned(const struct orq_renamer_of_schema *renamer, const char *written)
{
    for (size_t i = 0; written && i < renamer->renames.len; i++) {
        const char *from = renamer->renames.items[i].from;
        const char *dot = strchr(from, '.');
        if (strstr(written, dot ? dot + 1 : from))
            return true;
    }
    return false;
}

static bool any_part_mentions(const struct orq_renamer_of_schema *renamer,
                              const struct orq_key_parts *parts_of)
{
    for (size_t i = 0; i < parts_of->len; i++)
        if (is_mentioned(renamer, parts_of->items[i].expr.text))
            return true;
    return false;
}

static bool any_text_mentions(const struct orq_renamer_of_schema *renamer,
                              const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct orq_column *one = table->columns.items[i];
        if (is_mentioned(renamer, one->type) || is_mentioned(renamer, one->default_expr.text) ||
            is_mentioned(renamer, one->generated_expr.text) ||
            is_mentioned(renamer, orq_column_postgres(one)->sequence_name))
            return true;
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *one = table->constraints.items[i];
        const char *parent = one->ref_table;
        if (is_mentioned(renamer, one->expr.text) || is_mentioned(renamer, one->where.text) ||
            any_part_mentions(renamer, &one->parts) || is_mentioned(renamer, parent))
            return true;
        for (size_t k = 0; k < one->ref_columns.len; k++)
            if (is_mentioned(renamer, one->ref_columns.items[k]))
                return true;
    }
    for (size_t i = 0; i < table->indexes.len; i++)
        if (is_mentioned(renamer, table->indexes.items[i]->where.text) ||
            any_part_mentions(renamer, &table->indexes.items[i]->parts))
            return true;
    return false;
}

static bool is_concerned(const struct orq_renamer_of_schema *renamer, const struct orq_table *table,
                         const char *now)
{
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    if (orq_map_get(renamer->columns, now) || is_mentioned(renamer, postgres->partition_of) ||
        is_mentioned(renamer, postgres->of_type) || is_mentioned(renamer, postgres->partition_by))
        return true;
    for (size_t i = 0; i < postgres->inherits.len; i++)
        if (is_mentioned(renamer, postgres->inherits.items[i]))
            return true;
    return any_text_mentions(renamer, table);
}

struct orq_table *orq_table_renamed(const struct orq_renamer_of_schema *renamer,
                                    struct orq_table *table)
{
    const char *was =
        orq_qualified(renamer->arena, renamer->have->dialect, table->schema, table->name);
    const char *now = orq_name_renamed(renamer, was);
    struct copier copier = {.renamer = renamer,
                            .arena = renamer->arena,
                            .place = {.relation = table, .name = now},
                            .was = table,
                            .changed = now != was};
    if (!copier.changed && !is_concerned(renamer, table, now))
        return table;
    struct orq_table *copy = copy_parts(&copier, now);
    return copier.changed ? copy : table;
}

/* -- definitions -- */

/* "t.id", "audit.t.id" */
static const char *owner_renamed(const struct orq_renamer_of_schema *renamer, const char *owner)
{
    const char *dot = strrchr(owner, '.');
    if (!dot)
        return owner;
    const char *table = orq_arena_strndup(renamer->arena, owner, (size_t)(dot - owner));
    const char *now = orq_name_renamed(renamer, table);
    const char *column = orq_column_renamed(renamer, now, dot + 1);
    return orq_arena_printf(renamer->arena, "%s.%s", now, column);
}

/* A body in a string is what its author wrote; the server changes nothing in it. */
static bool is_rewritten(const struct orq_attribute *attribute)
{
    enum orq_attribute_form form = orq_attribute_form_of(attribute->key);
    if (attribute->key == ORQ_ATTRIBUTE_BODY)
        return attribute->text &&
               (orq_ascii_equal_n(attribute->text, strnlen(attribute->text, 7), "return ", 7) ||
                orq_ascii_equal_n(attribute->text, strnlen(attribute->text, 12), "begin atomic",
                                  12));
    return form == ORQ_FORM_EXPRESSION || form == ORQ_FORM_EXPRESSIONS || form == ORQ_FORM_QUERY ||
           form == ORQ_FORM_TEXT;
}

static bool is_typed(enum orq_attribute_key key)
{
    return orq_attribute_form_of(key) == ORQ_FORM_TYPE || key == ORQ_ATTRIBUTE_ARGUMENTS ||
           key == ORQ_ATTRIBUTE_RETURNS;
}

static void copy_attribute(struct copier *copier, struct orq_attributes *to,
                           const struct orq_attribute *before)
{
    struct orq_attribute after = *before;
    copier->place.view = before->key == ORQ_ATTRIBUTE_QUERY;
    if (before->key == ORQ_ATTRIBUTE_OWNED_BY)
        after.text = seen(copier, before->text, owner_renamed(copier->renamer, before->text));
    else if (before->key == ORQ_ATTRIBUTE_PARTITION_OF)
        after.text = name(copier, before->text);
    else if (before->key == ORQ_ATTRIBUTE_COLUMNS)
        after.list = names(copier, &before->list, column);
    else if (before->text && is_typed(before->key))
        after.text = seen(copier, before->text, orq_type_renamed(copier->renamer, before->text));
    else if (is_rewritten(before)) {
        after.text = text(copier, before->text);
        after.list = names(copier, &before->list, text);
    }
    copier->place.view = false;
    ORQ_PUSH(copier->arena, to, after);
}

static const char *definition_name(const struct orq_renamer_of_schema *renamer,
                                   const struct orq_definition *definition, const char *was)
{
    bool routine = definition->kind == ORQ_KIND_FUNCTION || definition->kind == ORQ_KIND_AGGREGATE;
    const char *signature = routine ? strchr(definition->name, '(') : NULL;
    if (signature)
        return orq_arena_printf(renamer->arena, "%.*s%s", (int)(signature - definition->name),
                                definition->name, orq_type_renamed(renamer, signature));
    const struct orq_rename *rename = orq_map_get(renamer->by_old, was);
    if (!rename || rename->kind != definition->kind)
        return definition->name;
    return was != definition->name && strchr(rename->to, '.') ? strchr(rename->to, '.') + 1
                                                              : rename->to;
}

static struct orq_table *relation_renamed(struct copier *copier, const struct orq_definition *after)
{
    struct orq_table *was = after->relation;
    if (!was)
        return NULL;
    const char *now =
        orq_qualified(copier->arena, copier->renamer->have->dialect, after->schema, after->name);
    struct copier inner = *copier;
    inner.was = was;
    inner.place = (struct orq_text_place){.relation = was, .name = now};
    struct orq_table *copy = copy_parts(&inner, after->name);
    copier->changed = copier->changed || inner.changed;
    return inner.changed ? copy : was;
}

struct orq_definition *orq_definition_renamed(const struct orq_renamer_of_schema *renamer,
                                              struct orq_definition *definition)
{
    const struct orq_dialect *dialect = renamer->have->dialect;
    const char *was = orq_qualified(renamer->arena, dialect, definition->schema, definition->name);
    struct copier copier = {.renamer = renamer, .arena = renamer->arena};
    struct orq_definition *copy = ORQ_NEW(renamer->arena, struct orq_definition);
    *copy = *definition;
    copy->name = seen(&copier, definition->name, definition_name(renamer, definition, was));
    copy->on = name(&copier, definition->on);
    copier.place.relation = definition->on ? orq_schema_table(renamer->have, definition->on) : NULL;
    copier.place.name = copy->on;
    copy->sql = text(&copier, definition->sql);
    copy->canonical = text(&copier, definition->canonical);
    copy->attributes = (struct orq_attributes){0};
    for (size_t i = 0; i < definition->attributes.len; i++)
        copy_attribute(&copier, &copy->attributes, &definition->attributes.items[i]);
    copy->relation = relation_renamed(&copier, copy);
    return copier.changed ? copy : definition;
}
