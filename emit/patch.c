#include "emit/patch.h"

#include "emit/create.h"
#include "emit/patch_parts.h"
#include "sql/quote.h"

#include <stdint.h>
#include <string.h>

struct patch {
    struct orq_arena *arena;
    const struct orq_table_plan *plan;
    const char *text;
    const struct orq_ddl_table *ddl; /* the tree of text */
    struct orq_body body;
    struct orq_edits edits;
    bool impossible;
};

static void replace(struct patch *patch, struct orq_range range, const char *text)
{
    ORQ_PUSH(patch->arena, &patch->edits, ((struct orq_edit){range, text}));
}

/* A clause inside a column goes with the blanks in front of it. */
static void erase(struct patch *patch, struct orq_range range)
{
    while (range.from > 0 && strchr(" \t\r\n", patch->text[range.from - 1]))
        range.from--;
    size_t line = range.from;
    while (line > 0 && patch->text[line - 1] != '\n')
        line--;
    /* A line comment in front would swallow what follows. */
    const char *head = orq_arena_strndup(patch->arena, patch->text + line, range.from - line);
    replace(patch, range, strstr(head, "--") ? "\n" : "");
}

static void insert(struct patch *patch, size_t at, const char *text)
{
    replace(patch, (struct orq_range){at, at}, orq_arena_printf(patch->arena, " %s", text));
}

/* The bytes of a column or a constraint of the table as it is. */
static struct orq_range range_of(struct orq_place place)
{
    return (struct orq_range){place.from, place.to};
}

static bool stands_at(struct orq_range range, struct orq_place place)
{
    return place.to > 0 && range.from == place.from;
}

/* -- clauses of a column -- */

/* Where a clause goes that the column does not have yet: behind its type and NOT NULL. */
static size_t clause_place(const struct orq_ddl_column *column)
{
    size_t at = column->type.to > column->type.from ? column->type.to : column->name_text.to;
    for (size_t i = 0; i < column->constraints.len; i++)
        if (column->constraints.items[i].kind == ORQ_DDL_NOT_NULL)
            at = column->constraints.items[i].text.to;
    return at;
}

/* The last clause of the kind becomes text (NULL: it goes), all before it go. */
static void set_clause(struct patch *patch, const struct orq_ddl_column *column,
                       enum orq_ddl_kind kind, const char *text)
{
    const struct orq_ddl_constraint *last = NULL;
    for (size_t i = 0; i < column->constraints.len; i++) {
        if (column->constraints.items[i].kind != kind)
            continue;
        if (last)
            erase(patch, last->text);
        last = &column->constraints.items[i];
    }
    if (last && text)
        replace(patch, last->body, text);
    else if (last)
        erase(patch, last->text);
    else if (text)
        insert(patch, clause_place(column), text);
}

static void set_type(struct patch *patch, const struct orq_ddl_column *column, const char *type)
{
    bool written = column->type.to > column->type.from;
    if (written && *type)
        replace(patch, column->type, type);
    else if (written)
        erase(patch, column->type);
    else if (*type)
        insert(patch, column->name_text.to, type);
}

static bool has_clause(const struct orq_ddl_column *column, enum orq_ddl_kind kind)
{
    for (size_t i = 0; i < column->constraints.len; i++)
        if (column->constraints.items[i].kind == kind)
            return true;
    return false;
}

static bool is_key_column(const struct orq_table *table, const struct orq_column *column)
{
    const struct orq_constraint *key = orq_table_primary_key(table);
    for (size_t i = 0; key && i < key->parts.len; i++)
        if (orq_ascii_equal(key->parts.items[i].column, column->name))
            return true;
    return false;
}

/* Is the column NOT NULL without saying so? (https://www.sqlite.org/withoutrowid.html,
 * https://www.sqlite.org/stricttables.html) */
static bool not_null_is_implied(const struct orq_table *table, const struct orq_column *column)
{
    return orq_table_rowid_alias(table) == column ||
           ((table->without_rowid || table->strict) && is_key_column(table, column));
}

/* A key that goes may have been what kept NULL out, so every column is looked at. */
static void set_not_null(struct patch *patch, const struct orq_column *have,
                         const struct orq_column *want)
{
    const struct orq_ddl_column *ddl = orq_column_ddl(patch->ddl, have);
    bool written = has_clause(ddl, ORQ_DDL_NOT_NULL);
    bool conflict_changed = have->not_null_conflict != want->not_null_conflict;
    if (want->nullable && written) {
        set_clause(patch, ddl, ORQ_DDL_NOT_NULL, NULL);
    } else if (!want->nullable &&
               (conflict_changed || (!written && !not_null_is_implied(patch->plan->want, want)))) {
        set_clause(patch, ddl, ORQ_DDL_NULL, NULL);
        set_clause(patch, ddl, ORQ_DDL_NOT_NULL, orq_emit_not_null(patch->arena, want));
    }
}

static void alter_column(struct patch *patch, const struct orq_op *op)
{
    struct orq_arena *arena = patch->arena;
    const struct orq_ddl_column *ddl = orq_column_ddl(patch->ddl, op->from.column);
    const struct orq_column *want = op->to.column;
    if (op->changed & ORQ_CHANGE_TYPE)
        set_type(patch, ddl, want->type);
    if (op->changed & ORQ_CHANGE_DEFAULT) {
        const char *value = want->default_expr.text;
        set_clause(patch, ddl, ORQ_DDL_DEFAULT,
                   value ? orq_arena_printf(arena, "DEFAULT %s", orq_default_sql(arena, value))
                         : NULL);
    }
    if (op->changed & ORQ_CHANGE_COLLATION) {
        set_clause(patch, ddl, ORQ_DDL_COLLATE,
                   want->collation ? orq_arena_printf(arena, "COLLATE %s",
                                                      orq_sqlite_name(arena, want->collation))
                                   : NULL);
    }
    if (op->changed & (ORQ_CHANGE_GENERATED | ORQ_CHANGE_EXPRESSION))
        set_clause(patch, ddl, ORQ_DDL_GENERATED,
                   want->generated ? orq_emit_generated(arena, want) : NULL);
    if (op->changed & ORQ_CHANGE_NAME)
        replace(patch, ddl->name_text, orq_sqlite_name(arena, want->name));
}

/* -- constraints -- */

/* Is there an operation on it? */
static bool is_told(const struct patch *patch, const struct orq_constraint *constraint)
{
    for (size_t i = 0; i < patch->plan->ops.len; i++)
        if (patch->plan->ops.items[i]->from.constraint == constraint ||
            patch->plan->ops.items[i]->to.constraint == constraint)
            return true;
    return false;
}

static struct orq_item *item_of_constraint(struct patch *patch,
                                           const struct orq_constraint *constraint)
{
    for (size_t i = 0; i < patch->body.items.len; i++)
        if (patch->body.items.items[i].constraint &&
            stands_at(patch->body.items.items[i].range, constraint->place))
            return &patch->body.items.items[i];
    return NULL;
}

static void drop_constraint(struct patch *patch, const struct orq_constraint *constraint)
{
    struct orq_item *item = item_of_constraint(patch, constraint);
    if (item)
        item->removed = true;
    else if (constraint->column && constraint->place.to > 0)
        erase(patch, range_of(constraint->place));
    else
        patch->impossible = true;
}

static void add_constraint(struct patch *patch, const struct orq_constraint *constraint)
{
    const char *text = orq_emit_constraint(patch->arena, constraint);
    if (!constraint->column) {
        orq_body_insert(&patch->body, patch->body.items.len - 1, text);
        return;
    }
    const struct orq_column *have = orq_table_column(patch->plan->have, constraint->column);
    if (have) /* else it stands in the text of the new column */
        insert(patch, have->place.to, text);
}

static bool same_place(const struct orq_constraint *a, const struct orq_constraint *b)
{
    return a->column ? b->column && orq_ascii_equal(a->column, b->column) : !b->column;
}

static void alter_constraint(struct patch *patch, const struct orq_constraint *have,
                             const struct orq_constraint *want)
{
    if (have->place.to == 0 || !same_place(have, want)) {
        drop_constraint(patch, have);
        add_constraint(patch, want);
        return;
    }
    const char *text = orq_emit_constraint(patch->arena, want);
    struct orq_item *item = item_of_constraint(patch, have);
    if (item)
        item->text = text;
    else
        replace(patch, range_of(have->place), text);
}

/* The collation that a column has now, when it changes; NULL: it does not. */
static const char *collation_before(const struct patch *patch, const char *column)
{
    for (size_t i = 0; column && i < patch->plan->ops.len; i++) {
        const struct orq_op *op = patch->plan->ops.items[i];
        if (op->kind == ORQ_OP_ALTER_COLUMN && (op->changed & ORQ_CHANGE_COLLATION) &&
            orq_ascii_equal(op->from.column->name, column))
            return op->from.column->collation ? op->from.column->collation : "BINARY";
    }
    return NULL;
}

static bool same_key_columns(const struct orq_constraint *a, const struct orq_constraint *b)
{
    if (a->kind != b->kind || a->parts.len != b->parts.len)
        return false;
    for (size_t i = 0; i < a->parts.len; i++)
        if (!orq_ascii_equal(a->parts.items[i].column, b->parts.items[i].column))
            return false;
    return true;
}

/* The wanted key that an unchanged one is; NULL: several may be. */
static const struct orq_constraint *same_key(const struct patch *patch,
                                             const struct orq_constraint *key)
{
    const struct orq_constraints *all = &patch->plan->want->constraints;
    const struct orq_constraint *found = NULL;
    for (size_t i = 0; i < all->len; i++) {
        if (is_told(patch, all->items[i]) || !same_key_columns(key, all->items[i]))
            continue;
        if (found)
            return NULL;
        found = all->items[i];
    }
    return found;
}

static void keep_collations_of(struct patch *patch, const struct orq_constraint *key)
{
    const struct orq_constraint *want = same_key(patch, key);
    struct orq_constraint kept = *key;
    bool changed = false;
    kept.parts = (struct orq_key_parts){0};
    for (size_t i = 0; i < key->parts.len; i++) {
        struct orq_key_part part = key->parts.items[i];
        const char *before = part.collation ? NULL : collation_before(patch, part.column);
        if (before && (!want || want->parts.items[i].collation)) {
            part.collation = before;
            changed = true;
        }
        ORQ_PUSH(patch->arena, &kept.parts, part);
    }
    struct orq_item *item = changed && want ? item_of_constraint(patch, key) : NULL;
    if (item)
        item->text = orq_emit_constraint(patch->arena, &kept);
    patch->impossible = patch->impossible || (changed && !item);
}

/* A key that has its collation from a column can equal one that names it: it has to, where the
 * column gets another. Beside the column there is no room for that. */
static void keep_collations(struct patch *patch)
{
    const struct orq_constraints *all = &patch->plan->have->constraints;
    for (size_t i = 0; i < all->len; i++) {
        enum orq_kind kind = all->items[i]->kind;
        if ((kind == ORQ_KIND_UNIQUE || kind == ORQ_KIND_PRIMARY_KEY) &&
            !is_told(patch, all->items[i]))
            keep_collations_of(patch, all->items[i]);
    }
}

/* -- the table -- */

static void drop_column(struct patch *patch, const struct orq_column *column)
{
    for (size_t i = 0; i < patch->body.items.len; i++)
        if (patch->body.items.items[i].column &&
            stands_at(patch->body.items.items[i].range, column->place))
            patch->body.items.items[i].removed = true;
}

static void apply_op(struct patch *patch, const struct orq_op *op)
{
    switch (op->kind) {
    case ORQ_OP_DROP_COLUMN:
        drop_column(patch, op->from.column);
        break;
    case ORQ_OP_ALTER_COLUMN:
        alter_column(patch, op);
        break;
    case ORQ_OP_DROP_CONSTRAINT:
        drop_constraint(patch, op->from.constraint);
        break;
    case ORQ_OP_ALTER_CONSTRAINT:
        alter_constraint(patch, op->from.constraint, op->to.constraint);
        break;
    case ORQ_OP_ALTER_TABLE:    /* its options are compared, not told */
    case ORQ_OP_ADD_COLUMN:     /* placed afterwards, in the wanted order */
    case ORQ_OP_ADD_CONSTRAINT: /* the same */
    case ORQ_OP_CREATE_TABLE:
    case ORQ_OP_DROP_TABLE:
    case ORQ_OP_RENAME_TABLE:
    case ORQ_OP_RENAME_COLUMN:
    case ORQ_OP_CREATE_INDEX:
    case ORQ_OP_DROP_INDEX:
    case ORQ_OP_ALTER_INDEX:
    case ORQ_OP_CREATE_DEFINITION:
    case ORQ_OP_DROP_DEFINITION:
    case ORQ_OP_ALTER_DEFINITION:
        break;
    }
}

static bool is_added(const struct patch *patch, const struct orq_constraint *constraint)
{
    for (size_t i = 0; i < patch->plan->ops.len; i++)
        if (patch->plan->ops.items[i]->kind == ORQ_OP_ADD_CONSTRAINT &&
            patch->plan->ops.items[i]->to.constraint == constraint)
            return true;
    return false;
}

static void add_constraints(struct patch *patch)
{
    const struct orq_constraints *all = &patch->plan->want->constraints;
    for (size_t i = 0; i < all->len; i++)
        if (is_added(patch, all->items[i]))
            add_constraint(patch, all->items[i]);
}

/* The key may gain or lose AUTOINCREMENT without an operation of its own. */
static void follow_autoincrement(struct patch *patch)
{
    const struct orq_constraint *have = orq_table_primary_key(patch->plan->have);
    const struct orq_constraint *want = orq_table_primary_key(patch->plan->want);
    if (!have || !want || have->autoincrement == want->autoincrement || is_told(patch, have) ||
        is_told(patch, want))
        return;
    struct orq_constraint key = *want;
    key.name = have->name;
    alter_constraint(patch, have, &key);
}

static void follow_not_null(struct patch *patch)
{
    const struct orq_table *have = patch->plan->have;
    for (size_t i = 0; i < have->columns.len; i++) {
        const struct orq_column *want =
            orq_table_column(patch->plan->want, have->columns.items[i]->name);
        if (want)
            set_not_null(patch, have->columns.items[i], want);
    }
}

/* Inside items, before items are moved around. */
static void edit_items(struct patch *patch)
{
    for (size_t i = 0; i < patch->body.items.len; i++) {
        struct orq_item *item = &patch->body.items.items[i];
        if (item->column)
            item->text = orq_edited(patch->arena, patch->text, item->range, &patch->edits);
    }
}

/* The item of a column of that name; SIZE_MAX: none. */
static size_t item_of_column(const struct patch *patch, const char *name)
{
    const struct orq_column *have = orq_table_column(patch->plan->have, name);
    for (size_t i = 0; have && i < patch->body.items.len; i++)
        if (patch->body.items.items[i].column &&
            stands_at(patch->body.items.items[i].range, have->place))
            return i;
    return SIZE_MAX;
}

/* Each new column behind the one it follows in the model. */
static void place_columns(struct patch *patch)
{
    const struct orq_table *want = patch->plan->want;
    size_t previous = SIZE_MAX;
    for (size_t i = 0; i < want->columns.len; i++) {
        const struct orq_column *column = want->columns.items[i];
        size_t item = item_of_column(patch, column->name);
        if (item == SIZE_MAX) {
            orq_body_insert(&patch->body, previous, orq_emit_column(patch->arena, want, column));
            item = previous == SIZE_MAX ? 0 : previous + 1;
        }
        patch->body.items.items[item].wanted = column;
        previous = item;
    }
}

/* What stands behind the closing parenthesis. */
static const char *options_text(const struct patch *patch)
{
    const struct orq_table *have = patch->plan->have, *want = patch->plan->want;
    const struct orq_ddl_table *ddl = patch->ddl;
    size_t from = ddl->body.to + 1;
    if (have->strict == want->strict && have->without_rowid == want->without_rowid)
        return orq_arena_strndup(patch->arena, patch->text + from, ddl->len - from);
    bool written = ddl->options.to > ddl->options.from;
    size_t head = written ? ddl->options.from : from, rest = written ? ddl->options.to : from;
    while (head > from && strchr(" \t\r\n", patch->text[head - 1]))
        head--;
    return orq_arena_printf(patch->arena, "%.*s%s%.*s", (int)(head - from), patch->text + from,
                            orq_emit_table_options(want), (int)(ddl->len - rest),
                            patch->text + rest);
}

const char *orq_patch_table(struct orq_arena *arena, const struct orq_table_plan *plan)
{
    const struct orq_table *have = plan->have;
    const struct orq_ddl_table *ddl = orq_table_ddl(arena, have);
    if (!ddl)
        return NULL;
    struct patch patch = {.arena = arena,
                          .plan = plan,
                          .text = have->sql,
                          .ddl = ddl,
                          .body = orq_body_split(arena, ddl)};
    follow_not_null(&patch);
    for (size_t i = 0; i < plan->ops.len; i++)
        apply_op(&patch, plan->ops.items[i]);
    add_constraints(&patch);
    follow_autoincrement(&patch);
    keep_collations(&patch);
    if (patch.impossible)
        return NULL;
    edit_items(&patch);
    const char *comment = orq_body_take_comment(&patch.body);
    place_columns(&patch);
    orq_body_put_comments(&patch.body, plan, comment);
    const char *text = orq_arena_printf(arena, "%.*s%s)%s", (int)ddl->body.from, patch.text,
                                        orq_body_text(&patch.body), options_text(&patch));
    return orq_text_is_table(arena, text, plan->want) ? text : NULL;
}
