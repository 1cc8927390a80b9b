#include "cli/schema_text.h"

#include "cli/report.h"
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
    for (char *at = copy; *at; at++) {
        *at = (char)(*at == '\n' || *at == '\t' || *at == '\r' ? ' ' : *at);
    }
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
        if (part->collation) {
            orq_str_addf(&text, " collate %s", part->collation);
        }
        if (part->opclass) {
            orq_str_addf(&text, " %s", part->opclass);
        }
        orq_str_add(&text, part->descending ? " desc" : "");
        orq_str_add(&text, nulls[part->nulls]);
        if (part->with) {
            orq_str_addf(&text, " with %s", part->with);
        }
    }
    return orq_str_text(&text);
}

static const char *names(struct orq_arena *arena, const struct orq_strings *strings)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < strings->len; i++) {
        orq_str_addf(&text, "%s%s", i == 0 ? "" : ", ", strings->items[i]);
    }
    return orq_str_text(&text);
}

static void add_reference(struct orq_str *out, const struct orq_constraint *constraint)
{
    orq_str_addf(out, " references %s", shown(out, constraint->ref_table));
    if (constraint->ref_columns.len > 0) {
        orq_str_addf(out, " (%s)", shown(out, names(out->arena, &constraint->ref_columns)));
    }
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
    if (constraint->name) {
        orq_str_addf(out, " %s", shown(out, constraint->name));
    }
    if (constraint->kind == ORQ_KIND_CHECK) {
        orq_str_addf(out, ": %s", flat(out, constraint->expr.text));
    } else {
        orq_str_addf(out, " (%s)", flat(out, key_parts(out->arena, &constraint->parts)));
    }
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY) {
        add_reference(out, constraint);
    }
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
    if (index->where.text) {
        orq_str_addf(out, " where %s", flat(out, index->where.text));
    }
    orq_str_addc(out, '\n');
}

/* Characters of UTF-8 text. */
static int width(const char *text)
{
    int count = 0;
    for (; *text; text++) {
        count += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return count;
}

static void add_padded(struct orq_str *out, const char *text, int columns)
{
    int missing = columns - width(text);
    orq_str_addf(out, "%s%*s", text, missing > 0 ? missing : 0, "");
}

struct widths {
    int name, type;
};

static void add_column(struct orq_str *out, const struct orq_column *column, struct widths widths)
{
    orq_str_add(out, "  ");
    add_padded(out, shown(out, column->name), widths.name);
    orq_str_add(out, "  ");
    add_padded(out, shown(out, column->type), widths.type);
    orq_str_add(out, column->nullable ? "  null    " : "  not null");
    if (column->default_expr.text) {
        orq_str_addf(out, "  default %s", flat(out, column->default_expr.text));
    }
    if (column->generated != ORQ_NOT_GENERATED) {
        orq_str_addf(out, "  generated (%s)%s", flat(out, column->generated_expr.text),
                     column->generated == ORQ_GENERATED_STORED ? " stored" : "");
    }
    if (column->collation) {
        orq_str_addf(out, "  collate %s", shown(out, column->collation));
    }
    while (out->len > 0 && out->data[out->len - 1] == ' ') {
        out->data[--out->len] = '\0';
    }
    orq_str_addc(out, '\n');
}

void orq_table_text(struct orq_str *out, const struct orq_table *table)
{
    struct widths widths = {0, 0};
    orq_str_addf(out, "table %s%s%s%s%s\n", table->schema ? shown(out, table->schema) : "",
                 table->schema ? "." : "", shown(out, table->name),
                 table->strict ? " (strict)" : "", table->without_rowid ? " (without rowid)" : "");
    for (size_t i = 0; i < table->columns.len; i++) {
        int name = width(shown(out, table->columns.items[i]->name));
        int type = width(shown(out, table->columns.items[i]->type));
        widths.name = name > widths.name ? name : widths.name;
        widths.type = type > widths.type ? type : widths.type;
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        add_column(out, table->columns.items[i], widths);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        add_constraint(out, table->constraints.items[i]);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        add_index(out, table->indexes.items[i]);
    }
}

void orq_definition_text(struct orq_str *out, const struct orq_definition *definition)
{
    orq_str_addf(out, "%s %s\n", orq_kind_word(definition->kind), shown(out, definition->name));
    for (const char *at = definition->sql; *at;) {
        size_t len = strcspn(at, "\n");
        orq_str_addf(out, "  %s\n", flat(out, orq_arena_strndup(out->arena, at, len)));
        at += len + (at[len] == '\n');
    }
}

static void parts_json(struct orq_json *json, const struct orq_key_parts *parts)
{
    orq_json_key(json, "columns");
    orq_json_open_array(json);
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        orq_json_open_object(json);
        orq_json_member(json, "column", part->column);
        orq_json_member(json, "expression", part->column ? NULL : part->expr.text);
        orq_json_member(json, "collate", part->collation);
        orq_json_member(json, "order", part->descending ? "desc" : NULL);
        orq_json_close_object(json);
    }
    orq_json_close_array(json);
}

static void column_json(struct orq_json *json, const struct orq_column *column)
{
    orq_json_open_object(json);
    orq_json_member(json, "name", column->name);
    orq_json_member(json, "type", column->type);
    orq_json_key(json, "nullable");
    orq_json_bool(json, column->nullable);
    orq_json_member(json, "default", column->default_expr.text);
    orq_json_member(json, "generated", column->generated_expr.text);
    orq_json_member(json, "collate", column->collation);
    orq_json_member(json, "comment", column->comment);
    orq_json_close_object(json);
}

static void constraint_json(struct orq_json *json, const struct orq_constraint *constraint)
{
    orq_json_open_object(json);
    orq_json_member(json, "kind", orq_kind_word(constraint->kind));
    orq_json_member(json, "name", constraint->name);
    if (constraint->kind == ORQ_KIND_CHECK) {
        orq_json_member(json, "expression", constraint->expr.text);
    } else {
        parts_json(json, &constraint->parts);
    }
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY) {
        orq_json_member(json, "table", constraint->ref_table);
        orq_report_strings_json(json, "references", &constraint->ref_columns);
        orq_json_member(json, "on_delete", orq_action_sql(constraint->on_delete));
        orq_json_member(json, "on_update", orq_action_sql(constraint->on_update));
    }
    orq_json_close_object(json);
}

static void index_json(struct orq_json *json, const struct orq_index *index)
{
    orq_json_open_object(json);
    orq_json_member(json, "name", index->name);
    orq_json_key(json, "unique");
    orq_json_bool(json, index->unique);
    parts_json(json, &index->parts);
    orq_json_member(json, "where", index->where.text);
    orq_json_close_object(json);
}

void orq_table_json(struct orq_json *json, const struct orq_table *table)
{
    orq_json_open_object(json);
    orq_json_member(json, "schema", table->schema);
    orq_json_member(json, "name", table->name);
    orq_json_member(json, "comment", table->comment);
    orq_json_key(json, "columns");
    orq_json_open_array(json);
    for (size_t i = 0; i < table->columns.len; i++) {
        column_json(json, table->columns.items[i]);
    }
    orq_json_close_array(json);
    orq_json_key(json, "constraints");
    orq_json_open_array(json);
    for (size_t i = 0; i < table->constraints.len; i++) {
        constraint_json(json, table->constraints.items[i]);
    }
    orq_json_close_array(json);
    orq_json_key(json, "indexes");
    orq_json_open_array(json);
    for (size_t i = 0; i < table->indexes.len; i++) {
        index_json(json, table->indexes.items[i]);
    }
    orq_json_close_array(json);
    orq_json_close_object(json);
}

void orq_definition_json(struct orq_json *json, const struct orq_definition *definition)
{
    orq_json_open_object(json);
    orq_json_member(json, "kind", orq_kind_word(definition->kind));
    orq_json_member(json, "name", definition->name);
    orq_json_member(json, "on", definition->on);
    orq_json_member(json, "sql", definition->sql);
    orq_json_close_object(json);
}
