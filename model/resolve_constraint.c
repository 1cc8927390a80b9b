/* Keys, constraints and indexes. */
#include "base/str.h"
#include "model/resolve_postgres.h"
#include "sql/quote.h"

#include <string.h>

/* -- words -- */

enum orq_conflict orq_conflict_of(const struct orq_yaml *map, const char *key)
{
    static const char *const words[] = {"abort", "rollback", "fail", "ignore", "replace", NULL};
    static const enum orq_conflict conflicts[] = {ORQ_CONFLICT_ABORT,   ORQ_CONFLICT_ROLLBACK,
                                                  ORQ_CONFLICT_FAIL,    ORQ_CONFLICT_IGNORE,
                                                  ORQ_CONFLICT_REPLACE, ORQ_CONFLICT_ABORT};
    const char *word = orq_text_of(map, key);
    return word ? conflicts[orq_word_index(words, word)] : ORQ_CONFLICT_ABORT;
}

static enum orq_action action_of(const char *word)
{
    static const char *const words[] = {"no action", "restrict",    "cascade",
                                        "set null",  "set default", NULL};
    static const enum orq_action actions[] = {ORQ_NO_ACTION, ORQ_RESTRICT,    ORQ_CASCADE,
                                              ORQ_SET_NULL,  ORQ_SET_DEFAULT, ORQ_NO_ACTION};
    return word ? actions[orq_word_index(words, word)] : ORQ_NO_ACTION;
}

static enum orq_match match_of(const char *word)
{
    static const char *const words[] = {"simple", "full", "partial", NULL};
    static const enum orq_match matches[] = {ORQ_MATCH_SIMPLE, ORQ_MATCH_FULL, ORQ_MATCH_PARTIAL,
                                             ORQ_MATCH_SIMPLE};
    return word ? matches[orq_word_index(words, word)] : ORQ_MATCH_SIMPLE;
}

static enum orq_deferrable deferrable_of(const char *word)
{
    static const char *const words[] = {"false", "immediate", "deferred", NULL};
    static const enum orq_deferrable kinds[] = {ORQ_NOT_DEFERRABLE, ORQ_INITIALLY_IMMEDIATE,
                                                ORQ_INITIALLY_DEFERRED, ORQ_NOT_DEFERRABLE};
    return word ? kinds[orq_word_index(words, word)] : ORQ_NOT_DEFERRABLE;
}

/* Nulls are the greatest: they stand last, and first where the order is descending. */
static enum orq_nulls nulls_of(const char *word, bool descending)
{
    if (!word || (strcmp(word, "first") == 0) == descending)
        return ORQ_NULLS_DEFAULT;
    return descending ? ORQ_NULLS_LAST : ORQ_NULLS_FIRST;
}

/* -- parts of keys and indexes -- */

static const char *unquoted(struct orq_arena *arena, const char *text)
{
    size_t len = strlen(text);
    bool quoted = len >= 2 && text[0] == '\'' && text[len - 1] == '\'';
    return quoted ? orq_arena_strndup(arena, text + 1, len - 2) : text;
}

/* "gist_trgm_ops (siglen='32')", with the parameters in quotes as pg_get_indexdef prints them. */
static const char *opclass_of(struct orq_resolver *resolver, const char *text)
{
    struct orq_arena *arena = resolver->arena;
    const char *bare = orq_bare_name(text);
    const char *open = bare ? strchr(bare, '(') : NULL;
    struct orq_type_parts parts;
    if (!open || !orq_type_split(resolver->passing,
                                 orq_arena_printf(resolver->passing, "x%s", open), &parts))
        return bare;
    struct orq_str spelled = orq_str_new(arena);
    orq_str_add(&spelled,
                orq_trimmed(arena, orq_arena_strndup(arena, bare, (size_t)(open - bare))));
    for (size_t i = 0; i < parts.arguments.len; i++) {
        const char *parameter = parts.arguments.items[i];
        size_t name = strcspn(parameter, "=");
        orq_str_addf(&spelled, "%s%.*s='%s'", i == 0 ? " (" : ", ", (int)name, parameter,
                     unquoted(arena, parameter[name] ? parameter + name + 1 : ""));
    }
    orq_str_addc(&spelled, ')');
    return orq_str_text(&spelled);
}

static void check_column(struct orq_resolver *resolver, const struct orq_table *table,
                         const char *column, struct orq_span at)
{
    if (column && !orq_table_column(table, column))
        orq_report_no_column(resolver, at, table, column);
}

static struct orq_key_part part_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                                   const struct orq_table *table)
{
    if (node->kind != ORQ_YAML_MAP)
        return (struct orq_key_part){.column = node->text};
    const char *order = orq_text_of(node, "order");
    struct orq_key_part part = {
        .column = orq_text_of(node, "column"),
        .collation = orq_text_of(node, "collate"),
        .with = orq_text_of(node, "with"),
        .descending = order && strcmp(order, "desc") == 0,
    };
    part.expr = orq_sql_of(resolver, orq_yaml_get(node, "expr"), table);
    if (!resolver->sqlite) {
        part.opclass = opclass_of(resolver, orq_text_of(node, "opclass"));
        part.collation = part.collation && strcmp(part.collation, "default") == 0
                             ? NULL
                             : orq_bare_name(part.collation);
        part.nulls = nulls_of(orq_text_of(node, "nulls"), part.descending);
    }
    return part;
}

void orq_resolve_parts(struct orq_resolver *resolver, const struct orq_yaml *list,
                       const struct orq_table *table, struct orq_key_parts *parts)
{
    if (!list)
        return;
    /* Exactly as many as there are: a model has very many short ones. */
    parts->cap = list->items->len;
    parts->items = ORQ_NEW_ARRAY(resolver->arena, struct orq_key_part, parts->cap);
    for (size_t i = 0; i < list->items->len; i++) {
        const struct orq_yaml *item = list->items->items[i];
        struct orq_key_part part = part_of(resolver, item, table);
        check_column(resolver, table, part.column, orq_yaml_at(item));
        ORQ_PUSH(resolver->arena, parts, part);
    }
}

/* -- constraints -- */

static void refuse_on_sqlite(struct orq_resolver *resolver, const struct orq_yaml *node,
                             const char *what)
{
    if (!resolver->sqlite || !node)
        return;
    orq_error(resolver->diags, orq_yaml_at(node), "SQLite has no %s", what);
    orq_hint(resolver->diags, "only: postgresql leaves the object out there; {postgresql: …} the "
                              "value alone");
}

struct orq_constraint *orq_constraint_new(struct orq_resolver *resolver, enum orq_kind kind,
                                          const struct orq_yaml *node)
{
    struct orq_constraint *constraint = ORQ_NEW(resolver->arena, struct orq_constraint);
    constraint->kind = kind;
    constraint->at = orq_yaml_at(node);
    constraint->name = orq_text_of(node, "name");
    constraint->name_given = constraint->name != NULL;
    constraint->comment = orq_text_of(node, "comment");
    constraint->renamed_from = orq_text_of(node, "renamed_from");
    return constraint;
}

/* What the index of a key or an exclusion has, on PostgreSQL. */
static void index_options(struct orq_resolver *resolver, const struct orq_yaml *map,
                          struct orq_constraint *constraint)
{
    orq_names_of(resolver, orq_yaml_get(map, "include"), &constraint->include);
    constraint->with = orq_parameters_of(resolver, orq_yaml_get(map, "with"));
    constraint->tablespace = orq_text_of(map, "tablespace");
    constraint->without_overlaps = orq_truth_of(map, "without_overlaps", false);
}

void orq_key_options(struct orq_resolver *resolver, const struct orq_yaml *map,
                     struct orq_constraint *constraint)
{
    const struct orq_yaml *deferrable = orq_yaml_get(map, "deferrable");
    constraint->deferrable = deferrable_of(deferrable ? deferrable->text : NULL);
    constraint->nulls_not_distinct = !orq_truth_of(map, "nulls_distinct", true);
    constraint->on_conflict = orq_conflict_of(map, "on_conflict");
    constraint->autoincrement = orq_truth_of(map, "autoincrement", false);
    if (constraint->deferrable != ORQ_NOT_DEFERRABLE)
        refuse_on_sqlite(resolver, deferrable, "deferrable keys");
    if (constraint->nulls_not_distinct)
        refuse_on_sqlite(resolver, orq_yaml_get(map, "nulls_distinct"), "NULLS NOT DISTINCT");
    if (!resolver->sqlite)
        index_options(resolver, map, constraint);
}

/* [a, b], or {columns: [a, b], …}; NULL: they were reported. */
static const struct orq_yaml *parts_of(const struct orq_yaml *node)
{
    return node->kind == ORQ_YAML_LIST ? node : orq_yaml_get(node, "columns");
}

static void read_key(struct orq_resolver *resolver, const struct orq_table *table,
                     const struct orq_yaml *node, struct orq_constraint *key)
{
    orq_resolve_parts(resolver, parts_of(node), table, &key->parts);
    for (size_t i = 0; i < key->parts.len; i++)
        if (!key->parts.items[i].column)
            orq_error(resolver->diags, key->at,
                      "a key is made of columns, not of expressions: a "
                      "unique index takes these");
    if (node->kind == ORQ_YAML_MAP)
        orq_key_options(resolver, node, key);
}

static const char *trimmed_slice(struct orq_arena *arena, const char *from, const char *to)
{
    while (from < to && *from == ' ')
        from++;
    while (to > from && to[-1] == ' ')
        to--;
    return orq_arena_strndup(arena, from, (size_t)(to - from));
}

/* table, table(column), schema.table(a, b) */
static bool read_short_reference(struct orq_resolver *resolver, const char *text,
                                 struct orq_constraint *key)
{
    struct orq_arena *arena = resolver->arena;
    const char *open = strchr(text, '(');
    const char *end = open ? open : text + strlen(text);
    const char *dot = memchr(text, '.', (size_t)(end - text));
    if (dot)
        key->ref_schema = trimmed_slice(arena, text, dot);
    key->ref_table = trimmed_slice(arena, dot ? dot + 1 : text, end);
    if (key->ref_table[0] == '\0')
        return false;
    for (const char *at = open; at && *at != ')';) {
        const char *from = at + 1;
        at = strpbrk(from, ",)");
        const char *column = at ? trimmed_slice(arena, from, at) : "";
        if (column[0] == '\0')
            return false;
        ORQ_PUSH(arena, &key->ref_columns, column);
    }
    const char *close = open ? strchr(open, ')') : NULL;
    return !close || *orq_trimmed(arena, close + 1) == '\0';
}

static void read_reference(struct orq_resolver *resolver, const struct orq_yaml *node,
                           struct orq_constraint *key)
{
    if (node->kind != ORQ_YAML_MAP) {
        if (read_short_reference(resolver, node->text, key))
            return;
        orq_error(resolver->diags, orq_yaml_at(node), "a reference is table(column), not \"%s\"",
                  node->text);
        orq_hint(resolver->diags, "names with blanks or brackets: {table: …, column: …}");
        return;
    }
    const struct orq_yaml *column = orq_yaml_get(node, "column");
    const struct orq_yaml *columns = orq_yaml_get(node, "columns");
    const char *table = orq_text_of(node, "table");
    const char *dot = table ? strchr(table, '.') : NULL;
    key->ref_schema = orq_text_of(node, "schema");
    key->ref_table = table ? table : "";
    if (dot && !key->ref_schema) {
        key->ref_schema = orq_arena_strndup(resolver->arena, table, (size_t)(dot - table));
        key->ref_table = dot + 1;
    }
    if (column && columns)
        orq_error(resolver->diags, orq_yaml_at(columns),
                  "a reference takes `column` or `columns`, not both");
    if (column)
        ORQ_PUSH(resolver->arena, &key->ref_columns, column->text);
    orq_names_of(resolver, columns, &key->ref_columns);
    if (columns ? columns->lacking : node->lacking && !column)
        key->ref_table = ""; /* what it references was reported: nothing is said of it */
}

/* The default schema goes without saying; on PostgreSQL it is said until every table is known
 * (resolve_check.c): a table beside this one may have the name. */
void orq_reference_of(struct orq_resolver *resolver, const struct orq_yaml *node,
                      struct orq_constraint *key)
{
    read_reference(resolver, node, key);
    if (resolver->sqlite && key->ref_schema &&
        strcmp(key->ref_schema, resolver->dialect->default_schema) == 0)
        key->ref_schema = NULL;
}

void orq_reference_options(struct orq_resolver *resolver, const struct orq_yaml *map,
                           struct orq_constraint *key)
{
    const struct orq_yaml *on_delete = orq_yaml_get(map, "on_delete");
    if (on_delete && on_delete->kind == ORQ_YAML_MAP && !on_delete->lacking) {
        const struct orq_yaml_entry *entry = &on_delete->entries->items[0];
        key->on_delete = action_of(entry->key);
        orq_names_of(resolver, entry->value, &key->set_columns);
        refuse_on_sqlite(resolver, on_delete, "SET NULL or SET DEFAULT of some columns");
    } else {
        key->on_delete = action_of(orq_text_of(map, "on_delete"));
    }
    key->on_update = action_of(orq_text_of(map, "on_update"));
    key->match = match_of(orq_text_of(map, "match"));
    key->deferrable = deferrable_of(orq_text_of(map, "deferrable"));
    key->not_valid = !resolver->sqlite && orq_truth_of(map, "not_valid", false);
    key->not_enforced = !resolver->sqlite && orq_truth_of(map, "not_enforced", false);
    key->without_overlaps = !resolver->sqlite && orq_truth_of(map, "period", false);
    key->missing = orq_truth_of(map, "missing", false);
    if (key->missing && !resolver->sqlite) {
        orq_error(resolver->diags, orq_yaml_at(orq_yaml_get(map, "missing")),
                  "only SQLite has foreign keys whose parent is not there");
        orq_hint(resolver->diags, "only: sqlite leaves the foreign key out elsewhere");
    }
}

static void read_foreign_key(struct orq_resolver *resolver, const struct orq_table *table,
                             const struct orq_yaml *node, struct orq_constraint *key)
{
    const struct orq_yaml *references = orq_yaml_get(node, "references");
    orq_resolve_parts(resolver, orq_yaml_get(node, "columns"), table, &key->parts);
    if (references)
        orq_reference_of(resolver, references, key);
    orq_reference_options(resolver, node, key);
}

static void read_check(struct orq_resolver *resolver, const struct orq_table *table,
                       const struct orq_yaml *node, struct orq_constraint *check)
{
    bool map = node->kind == ORQ_YAML_MAP;
    check->expr = orq_sql_of(resolver, map ? orq_yaml_get(node, "sql") : node, table);
    check->on_conflict = orq_conflict_of(node, "on_conflict");
    check->no_inherit = !resolver->sqlite && orq_truth_of(node, "no_inherit", false);
    check->not_valid = !resolver->sqlite && orq_truth_of(node, "not_valid", false);
    check->not_enforced = !resolver->sqlite && orq_truth_of(node, "not_enforced", false);
}

static void read_exclusion(struct orq_resolver *resolver, const struct orq_table *table,
                           const struct orq_yaml *node, struct orq_constraint *exclusion)
{
    refuse_on_sqlite(resolver, node, "exclusion constraints");
    if (resolver->sqlite)
        return;
    orq_resolve_parts(resolver, orq_yaml_get(node, "elements"), table, &exclusion->parts);
    exclusion->method = orq_text_of(node, "using");
    exclusion->where = orq_sql_of(resolver, orq_yaml_get(node, "where"), table);
    exclusion->deferrable = deferrable_of(orq_text_of(node, "deferrable"));
    index_options(resolver, node, exclusion);
}

static void report_named_twice(struct orq_resolver *resolver, const struct orq_yaml *node)
{
    if (orq_yaml_get(node, "name"))
        orq_error(resolver->diags, orq_yaml_at(orq_yaml_get(node, "name")),
                  "the name stands before the ':' already");
}

/* Is what it is made of all there, none of it left out as a fault? */
static bool is_whole(enum orq_kind kind, const struct orq_yaml *node)
{
    const struct orq_yaml *parts = node;
    if (orq_yaml_was_reported(node))
        return false;
    if (kind == ORQ_KIND_CHECK)
        return true;
    if (kind == ORQ_KIND_FOREIGN_KEY && !orq_yaml_get(node, "references"))
        return false;
    if (node->kind == ORQ_YAML_MAP)
        parts = orq_yaml_get(node, kind == ORQ_KIND_EXCLUSION ? "elements" : "columns");
    return parts && !parts->lacking;
}

struct section {
    enum orq_kind kind;
    void (*read)(struct orq_resolver *resolver, const struct orq_table *table,
                 const struct orq_yaml *node, struct orq_constraint *constraint);
};

/* named: the entry that it is the value of; NULL: it stands in a list. */
static void add_constraint(struct orq_resolver *resolver, struct orq_table *table,
                           const struct section *section, const struct orq_yaml *node,
                           const struct orq_yaml_entry *named)
{
    if (!is_whole(section->kind, node)) {
        orq_doubt(resolver, table, ORQ_DOUBT_KEYS);
        return;
    }
    struct orq_constraint *constraint = orq_constraint_new(resolver, section->kind, node);
    section->read(resolver, table, node, constraint);
    if (named) {
        report_named_twice(resolver, node);
        constraint->name = named->key;
        constraint->name_given = true;
        constraint->at = orq_yaml_key_at(named);
    }
    ORQ_PUSH(resolver->arena, &table->constraints, constraint);
}

/* A list of them, or a map of names to them. */
static void read_section(struct orq_resolver *resolver, struct orq_table_draft *draft,
                         const struct section *section)
{
    struct orq_table *table = draft->table;
    const struct orq_yaml *node = orq_yaml_get(draft->node, orq_kind_key(section->kind));
    if (!node)
        return;
    orq_doubt_lacking(resolver, table, node, ORQ_DOUBT_KEYS);
    if (node->kind == ORQ_YAML_LIST)
        for (size_t i = 0; i < node->items->len; i++)
            add_constraint(resolver, table, section, node->items->items[i], NULL);
    else
        for (size_t i = 0; i < node->entries->len; i++)
            add_constraint(resolver, table, section, node->entries->items[i].value,
                           &node->entries->items[i]);
}

void orq_resolve_checks(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    read_section(resolver, draft, &(const struct section){ORQ_KIND_CHECK, read_check});
}

/* -- indexes -- */

/* "2=500": the number of the part and its statistics target. */
static struct orq_strings part_statistics(struct orq_resolver *resolver,
                                          const struct orq_yaml *parts)
{
    struct orq_strings statistics = {0};
    for (size_t i = 0; parts && i < parts->items->len; i++) {
        const char *target = orq_text_of(parts->items->items[i], "statistics");
        if (target)
            ORQ_PUSH(resolver->arena, &statistics,
                     orq_arena_printf(resolver->arena, "%zu=%s", i + 1, target));
    }
    return statistics;
}

static struct orq_index *index_of(struct orq_resolver *resolver, const struct orq_table *table,
                                  const struct orq_yaml *node)
{
    struct orq_index *index = ORQ_NEW(resolver->arena, struct orq_index);
    const char *method = orq_text_of(node, "using");
    index->at = orq_yaml_at(node);
    index->name = orq_text_of(node, "name");
    index->name_given = index->name != NULL;
    index->comment = orq_text_of(node, "comment");
    index->renamed_from = orq_text_of(node, "renamed_from");
    orq_resolve_parts(resolver, parts_of(node), table, &index->parts);
    index->unique = orq_truth_of(node, "unique", false);
    index->where = orq_sql_of(resolver, orq_yaml_get(node, "where"), table);
    index->nulls_not_distinct = !orq_truth_of(node, "nulls_distinct", true);
    if (method && strcmp(method, "btree") != 0) {
        index->method = method;
        refuse_on_sqlite(resolver, orq_yaml_get(node, "using"), "index methods");
    }
    if (index->nulls_not_distinct)
        refuse_on_sqlite(resolver, orq_yaml_get(node, "nulls_distinct"), "NULLS NOT DISTINCT");
    if (!resolver->sqlite) {
        orq_names_of(resolver, orq_yaml_get(node, "include"), &index->include);
        index->tablespace = orq_text_of(node, "tablespace");
        index->with = orq_parameters_of(resolver, orq_yaml_get(node, "with"));
        index->statistics = part_statistics(resolver, parts_of(node));
    }
    return index;
}

static void add_index(struct orq_resolver *resolver, struct orq_table *table,
                      const struct orq_yaml *node, const struct orq_yaml_entry *named)
{
    if (!is_whole(ORQ_KIND_INDEX, node)) {
        orq_doubt(resolver, table, ORQ_DOUBT_KEYS);
        return;
    }
    struct orq_index *index = index_of(resolver, table, node);
    if (named) {
        report_named_twice(resolver, node);
        index->name = named->key;
        index->name_given = true;
        index->at = orq_yaml_key_at(named);
    }
    ORQ_PUSH(resolver->arena, &table->indexes, index);
}

void orq_resolve_indexes(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    const struct orq_yaml *node = orq_yaml_get(draft->node, "indexes");
    if (!node)
        return;
    orq_doubt_lacking(resolver, draft->table, node, ORQ_DOUBT_KEYS);
    if (node->kind == ORQ_YAML_LIST)
        for (size_t i = 0; i < node->items->len; i++)
            add_index(resolver, draft->table, node->items->items[i], NULL);
    else
        for (size_t i = 0; i < node->entries->len; i++)
            add_index(resolver, draft->table, node->entries->items[i].value,
                      &node->entries->items[i]);
}

/* -- keys and nulls -- */

static void read_primary_key(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    struct orq_table *table = draft->table;
    const struct orq_yaml *node = orq_yaml_get(draft->node, "primary_key");
    if (node)
        add_constraint(resolver, table, &(const struct section){ORQ_KIND_PRIMARY_KEY, read_key},
                       node, NULL);
    const struct orq_constraint *first = NULL;
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *key = table->constraints.items[i];
        if (key->kind != ORQ_KIND_PRIMARY_KEY)
            continue;
        if (first) {
            orq_error(resolver->diags, key->at, "table \"%s\" has a second primary key",
                      orq_shown_name(resolver->arena, table->name));
            orq_hint(resolver->diags,
                     "the first stands at line %zu; a key of several columns is written once, on "
                     "the table: primary_key: [a, b]",
                     first->at.line);
        }
        first = first ? first : key;
    }
}

/* Where SQLite admits NULL in a key:
 * https://www.sqlite.org/quirks.html#primary_keys_can_sometimes_contain_nulls */
static bool key_admits_null(const struct orq_resolver *resolver, const struct orq_table *table)
{
    return resolver->sqlite && !table->strict && !table->without_rowid &&
           !orq_table_rowid_alias(table);
}

/* What only SQLite asks for means nothing here. */
static void forget_sqlite(const struct orq_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        table->columns.items[i]->not_null_conflict = ORQ_CONFLICT_ABORT;
    for (size_t i = 0; i < table->constraints.len; i++) {
        struct orq_constraint *constraint = table->constraints.items[i];
        constraint->on_conflict = ORQ_CONFLICT_ABORT;
        constraint->autoincrement = false;
        for (size_t j = 0; constraint->column && j < constraint->parts.len; j++)
            constraint->parts.items[j].descending = false;
    }
}

static void settle_nulls(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    struct orq_table *table = draft->table;
    const struct orq_constraint *key = orq_table_primary_key(table);
    bool admitted = key_admits_null(resolver, table);
    for (size_t i = 0; i < table->columns.len; i++) {
        struct orq_column *column = table->columns.items[i];
        const struct orq_yaml *written = orq_yaml_get(draft->column_nodes.items[i], "nullable");
        bool in_key = false;
        for (size_t part = 0; key && part < key->parts.len; part++)
            in_key = in_key || (key->parts.items[part].column &&
                                orq_table_column(table, key->parts.items[part].column) == column);
        if (!in_key)
            continue;
        column->nullable = written && written->truth && admitted;
        if (written && written->truth && !admitted)
            orq_error(resolver->diags, orq_yaml_at(written),
                      "a column of the primary key cannot be null here");
    }
}

void orq_resolve_constraints(struct orq_resolver *resolver, struct orq_table_draft *draft)
{
    static const struct section sections[] = {{ORQ_KIND_UNIQUE, read_key},
                                              {ORQ_KIND_FOREIGN_KEY, read_foreign_key},
                                              {ORQ_KIND_CHECK, read_check},
                                              {ORQ_KIND_EXCLUSION, read_exclusion}};
    read_primary_key(resolver, draft);
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        read_section(resolver, draft, &sections[i]);
    orq_resolve_indexes(resolver, draft);
    settle_nulls(resolver, draft);
    if (!resolver->sqlite)
        forget_sqlite(draft->table);
}
