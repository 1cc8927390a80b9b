#include "emit/native.h"

#include "emit/archive_sqlite.h"
#include "emit/create.h"
#include "emit/notes.h"
#include "emit/patch.h"
#include "sql/ddl_comment.h"
#include "sql/quote.h"

#include <string.h>

enum { DROP_COLUMN_SINCE = 3035000 };

/* -- operations that ALTER TABLE has no words for -- */

#define KEPT_IN_TEXT "SQLite keeps comments nowhere but in the text of CREATE TABLE"

static const struct {
    enum orq_op_kind kind;
    unsigned changed; /* 0: always */
    const char *why;
} refusals[] = {
    {ORQ_OP_ALTER_COLUMN, ORQ_CHANGE_TYPE, "SQLite cannot change a column's type"},
    {ORQ_OP_ALTER_COLUMN, ORQ_CHANGE_NULLABLE, "SQLite cannot change NOT NULL"},
    {ORQ_OP_ALTER_COLUMN, ORQ_CHANGE_DEFAULT, "SQLite cannot change a default"},
    {ORQ_OP_ALTER_COLUMN, ORQ_CHANGE_COLLATION, "SQLite cannot change a collation"},
    {ORQ_OP_ALTER_COLUMN, ORQ_CHANGE_GENERATED, "SQLite cannot change how a column is generated"},
    {ORQ_OP_ALTER_COLUMN, ORQ_CHANGE_CONFLICT, "SQLite cannot change ON CONFLICT"},
    {ORQ_OP_ALTER_COLUMN, ORQ_CHANGE_COMMENT, KEPT_IN_TEXT},
    {ORQ_OP_ALTER_COLUMN, 0, "SQLite cannot change a column"},
    {ORQ_OP_ALTER_TABLE, ORQ_CHANGE_TEXT, "its stored text comes back as it was"},
    {ORQ_OP_ALTER_TABLE, ORQ_CHANGE_STRICT, "SQLite cannot change STRICT"},
    {ORQ_OP_ALTER_TABLE, ORQ_CHANGE_ROWID, "SQLite cannot change WITHOUT ROWID"},
    {ORQ_OP_ALTER_TABLE, ORQ_CHANGE_AUTOINCREMENT, "SQLite cannot change AUTOINCREMENT"},
    {ORQ_OP_ALTER_TABLE, ORQ_CHANGE_COMMENT, KEPT_IN_TEXT},
    {ORQ_OP_ALTER_TABLE, 0, "SQLite cannot change a table's options"},
    {ORQ_OP_ADD_CONSTRAINT, 0, "SQLite cannot add a constraint to a table"},
    {ORQ_OP_DROP_CONSTRAINT, 0, "SQLite cannot drop a constraint"},
    {ORQ_OP_ALTER_CONSTRAINT, 0, "SQLite cannot change a constraint"},
};

static bool is_check_or_reference(const struct orq_constraint *constraint)
{
    return constraint->kind == ORQ_KIND_CHECK || constraint->kind == ORQ_KIND_FOREIGN_KEY;
}

/* CHECKs and references beside a column come and go with it. */
static bool goes_with_its_column(const struct orq_table_plan *plan, const struct orq_op *op)
{
    if (op->kind == ORQ_OP_ADD_CONSTRAINT)
        return op->to.constraint->column && is_check_or_reference(op->to.constraint) &&
               !orq_table_column(plan->have, op->to.constraint->column);
    if (op->kind == ORQ_OP_DROP_CONSTRAINT)
        return op->from.constraint->column && is_check_or_reference(op->from.constraint) &&
               !orq_table_column(plan->want, op->from.constraint->column);
    return false;
}

static const char *refusal_of_op(const struct orq_table_plan *plan, const struct orq_op *op)
{
    if (goes_with_its_column(plan, op))
        return NULL;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (refusals[i].kind == op->kind &&
            (refusals[i].changed == 0 || (op->changed & refusals[i].changed)))
            return refusals[i].why;
    return NULL;
}

/* -- ADD COLUMN -- */

static bool key_uses(const struct orq_constraint *constraint, const char *column)
{
    for (size_t i = 0; i < constraint->parts.len; i++)
        if (constraint->parts.items[i].column &&
            orq_ascii_equal(constraint->parts.items[i].column, column))
            return true;
    return false;
}

static const char *const table_level[] = {
    [ORQ_KIND_PRIMARY_KEY] = "SQLite cannot add a column to a primary key",
    [ORQ_KIND_UNIQUE] = "SQLite cannot add a UNIQUE column",
    [ORQ_KIND_FOREIGN_KEY] = "SQLite cannot add a foreign key to a table",
};

static const char *refusal_of_new_keys(const struct orq_table *table,
                                       const struct orq_column *column)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const struct orq_constraint *constraint = table->constraints.items[i];
        if (constraint->kind > ORQ_KIND_FOREIGN_KEY || !key_uses(constraint, column->name))
            continue;
        if (constraint->kind != ORQ_KIND_FOREIGN_KEY || !constraint->column)
            return table_level[constraint->kind];
        if (column->default_expr.text)
            return "SQLite cannot add a column that has both REFERENCES and a default";
    }
    return NULL;
}

/* ADD COLUMN takes any default into a STRICT table, and leaves rows that integrity_check refuses.
 */
static bool strict_type_takes(const char *type, enum orq_token_kind literal)
{
    static const struct {
        const char *type;
        enum orq_token_kind literals[2];
    } takes[] = {
        {"INT", {ORQ_TOKEN_INTEGER, ORQ_TOKEN_INTEGER}},
        {"INTEGER", {ORQ_TOKEN_INTEGER, ORQ_TOKEN_INTEGER}},
        {"REAL", {ORQ_TOKEN_INTEGER, ORQ_TOKEN_FLOAT}},
        {"TEXT", {ORQ_TOKEN_STRING, ORQ_TOKEN_STRING}},
        {"BLOB", {ORQ_TOKEN_BLOB, ORQ_TOKEN_BLOB}},
    };
    if (literal == ORQ_TOKEN_WORD || orq_ascii_equal(type, "ANY"))
        return true;
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++)
        if (orq_ascii_equal(type, takes[i].type))
            return literal == takes[i].literals[0] || literal == takes[i].literals[1];
    return false;
}

static const char *refusal_of_new_default(const struct orq_table *table,
                                          const struct orq_column *column)
{
    const char *value = column->default_expr.text;
    enum orq_token_kind literal = value ? orq_literal_kind(value) : ORQ_TOKEN_WORD;
    if (literal == ORQ_TOKEN_END)
        return "SQLite cannot add a column whose default is no constant";
    if (table->strict && !strict_type_takes(column->type, literal))
        return "ADD COLUMN does not check the type of a default in a STRICT table";
    if (!column->nullable && literal == ORQ_TOKEN_WORD)
        return "SQLite cannot add a NOT NULL column without a default";
    if (orq_column_change(column)->backfill.text)
        return "the rows that are there get a value of their own";
    return NULL;
}

static const char *refusal_of_added(struct orq_emitter *emitter, const struct orq_table *table,
                                    const struct orq_column *column)
{
    const char *why = refusal_of_new_keys(table, column);
    if (!why && table->comments_in_ddl && orq_comment_words(emitter->arena, column->comment))
        why = "ADD COLUMN cannot write a comment";
    if (why || column->generated == ORQ_GENERATED_VIRTUAL)
        return why;
    if (column->generated == ORQ_GENERATED_STORED)
        return "SQLite cannot add a STORED column";
    if (orq_restored_value(emitter, table, column))
        return "the rows that are there get their values back";
    return refusal_of_new_default(table, column);
}

/* -- DROP COLUMN -- */

static const char *refusal_of_constraint(struct orq_emitter *emitter,
                                         const struct orq_constraint *constraint,
                                         const char *column)
{
    bool own = constraint->column && orq_ascii_equal(constraint->column, column);
    if (constraint->kind == ORQ_KIND_PRIMARY_KEY && key_uses(constraint, column))
        return "SQLite cannot drop a column of the primary key";
    if (constraint->kind == ORQ_KIND_UNIQUE && key_uses(constraint, column))
        return "SQLite cannot drop a UNIQUE column";
    if (own)
        return NULL;
    if (constraint->kind == ORQ_KIND_FOREIGN_KEY && key_uses(constraint, column))
        return "SQLite cannot drop a column that a foreign key uses";
    if (constraint->kind == ORQ_KIND_CHECK &&
        orq_text_mentions(emitter->arena, constraint->expr.text, column))
        return "SQLite cannot drop a column that a CHECK uses";
    return NULL;
}

static const char *refusal_of_indexes(struct orq_emitter *emitter, const struct orq_table *table,
                                      const char *column)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct orq_index *index = table->indexes.items[i];
        if (orq_map_get(emitter->dropped, index->name))
            continue;
        const char *sql = orq_emit_create_index(emitter->arena, table, index);
        if (orq_text_mentions(emitter->arena, sql, column))
            return "SQLite cannot drop a column that an index uses";
    }
    return NULL;
}

/* Every name in any view or trigger, once for all columns that are dropped. */
static const char *mentioned_by(struct orq_emitter *emitter, const char *name)
{
    if (!emitter->mentioned) {
        emitter->mentioned = orq_map_new(emitter->arena, ORQ_KEYS_FOLDED);
        const struct orq_definitions *all = &emitter->input->renamed->definitions;
        for (size_t i = 0; i < all->len; i++)
            for (size_t m = 0; m < all->items[i]->mentions.len; m++)
                orq_map_put(emitter->mentioned, all->items[i]->mentions.items[m], all->items[i]);
    }
    const struct orq_definition *definition = orq_map_get(emitter->mentioned, name);
    return definition ? definition->name : NULL;
}

static const char *refusal_of_dropped(struct orq_emitter *emitter, const struct orq_table *table,
                                      const char *column)
{
    const char *why = refusal_of_indexes(emitter, table, column);
    for (size_t i = 0; !why && i < table->constraints.len; i++)
        why = refusal_of_constraint(emitter, table->constraints.items[i], column);
    for (size_t i = 0; !why && i < table->columns.len; i++) {
        const struct orq_column *other = table->columns.items[i];
        if (other->generated &&
            orq_text_mentions(emitter->arena, other->generated_expr.text, column))
            why = "SQLite cannot drop a column that a generated column uses";
    }
    const char *mention = why ? NULL : mentioned_by(emitter, column);
    if (mention)
        why =
            orq_arena_printf(emitter->arena, "%s may use the column", orq_shown(emitter, mention));
    if (!why && emitter->input->version && emitter->input->version < DROP_COLUMN_SINCE)
        why = "this SQLite has no DROP COLUMN";
    return why;
}

/* -- the text that ALTER TABLE would leave -- */

/* Where ADD COLUMN writes: at the comma in front of the table constraints, or at the parenthesis.
 */
static size_t end_of_columns(const struct orq_ddl_table *table)
{
    struct orq_lexer lexer = orq_lexer_new(table->text, table->len);
    lexer.at = table->columns.items[table->columns.len - 1].text.to;
    return orq_lexer_next(&lexer).offset;
}

static const char *spliced(struct orq_arena *arena, const char *text, struct orq_range out,
                           const char *in)
{
    struct orq_str result = orq_str_new(arena);
    orq_str_addn(&result, text, out.from);
    orq_str_add(&result, in);
    orq_str_add(&result, text + out.to);
    return orq_str_text(&result);
}

static const char *text_with_column(struct orq_arena *arena, const char *text, const char *column)
{
    struct orq_expr_error error = {0};
    const struct orq_ddl_table *table = orq_ddl_parse_table(arena, text, &error);
    if (!table)
        return NULL;
    size_t at = end_of_columns(table);
    return spliced(arena, text, (struct orq_range){at, at},
                   orq_arena_printf(arena, ", %s", column));
}

/* DROP COLUMN cuts up to the next column's name; of the last column it goes back to a comma,
 * and takes one inside a comment for it. */
static const char *text_without_column(struct orq_arena *arena, const char *text, const char *name)
{
    struct orq_expr_error error = {0};
    const struct orq_ddl_table *table = orq_ddl_parse_table(arena, text, &error);
    if (!table || table->columns.len < 2)
        return NULL;
    size_t i = 0;
    while (i < table->columns.len && !orq_ascii_equal(table->columns.items[i].name, name))
        i++;
    if (i == table->columns.len)
        return NULL;
    struct orq_range cut = {.from = table->columns.items[i].text.from};
    if (i + 1 < table->columns.len) {
        cut.to = table->columns.items[i + 1].text.from;
    } else {
        cut.to = end_of_columns(table);
        while (cut.from > 0 && text[cut.from] != ',')
            cut.from--;
    }
    return spliced(arena, text, cut, "");
}

static const char *native_text(struct orq_emitter *emitter, const struct orq_table_plan *plan)
{
    const char *text = plan->have->sql;
    for (size_t i = 0; text && i < plan->ops.len; i++)
        if (plan->ops.items[i]->kind == ORQ_OP_DROP_COLUMN)
            text = text_without_column(emitter->arena, text, plan->ops.items[i]->from.column->name);
    for (size_t i = 0; text && i < plan->ops.len; i++)
        if (plan->ops.items[i]->kind == ORQ_OP_ADD_COLUMN)
            text = text_with_column(
                emitter->arena, text,
                orq_emit_column(emitter->arena, plan->want, plan->ops.items[i]->to.column));
    return text;
}

/* A stored text to come back to must come back; without one no comment of another part may go. */
static const char *refusal_of_text(struct orq_emitter *emitter, const struct orq_table_plan *plan)
{
    if (!plan->have->sql)
        return NULL;
    const char *text = native_text(emitter, plan);
    if (plan->want->sql)
        return text && orq_same_text(emitter->arena, text, plan->want->sql)
                   ? NULL
                   : "its stored text comes back as it was";
    if (!text || !orq_text_is_table(emitter->arena, text, plan->want))
        return "ALTER TABLE would not leave the wanted text";
    const char *patched = orq_patch_table(emitter->arena, plan);
    return !patched || orq_same_comments(emitter->arena, text, patched)
               ? NULL
               : "DROP COLUMN would take a comment along";
}

/* -- deciding and writing -- */

static const char *refusal_of(struct orq_emitter *emitter, const struct orq_table_plan *plan,
                              const struct orq_op *op)
{
    const char *why = refusal_of_op(plan, op);
    if (!why && op->kind == ORQ_OP_ADD_COLUMN)
        why = refusal_of_added(emitter, plan->want, op->to.column);
    /* the runner judges statements alone, and cannot tell this from a column with data */
    if (!why && op->kind == ORQ_OP_DROP_COLUMN && op->from.column->generated)
        why = "DROP COLUMN of a generated column would pass for a loss of data";
    if (!why && op->kind == ORQ_OP_DROP_COLUMN)
        why = refusal_of_dropped(emitter, plan->have, op->from.column->name);
    return why;
}

void orq_native_decide(struct orq_emitter *emitter, struct orq_table_plan *plan)
{
    if (!plan->have || !plan->want)
        return;
    for (size_t i = 0; i < plan->ops.len && !plan->why; i++)
        plan->why = refusal_of(emitter, plan, plan->ops.items[i]);
    if (!plan->why)
        plan->why = refusal_of_text(emitter, plan);
    plan->rebuild = plan->why != NULL;
}

void orq_native_drop_columns(struct orq_emitter *emitter, const struct orq_table_plan *plan)
{
    if (!plan->rebuild)
        orq_archive_columns(emitter, plan);
    for (size_t i = 0; !plan->rebuild && i < plan->ops.len; i++) {
        const struct orq_op *op = plan->ops.items[i];
        if (op->kind != ORQ_OP_DROP_COLUMN)
            continue;
        const char *table = op->from.table->name, *column = op->from.column->name;
        struct orq_strings notes = {0};
        orq_note_op(emitter, &notes, op);
        if (!op->from.column->generated)
            orq_note_column_gone(emitter, &notes, plan, column);
        orq_note_add(emitter, &notes, "REWRITES: every row of %s", orq_shown(emitter, table));
        orq_emit(emitter, &notes,
                 orq_arena_printf(emitter->arena, "ALTER TABLE %s DROP COLUMN %s",
                                  orq_name_sql(emitter, table), orq_name_sql(emitter, column)));
    }
}

void orq_native_add_columns(struct orq_emitter *emitter, const struct orq_table_plan *plan)
{
    for (size_t i = 0; !plan->rebuild && i < plan->ops.len; i++) {
        const struct orq_op *op = plan->ops.items[i];
        if (op->kind != ORQ_OP_ADD_COLUMN)
            continue;
        struct orq_strings notes = {0};
        orq_note_op(emitter, &notes, op);
        for (size_t c = 0; c < plan->ops.len; c++) {
            const struct orq_op *other = plan->ops.items[c];
            if (other->kind == ORQ_OP_ADD_CONSTRAINT &&
                orq_constraint_is_inline(other->to.constraint, op->to.column))
                orq_note_failures(emitter, &notes, other);
        }
        orq_emit(emitter, &notes,
                 orq_arena_printf(emitter->arena, "ALTER TABLE %s ADD COLUMN %s",
                                  orq_name_sql(emitter, plan->have->name),
                                  orq_emit_column(emitter->arena, plan->want, op->to.column)));
    }
}
