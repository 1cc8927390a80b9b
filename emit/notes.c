#include "emit/notes.h"

#include "sql/quote.h"

#include <stdarg.h>
#include <string.h>

void orq_emit(struct orq_emitter *emitter, struct orq_strings *notes, const char *sql)
{
    struct orq_statement statement = {.sql = sql, .notes = *notes};
    ORQ_PUSH(emitter->arena, &emitter->section->statements, statement);
}

void orq_emit_noted(struct orq_emitter *emitter, const char *note, const char *sql)
{
    struct orq_strings notes = {0};
    if (note)
        ORQ_PUSH(emitter->arena, &notes, note);
    orq_emit(emitter, &notes, sql);
}

void orq_emit_counter_back(struct orq_emitter *emitter, const char *table, const char *kept)
{
    struct orq_arena *arena = emitter->arena;
    orq_emit_noted(
        emitter, "put the AUTOINCREMENT counter back",
        orq_arena_printf(arena, "DELETE FROM main.sqlite_sequence WHERE name = %s", table));
    orq_emit_noted(emitter, NULL,
                   orq_arena_printf(arena,
                                    "INSERT INTO main.sqlite_sequence (name, seq)\n"
                                    "SELECT %s, seq FROM %s",
                                    table, kept));
}

void orq_note_add(struct orq_emitter *emitter, struct orq_strings *notes, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    ORQ_PUSH(emitter->arena, notes, orq_arena_vprintf(emitter->arena, format, args));
    va_end(args);
}

const char *orq_name_sql(const struct orq_emitter *emitter, const char *name)
{
    return orq_sqlite_name(emitter->arena, name);
}

const char *orq_shown(const struct orq_emitter *emitter, const char *name)
{
    return orq_shown_name(emitter->arena, name);
}

void orq_section_loses(struct orq_emitter *emitter, struct orq_strings *notes, const char *table,
                       const char *column)
{
    struct orq_arena *arena = emitter->arena;
    const char *object = column ? orq_arena_printf(arena, "%s.%s", table, column) : table;
    ORQ_PUSH(arena, &emitter->section->loses, object);
    orq_note_add(emitter, notes, "LOSES DATA: %s", orq_shown(emitter, object));
}

/* -- what operations do -- */

/* "alter column t.a (type, default)" */
static const char *summary(struct orq_emitter *emitter, const struct orq_op *op)
{
    const char *text = orq_op_summary(emitter->arena, op);
    bool says_all = op->changed == 0 || orq_starts_with(text, "rename ");
    return says_all ? text
                    : orq_arena_printf(emitter->arena, "%s (%s)", text,
                                       orq_op_changes_words(emitter->arena, op));
}

void orq_note_op(struct orq_emitter *emitter, struct orq_strings *notes, const struct orq_op *op)
{
    ORQ_PUSH(emitter->arena, notes, summary(emitter, op));
}

void orq_note_ops(struct orq_emitter *emitter, struct orq_strings *notes,
                  const struct orq_op_refs *ops)
{
    struct orq_str line = orq_str_new(emitter->arena);
    for (size_t i = 0; i < ops->len; i++)
        orq_str_addf(&line, "%s%s", i > 0 ? ", " : "", summary(emitter, ops->items[i]));
    if (line.len <= ORQ_LINE_WIDTH) {
        ORQ_PUSH(emitter->arena, notes, orq_str_text(&line));
        return;
    }
    for (size_t i = 0; i < ops->len; i++)
        orq_note_op(emitter, notes, ops->items[i]);
}

/* -- full-text indexes -- */

/* The value of the module's argument of that name, unquoted; NULL: it is not given. */
static const char *argument(struct orq_arena *arena, const struct orq_ddl_virtual *table,
                            const char *name)
{
    const char *text = table->text;
    struct orq_lexer lexer = orq_lexer_new(text, table->arguments.to);
    bool first = true; /* in front of an argument */
    lexer.at = table->arguments.from;
    for (struct orq_token token = orq_lexer_next(&lexer); token.kind != ORQ_TOKEN_END;
         token = orq_lexer_next(&lexer)) {
        bool named = first && orq_token_is(text, token, name);
        first = orq_token_is(text, token, ",");
        struct orq_lexer ahead = lexer;
        if (named && orq_token_is(text, orq_lexer_next(&ahead), "="))
            return orq_token_name(arena, text, orq_lexer_next(&ahead));
    }
    return NULL;
}

/* https://www.sqlite.org/fts5.html#external_content_and_contentless_tables; fts4 alike. */
void orq_note_filling(struct orq_emitter *emitter, struct orq_strings *notes,
                      const struct orq_definition *table)
{
    struct orq_expr_error error = {0};
    const struct orq_ddl_virtual *ddl = orq_ddl_parse_virtual(emitter->arena, table->sql, &error);
    bool full_text =
        ddl && (orq_ascii_equal(ddl->module, "fts5") || orq_ascii_equal(ddl->module, "fts4"));
    const char *content = full_text ? argument(emitter->arena, ddl, "content") : NULL;
    const char *name = orq_shown(emitter, orq_name_sql(emitter, table->name));
    if (content && *content)
        orq_note_add(emitter, notes,
                     "it is empty; fill it from %s:  INSERT INTO %s (%s) VALUES ('rebuild');",
                     orq_shown(emitter, content), name, name);
    else if (content)
        orq_note_add(emitter, notes, "it is empty, and keeps no rows to fill it from");
}

/* -- what can fail -- */

static const char *parts_shown(struct orq_emitter *emitter, const struct orq_key_parts *parts)
{
    struct orq_str out = orq_str_new(emitter->arena);
    for (size_t i = 0; i < parts->len; i++) {
        const struct orq_key_part *part = &parts->items[i];
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "",
                     orq_shown(emitter, part->column ? part->column : part->expr.text));
    }
    return orq_str_text(&out);
}

static void note_constraint(struct orq_emitter *emitter, struct orq_strings *notes,
                            const struct orq_constraint *constraint)
{
    const char *parts = parts_shown(emitter, &constraint->parts);
    if (constraint->kind == ORQ_KIND_CHECK)
        orq_note_add(emitter, notes, "CAN FAIL: a row that breaks CHECK (%s)",
                     orq_shown(emitter, constraint->expr.text));
    else if (constraint->kind == ORQ_KIND_UNIQUE)
        orq_note_add(emitter, notes, "CAN FAIL: two rows with the same %s", parts);
    else if (constraint->kind == ORQ_KIND_PRIMARY_KEY)
        orq_note_add(emitter, notes, "CAN FAIL: two rows with the same %s, or a row without it",
                     parts);
    else if (constraint->kind == ORQ_KIND_FOREIGN_KEY)
        orq_note_add(emitter, notes, "CAN FAIL: a row whose %s is not in %s", parts,
                     orq_shown(emitter, constraint->ref_table));
}

/* A new column's CHECK sees NULL, or the default, in every row there is. Most CHECKs pass
 * NULL; one that asks about NULL or about types may not. */
static bool check_can_fail(struct orq_emitter *emitter, const struct orq_op *op)
{
    static const char *const asking[] = {"is",     "isnull", "notnull", "coalesce", "ifnull",
                                         "typeof", "case",   "iif",     "exists",   "quote"};
    const struct orq_constraint *check = op->to.constraint;
    const struct orq_column *added = orq_table_column(op->to.table, check->column);
    bool fresh = added && op->from.table && !orq_table_column(op->from.table, check->column);
    if (!fresh || added->default_expr.text || !added->nullable)
        return true;
    for (size_t i = 0; i < sizeof asking / sizeof *asking; i++)
        if (orq_text_mentions(emitter->arena, check->expr.text, asking[i]))
            return true;
    return false;
}

static void note_added_constraint(struct orq_emitter *emitter, struct orq_strings *notes,
                                  const struct orq_op *op)
{
    const struct orq_constraint *constraint = op->to.constraint;
    bool fresh = constraint->column && op->from.table &&
                 !orq_table_column(op->from.table, constraint->column);
    if (constraint->kind == ORQ_KIND_CHECK && !check_can_fail(emitter, op))
        return;
    /* NULL in every row refers to nothing and equals nothing. */
    if (fresh && constraint->kind != ORQ_KIND_CHECK &&
        !orq_table_column(op->to.table, constraint->column)->default_expr.text)
        return;
    note_constraint(emitter, notes, constraint);
}

static void note_column(struct orq_emitter *emitter, struct orq_strings *notes,
                        const struct orq_op *op)
{
    const struct orq_column *have = op->from.column, *want = op->to.column;
    const char *name = orq_shown(emitter, want->name);
    if ((op->changed & ORQ_CHANGE_NULLABLE) && have->nullable && !want->nullable &&
        !orq_column_change(want)->backfill.text)
        orq_note_add(emitter, notes, "CAN FAIL: a row where %s is NULL", name);
    bool computed =
        orq_column_change(want)->using_up.text || orq_column_change(have)->using_down.text;
    if ((op->changed & ORQ_CHANGE_TYPE) && !computed &&
        orq_table_affinity(op->from.table, have) != orq_table_affinity(op->to.table, want))
        orq_note_add(emitter, notes, "CAN FAIL: a value of %s that %s cannot hold unchanged", name,
                     *want->type ? orq_shown(emitter, want->type) : "an untyped column");
}

void orq_note_failures(struct orq_emitter *emitter, struct orq_strings *notes,
                       const struct orq_op *op)
{
    switch (op->kind) {
    case ORQ_OP_ADD_CONSTRAINT:
        note_added_constraint(emitter, notes, op);
        break;
    case ORQ_OP_ALTER_CONSTRAINT:
        if (op->changed & ~(unsigned)(ORQ_CHANGE_NAME | ORQ_CHANGE_ACTIONS | ORQ_CHANGE_CONFLICT |
                                      ORQ_CHANGE_DEFERRABLE | ORQ_CHANGE_AUTOINCREMENT))
            note_constraint(emitter, notes, op->to.constraint);
        break;
    case ORQ_OP_ALTER_COLUMN:
        note_column(emitter, notes, op);
        break;
    case ORQ_OP_CREATE_INDEX:
    case ORQ_OP_ALTER_INDEX:
        if (op->to.index->unique)
            orq_note_add(emitter, notes, "CAN FAIL: two rows with the same %s",
                         parts_shown(emitter, &op->to.index->parts));
        break;
    case ORQ_OP_ALTER_TABLE:
        if ((op->changed & ORQ_CHANGE_STRICT) && op->to.table->strict)
            orq_note_add(emitter, notes, "CAN FAIL: a value that is not of its column's type");
        break;
    case ORQ_OP_ADD_COLUMN:
    case ORQ_OP_DROP_COLUMN:
    case ORQ_OP_DROP_CONSTRAINT:
    case ORQ_OP_CREATE_TABLE:
    case ORQ_OP_DROP_TABLE:
    case ORQ_OP_RENAME_TABLE:
    case ORQ_OP_RENAME_COLUMN:
    case ORQ_OP_DROP_INDEX:
    case ORQ_OP_CREATE_DEFINITION:
    case ORQ_OP_DROP_DEFINITION:
    case ORQ_OP_ALTER_DEFINITION:
        break;
    }
}
