/* Faults that only the whole schema shows. */
#include "base/similar.h"
#include "base/str.h"
#include "model/foreign_key.h"
#include "model/resolve.h"
#include "sql/quote.h"

#include <string.h>

/* -- foreign keys -- */

static void report_no_parent(struct orq_resolver *resolver, const struct orq_constraint *key)
{
    struct orq_strings names = {0};
    for (size_t i = 0; i < resolver->schema->tables.len; i++)
        ORQ_PUSH(resolver->arena, &names, resolver->schema->tables.items[i]->name);
    const char *near = orq_similar(key->ref_table, &names);
    if (!near && resolver->tables_in_doubt)
        return;
    const char *shown = orq_shown_name(resolver->arena, key->ref_table);
    if (near)
        orq_error(resolver->diags, key->at,
                  "the foreign key references a table \"%s\" that the model does not have (did you "
                  "mean \"%s\"?)",
                  shown, orq_shown_name(resolver->arena, near));
    else
        orq_error(resolver->diags, key->at,
                  "the foreign key references a table \"%s\" that the model does not have", shown);
}

static void report_no_key(struct orq_resolver *resolver, const struct orq_table *parent,
                          const struct orq_constraint *key)
{
    struct orq_str names = orq_str_new(resolver->arena);
    if (orq_doubted(resolver, parent, ORQ_DOUBT_KEYS))
        return;
    for (size_t i = 0; i < key->ref_columns.len; i++)
        orq_str_addf(&names, "%s%s", i == 0 ? "" : ", ", key->ref_columns.items[i]);
    const char *table = orq_shown_name(resolver->arena, parent->name);
    if (key->ref_columns.len > 0)
        orq_error(resolver->diags, key->at, "no primary key or unique constraint covers %s(%s)",
                  table, orq_shown_name(resolver->arena, orq_str_text(&names)));
    else
        orq_error(resolver->diags, key->at,
                  "the foreign key names no column, and table \"%s\" has no primary key", table);
}

static void hint_missing(struct orq_resolver *resolver)
{
    if (resolver->sqlite)
        orq_hint(resolver->diags, "where it is meant so: missing: true (SQLite permits such a "
                                  "foreign key, and refuses to write rows that need it)");
}

static void report_count(struct orq_resolver *resolver, const struct orq_constraint *key,
                         const char *whose, size_t parents)
{
    orq_error(resolver->diags, key->at, "the foreign key has %zu column%s, and %s %zu",
              key->parts.len, key->parts.len == 1 ? "" : "s", whose, parents);
}

static void report_parent(struct orq_resolver *resolver, const struct orq_constraint *key,
                          const struct orq_parent *parent)
{
    switch (parent->fault) {
    case ORQ_PARENT_FINE:
        return;
    case ORQ_PARENT_NO_TABLE:
        report_no_parent(resolver, key);
        return;
    case ORQ_PARENT_NO_COLUMN:
        for (size_t i = 0; i < key->ref_columns.len; i++)
            if (!orq_table_column(parent->table, key->ref_columns.items[i]))
                orq_report_no_column(resolver, key->at, parent->table, key->ref_columns.items[i]);
        return;
    case ORQ_PARENT_COUNT:
        if (!orq_doubted(resolver, parent->table, ORQ_DOUBT_KEYS))
            report_count(resolver, key, "the parent's primary key", parent->columns);
        return;
    case ORQ_PARENT_NO_PRIMARY_KEY:
    case ORQ_PARENT_NO_KEY:
        report_no_key(resolver, parent->table, key);
        return;
    }
}

static void check_foreign_key(struct orq_resolver *resolver, const struct orq_table *table,
                              const struct orq_constraint *key)
{
    if (!key->ref_table || key->ref_table[0] == '\0')
        return;
    if (key->ref_columns.len > 0 && key->ref_columns.len != key->parts.len) {
        report_count(resolver, key, "it references", key->ref_columns.len);
        return;
    }
    if (key->missing)
        return;
    size_t before = orq_diags_errors(resolver->diags);
    const struct orq_parent parent = orq_parent_of(resolver->passing, resolver->schema, table, key);
    report_parent(resolver, key, &parent);
    if (orq_diags_errors(resolver->diags) > before)
        hint_missing(resolver);
}

/* -- renamed_from -- */

static void note_rename(struct orq_resolver *resolver, struct orq_map **seen, const char *from,
                        struct orq_span *at)
{
    if (from && !*seen)
        *seen = orq_map_new(resolver->passing, resolver->sqlite ? ORQ_KEYS_FOLDED : ORQ_KEYS_EXACT);
    const struct orq_span *first = from ? orq_map_put(*seen, from, at) : NULL;
    if (!first)
        return;
    const char *dot = resolver->sqlite ? NULL : strrchr(from, '.');
    orq_error(resolver->diags, *at, "two are renamed from \"%s\"",
              orq_shown_name(resolver->arena, dot ? dot + 1 : from));
    orq_hint(resolver->diags, "the other stands at %s:%zu:%zu", first->file, first->line,
             first->column);
}

/* Names of different schemas and kinds do not meet on PostgreSQL. */
static const char *former(const struct orq_resolver *resolver, const char *from, const char *within)
{
    if (!from || resolver->sqlite)
        return from;
    return orq_arena_printf(resolver->passing, "%s.%s", within ? within : "", from);
}

static const char *place_of(const struct orq_resolver *resolver,
                            const struct orq_definition *definition)
{
    return orq_arena_printf(resolver->passing, "%s:%s:%s", orq_kind_key(definition->kind),
                            definition->schema ? definition->schema : "",
                            definition->on ? definition->on : "");
}

static void check_renames(struct orq_resolver *resolver)
{
    struct orq_map *tables = NULL, *indexes = NULL, *definitions = NULL;
    for (size_t i = 0; i < resolver->schema->tables.len; i++) {
        struct orq_table *table = resolver->schema->tables.items[i];
        struct orq_map *columns = NULL, *constraints = NULL;
        note_rename(resolver, &tables, former(resolver, table->renamed_from, table->schema),
                    &table->at);
        for (size_t j = 0; j < table->columns.len; j++)
            note_rename(resolver, &columns, table->columns.items[j]->renamed_from,
                        &table->columns.items[j]->at);
        for (size_t j = 0; j < table->constraints.len; j++)
            note_rename(resolver, &constraints, table->constraints.items[j]->renamed_from,
                        &table->constraints.items[j]->at);
        for (size_t j = 0; j < table->indexes.len; j++)
            note_rename(resolver, &indexes,
                        former(resolver, table->indexes.items[j]->renamed_from, table->schema),
                        &table->indexes.items[j]->at);
    }
    for (size_t i = 0; i < resolver->schema->definitions.len; i++) {
        struct orq_definition *definition = resolver->schema->definitions.items[i];
        if (definition->renamed_from)
            note_rename(resolver, &definitions,
                        former(resolver, definition->renamed_from, place_of(resolver, definition)),
                        &definition->at);
    }
}

/* -- cyclic views -- */

struct view {
    const struct orq_definition *definition;
    struct orq_strings reads; /* folded names behind FROM and JOIN */
    enum { UNSEEN, OPEN, DONE } state;
};

ORQ_VEC_OF(view_list, struct view *);

struct views {
    struct orq_map *by_name; /* folded -> struct view */
};

/* What ends the tables of a FROM; a name behind a comma is one more of them. */
static bool ends_from(const char *sql, struct orq_token token)
{
    static const char *const words[] = {"WHERE", "GROUP",  "HAVING", "WINDOW",    "ORDER",
                                        "LIMIT", "UNION",  "EXCEPT", "INTERSECT", "ON",
                                        "USING", "SELECT", ")"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (orq_token_is(sql, token, words[i]))
            return true;
    return false;
}

static bool is_name(struct orq_token token)
{
    return token.kind == ORQ_TOKEN_WORD || token.kind == ORQ_TOKEN_QUOTED ||
           token.kind == ORQ_TOKEN_BRACKETED || token.kind == ORQ_TOKEN_BACKTICKED;
}

/* The tables that a SELECT reads. A name that the statement itself defines
 * (WITH name AS) is none. */
static void collect_reads(struct orq_arena *arena, const char *sql, struct orq_strings *reads)
{
    struct orq_tokens tokens = orq_tokens_of(arena, sql, strlen(sql));
    struct orq_map *defined = orq_map_new(arena, ORQ_KEYS_FOLDED);
    bool from = false, expected = false;
    for (size_t i = 0; i + 2 < tokens.len; i++)
        if (is_name(tokens.items[i]) && orq_token_is(sql, tokens.items[i + 1], "AS") &&
            orq_token_is(sql, tokens.items[i + 2], "("))
            orq_map_put(defined, orq_token_name(arena, sql, tokens.items[i]), arena);
    for (size_t i = 0; i + 1 < tokens.len; i++) {
        struct orq_token token = tokens.items[i];
        if (orq_token_is(sql, token, "FROM") || orq_token_is(sql, token, "JOIN") ||
            (from && orq_token_is(sql, token, ","))) {
            from = expected = true;
            continue;
        }
        if (ends_from(sql, token))
            from = false;
        if (expected && is_name(token)) {
            if (orq_token_is(sql, tokens.items[i + 1], ".") && i + 2 < tokens.len)
                token = tokens.items[i + 2];
            const char *name = orq_token_name(arena, sql, token);
            if (!orq_map_get(defined, name))
                ORQ_PUSH(arena, reads, orq_ascii_fold(arena, name));
        }
        expected = expected && orq_token_is(sql, token, "(");
    }
}

struct visit {
    struct view *view;
    size_t next; /* of reads */
};
ORQ_VEC_OF(visits, struct visit);

/* The views on the stack from `back` on read each other, the last one the first. */
static void report_cycle(struct orq_resolver *resolver, const struct visits *stack,
                         const struct view *back)
{
    struct orq_str names = orq_str_new(resolver->arena);
    const struct view *last = stack->items[stack->len - 1].view;
    size_t from = stack->len - 1;
    while (stack->items[from].view != back)
        from--;
    for (size_t i = from; i < stack->len; i++)
        orq_str_addf(&names, "%s\"%s\"",
                     i == from            ? ""
                     : i + 1 < stack->len ? ", "
                                          : " and ",
                     orq_shown_name(resolver->arena, stack->items[i].view->definition->name));
    if (last == back)
        orq_error(resolver->diags, last->definition->at, "view %s reads itself",
                  orq_str_text(&names));
    else
        orq_error(resolver->diags, last->definition->at, "views %s read each other in a circle",
                  orq_str_text(&names));
    orq_hint(resolver->diags, "no database can show such a view: it has to be written without "
                              "what leads back to it, or left out");
}

/* Depth first with a stack of its own: a chain of views may be long. */
static void visit(struct orq_resolver *resolver, const struct views *views, struct view *root)
{
    struct visits stack = {0};
    ORQ_PUSH(resolver->passing, &stack, ((struct visit){root, 0}));
    root->state = OPEN;
    while (stack.len > 0) {
        struct visit *top = &stack.items[stack.len - 1];
        if (top->next == top->view->reads.len) {
            top->view->state = DONE;
            stack.len--;
            continue;
        }
        struct view *read = orq_map_get(views->by_name, top->view->reads.items[top->next++]);
        if (read && read->state == OPEN)
            report_cycle(resolver, &stack, read);
        if (!read || read->state != UNSEEN)
            continue;
        read->state = OPEN;
        ORQ_PUSH(resolver->passing, &stack, ((struct visit){read, 0}));
    }
}

static void check_views(struct orq_resolver *resolver)
{
    const struct orq_definitions *definitions = &resolver->schema->definitions;
    struct views views = {orq_map_new(resolver->passing, ORQ_KEYS_FOLDED)};
    struct view_list all = {0};
    for (size_t i = 0; i < definitions->len; i++) {
        if (definitions->items[i]->kind != ORQ_KIND_VIEW)
            continue;
        struct view *view = ORQ_NEW(resolver->passing, struct view);
        view->definition = definitions->items[i];
        collect_reads(resolver->passing, view->definition->sql, &view->reads);
        orq_map_put(views.by_name, view->definition->name, view);
        ORQ_PUSH(resolver->passing, &all, view);
    }
    for (size_t i = 0; i < all.len; i++)
        if (all.items[i]->state == UNSEEN)
            visit(resolver, &views, all.items[i]);
}

/* A name without a schema means the table beside this one, where there is such a table, else that
 * of the default schema. */
static void settle_reference(struct orq_resolver *resolver, const struct orq_table *table,
                             struct orq_constraint *key)
{
    const char *usual = resolver->dialect->default_schema;
    const char *own = table->schema ? table->schema : usual;
    if (!key->ref_table)
        return;
    if (!key->ref_schema && table->schema &&
        !orq_schema_table(resolver->schema, orq_arena_printf(resolver->passing, "%s.%s",
                                                             table->schema, key->ref_table)))
        key->ref_schema = usual;
    if (key->ref_schema && strcmp(key->ref_schema, own) == 0)
        key->ref_schema = NULL;
}

static void settle_references(struct orq_resolver *resolver)
{
    for (size_t i = 0; i < resolver->schema->tables.len; i++) {
        const struct orq_table *table = resolver->schema->tables.items[i];
        for (size_t j = 0; j < table->constraints.len; j++)
            if (table->constraints.items[j]->kind == ORQ_KIND_FOREIGN_KEY)
                settle_reference(resolver, table, table->constraints.items[j]);
    }
}

void orq_resolve_check(struct orq_resolver *resolver)
{
    if (!resolver->sqlite)
        settle_references(resolver);
    for (size_t i = 0; i < resolver->schema->tables.len; i++) {
        const struct orq_table *table = resolver->schema->tables.items[i];
        for (size_t j = 0; j < table->constraints.len; j++)
            if (table->constraints.items[j]->kind == ORQ_KIND_FOREIGN_KEY)
                check_foreign_key(resolver, table, table->constraints.items[j]);
        if (resolver->sqlite)
            orq_resolve_check_sqlite(resolver, table);
    }
    check_renames(resolver);
    if (resolver->sqlite)
        check_views(resolver);
}
