#include "cli/schema_text.h"

#include "sql/quote.h"

#include <string.h>

static const char *shown(struct orq_str *out, const char *name)
{
    return orq_shown_name(out->arena, name);
}

/* SQL on one line, as far as it is told here. */
static const char *flat(struct orq_str *out, const char *sql)
{
    char *copy = orq_arena_strdup(out->arena, sql);
    for (char *at = copy; *at; at++)
        *at = (char)(*at == '\n' || *at == '\t' || *at == '\r' ? ' ' : *at);
    return shown(out, copy);
}

static const char *key_parts(struct orq_arena *arena, const struct orq_key_parts *parts)
{
    static const char *const nulls[] = {[ORQ_NULLS_DEFAULT] = "",
                                        [ORQ_NULLS_FIRST] = " nulls first",
                                        [ORQ_NULLS_LAST] = " nulls last"};
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        orq_str_add(&text, i == 0 ? "" : ", ");
        orq_str_add(&text, part->column ? part->column : part->expr.text);
        if (part->collation)
            orq_str_addf(&text, " collate %s", part->collation);
        if (part->opclass)
            orq_str_addf(&text, " %s", part->opclass);
        orq_str_add(&text, part->descending ? " desc" : "");
        orq_str_add(&text, nulls[part->nulls]);
        if (part->with)
            orq_str_addf(&text, " with %s", part->with);
    }
    return orq_str_text(&text);
}

static const char *names(struct orq_arena *arena, const struct orq_strings *strings)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < strings->len; i++)
        orq_str_addf(&text, "%s%s", i == 0 ? "" : ", ", strings->items[i]);
    return orq_str_text(&text);
}

static void add_reference(struct orq_str *out, const struct orq_constraint *constraint)
{
    orq_str_addf(out, " references %s", shown(out, constraint->ref_table));
    if (constraint->ref_columns.len > 0)
        orq_str_addf(out, " (%s)", shown(out, names(out->arena, &constraint->ref_columns)));
    if (constraint->on_delete != ORQ_NO_ACTION) {
        orq_str_addf(out, " on delete %s",
                     orq_ascii_fold(out->arena, orq_action_sql(constraint->on_delete)));
    }
    if (constraint->on_update != ORQ_NO_ACTION) {
        orq_str_addf(out, " on update %s",
                     orq_ascii_fold(out->arena, orq_action_sql(constraint->on_update)));
    }
    if (constraint->match != ORQ_MATCH_SIMPLE) {
        orq_str_addf(out, " match %s",
                     orq_ascii_fold(out->arena, orq_match_sql(constraint->match)));
    }
}

static void add_constraint(struct orq_str *out, const struct orq_constraint *constraint)
{
    static const char *const deferrable[] = {[ORQ_NOT_DEFERRABLE] = "",
                                             [ORQ_INITIALLY_IMMEDIATE] = " deferrable",
                                             [ORQ_INITIALLY_DEFERRED] = " initially deferred"};
    orq_str_addf(out, "  %s", orq_kind_word(constraint->kind));
    if (constraint->name)
        orq_str_addf(out, " %s", shown(out, constraint->name));
    if (constraint->kind == ORQ_KIND_CHECK)
        orq_str_addf(out, ": %s", flat(out, constraint->expr.text));
    else
        orq_str_addf(out, " (%s)", flat(out, key_parts(out->arena, &constraint->parts)));
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY)
        add_reference(out, constraint);
    orq_str_add(out, constraint->autoincrement ? " autoincrement" : "");
    orq_str_add(out, deferrable[constraint->deferrable]);
    if (constraint->on_conflict != ORQ_CONFLICT_ABORT) {
        orq_str_addf(out, " on conflict %s",
                     orq_ascii_fold(out->arena, orq_conflict_sql(constraint->on_conflict)));
    }
    orq_str_addc(out, '\n');
}

static void add_index(struct orq_str *out, const struct orq_index *index)
{
    orq_str_addf(out, "  %sindex %s (%s)", index->unique ? "unique " : "", shown(out, index->name),
                 flat(out, key_parts(out->arena, &index->parts)));
    if (index->where.text)
        orq_str_addf(out, " where %s", flat(out, index->where.text));
    orq_str_addc(out, '\n');
}

static void add_padded(struct orq_str *out, const char *text, size_t columns)
{
    orq_str_add(out, text);
    for (size_t at = orq_utf8_count(text); at < columns; at++)
        orq_str_addc(out, ' ');
}

struct widths {
    size_t name, type;
};

static void add_column(struct orq_str *out, const struct orq_column *column, struct widths widths)
{
    orq_str_add(out, "  ");
    add_padded(out, shown(out, column->name), widths.name);
    orq_str_add(out, "  ");
    add_padded(out, shown(out, column->type), widths.type);
    orq_str_add(out, column->nullable ? "  null    " : "  not null");
    if (column->default_expr.text)
        orq_str_addf(out, "  default %s", flat(out, column->default_expr.text));
    if (column->generated != ORQ_NOT_GENERATED) {
        orq_str_addf(out, "  generated (%s)%s", flat(out, column->generated_expr.text),
                     column->generated == ORQ_GENERATED_STORED ? " stored" : "");
    }
    if (column->collation)
        orq_str_addf(out, "  collate %s", shown(out, column->collation));
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
    orq_str_addc(out, '\n');
}

static void add_columns(struct orq_str *out, const struct orq_table *table)
{
    struct widths widths = {0, 0};
    for (size_t i = 0; i < table->columns.len; i++) {
        size_t name = orq_utf8_count(shown(out, table->columns.items[i]->name));
        size_t type = orq_utf8_count(shown(out, table->columns.items[i]->type));
        widths.name = name > widths.name ? name : widths.name;
        widths.type = type > widths.type ? type : widths.type;
    }
    for (size_t i = 0; i < table->columns.len; i++)
        add_column(out, table->columns.items[i], widths);
}

static void add_constraints(struct orq_str *out, const struct orq_table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++)
        add_constraint(out, table->constraints.items[i]);
    for (size_t i = 0; i < table->indexes.len; i++)
        add_index(out, table->indexes.items[i]);
}

static void add_name(struct orq_str *out, const char *schema, const char *name)
{
    orq_str_addf(out, "%s%s%s", schema ? shown(out, schema) : "", schema ? "." : "",
                 shown(out, name));
}

void orq_table_text(struct orq_str *out, const struct orq_table *table)
{
    orq_str_add(out, "table ");
    add_name(out, table->schema, table->name);
    orq_str_addf(out, "%s%s\n", table->strict ? " (strict)" : "",
                 table->without_rowid ? " (without rowid)" : "");
    add_columns(out, table);
    add_constraints(out, table);
}

static void add_lines(struct orq_str *out, const char *text)
{
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\n");
        orq_str_addf(out, "  %s\n", flat(out, orq_arena_strndup(out->arena, at, len)));
        at += len + (at[len] == '\n');
    }
}

bool orq_attribute_is_shown(const struct orq_definition *definition,
                            const struct orq_attribute *attribute)
{
    if (orq_attribute_form_of(attribute->key) == ORQ_FORM_IGNORED)
        return false;
    return !definition->sql || attribute->key == ORQ_ATTRIBUTE_ENABLED;
}

static void add_attributes(struct orq_str *out, const struct orq_definition *definition)
{
    for (size_t i = 0; i < definition->attributes.len; i++) {
        const struct orq_attribute *attribute = &definition->attributes.items[i];
        if (orq_attribute_is_shown(definition, attribute)) {
            orq_str_addf(
                out, "  %s: %s\n", orq_attribute_word(attribute->key),
                flat(out, attribute->text ? attribute->text : names(out->arena, &attribute->list)));
        }
    }
}

void orq_definition_text(struct orq_str *out, const struct orq_definition *definition)
{
    orq_str_addf(out, "%s ", orq_kind_word(definition->kind));
    add_name(out, definition->schema, definition->name);
    if (definition->on)
        orq_str_addf(out, " on %s", shown(out, definition->on));
    orq_str_addc(out, '\n');
    if (definition->sql)
        add_lines(out, definition->sql);
    add_attributes(out, definition);
    if (definition->relation && definition->kind == ORQ_KIND_COMPOSITE)
        add_columns(out, definition->relation);
    if (definition->relation)
        add_constraints(out, definition->relation);
}
