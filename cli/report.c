#include "cli/report.h"

#include "base/str.h"
#include "base/term.h"
#include "sql/quote.h"

#include <string.h>

const char *orq_counted(struct orq_arena *arena, size_t count, const char *noun)
{
    return orq_arena_printf(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

void orq_report_verdict(struct orq_str *out, bool colours, const char *verdict, const char *text)
{
    orq_str_addf(out, "%s%s:%s %s\n", orq_term_style(colours, ORQ_STYLE_WARNING), verdict,
                 orq_term_style(colours, ORQ_STYLE_NONE), text);
}

const char *orq_autogenerate_command(struct orq_arena *arena, const struct orq_ops *ops)
{
    /* A column comes with its constraints: the first one says what it is about. */
    const char *message = ops->len <= 3 ? orq_op_summary(arena, &ops->items[0]) : "...";
    /* What a shell would read inside the quotes. */
    if (message[strcspn(message, "\"\\`$!")] != '\0')
        message = "...";
    return orq_arena_printf(arena, "orqgen --autogenerate -m \"%s\"", message);
}

void orq_report_ops(struct orq_str *out, const struct orq_ops *ops)
{
    for (size_t i = 0; i < ops->len; i++)
        orq_str_addf(out, "  %s\n", orq_op_summary(out->arena, &ops->items[i]));
}

void orq_report_drift(struct orq_str *out, const struct orq_ops *drift)
{
    for (size_t i = 0; i < drift->len; i++) {
        const struct orq_op *op = &drift->items[i];
        bool missing = !orq_op_has(op->kind, true);
        bool extra = !orq_op_has(op->kind, false);
        const char *word = missing ? "lacks" : (extra ? "has also" : "has otherwise");
        const char *object = orq_shown_name(out->arena, orq_op_object(out->arena, op));
        orq_str_addf(out, "  it %s %s", word, object);
        if (op->changed != 0)
            orq_str_addf(out, " (%s)", orq_op_changes_words(out->arena, op));
        orq_str_addc(out, '\n');
    }
}

static const char *kind_key(struct orq_arena *arena, enum orq_op_kind kind)
{
    static const char *const names[] = {
#define NAME(kind, word) #kind,
        ORQ_OPS(NAME)
#undef NAME
    };
    return orq_ascii_fold(arena, names[kind]);
}

void orq_report_ops_json(struct orq_json *json, const char *key, const struct orq_ops *ops)
{
    struct orq_arena *arena = json->out->arena;
    orq_json_key(json, key);
    orq_json_open_array(json);
    for (size_t i = 0; i < ops->len; i++) {
        const struct orq_op *op = &ops->items[i];
        orq_json_open_object(json);
        orq_json_member(json, "operation", kind_key(arena, op->kind));
        orq_json_member(json, "object", orq_op_object(arena, op));
        orq_json_member(json, "summary", orq_op_summary(arena, op));
        orq_json_key(json, "changed");
        orq_json_open_array(json);
        for (unsigned bit = 0; bit < ORQ_CHANGE_COUNT; bit++)
            if (op->changed & (1u << bit))
                orq_json_text(json, orq_changes_words(arena, 1u << bit));
        orq_json_close_array(json);
        orq_json_close_object(json);
    }
    orq_json_close_array(json);
}

void orq_report_strings_json(struct orq_json *json, const char *key,
                             const struct orq_strings *strings)
{
    orq_json_key(json, key);
    orq_json_open_array(json);
    for (size_t i = 0; i < strings->len; i++)
        orq_json_text(json, strings->items[i]);
    orq_json_close_array(json);
}

/* Steps are transactions of their own, as the runner runs them; SET LOCAL needs one too. */
static bool has_transactions(const struct orq_section *section)
{
    for (size_t i = 0; i < section->statements.len; i++) {
        const struct orq_statement *statement = &section->statements.items[i];
        if (statement->step != ORQ_STEP_SAME || orq_starts_with(statement->sql, "SET LOCAL "))
            return true;
    }
    return false;
}

static void report_statement(struct orq_str *out, const struct orq_statement *statement,
                             bool is_first)
{
    orq_str_add(out, !is_first && statement->notes.len > 0 ? "\n" : "");
    for (size_t k = 0; k < statement->notes.len; k++)
        orq_str_addf(out, "-- %s\n", statement->notes.items[k]);
    orq_str_addf(out, "%s;\n", statement->sql);
}

static void report_transactions(struct orq_str *out, const struct orq_section *section)
{
    bool open = false;
    for (size_t i = 0; i < section->statements.len; i++) {
        const struct orq_statement *statement = &section->statements.items[i];
        if (open && statement->step != ORQ_STEP_SAME) {
            orq_str_add(out, "COMMIT;\n");
            open = false;
        }
        orq_str_add(out, i > 0 && statement->step != ORQ_STEP_SAME ? "\n" : "");
        bool begins = !open && statement->step != ORQ_STEP_NO_TRANSACTION;
        orq_str_add(out, begins ? "BEGIN;\n" : "");
        open = open || begins;
        report_statement(out, statement, i == 0 || statement->step != ORQ_STEP_SAME);
    }
    orq_str_add(out, open ? "COMMIT;\n" : "");
}

void orq_report_script(struct orq_str *out, const struct orq_section *section)
{
    if (has_transactions(section)) {
        report_transactions(out, section);
        return;
    }
    /* Enforcement would delete the rows of children while their parent is built anew. */
    bool around = section->foreign_keys_off && section->statements.len > 0;
    if (around)
        orq_str_add(out, "PRAGMA foreign_keys = off;\nBEGIN IMMEDIATE;\n\n");
    for (size_t i = 0; i < section->statements.len; i++)
        report_statement(out, &section->statements.items[i], i == 0);
    if (around)
        orq_str_add(out, "\nCOMMIT;\nPRAGMA foreign_keys = on;\n");
}

void orq_report_revision(struct orq_str *out, const struct orq_migration *migration)
{
    orq_str_add(out, orq_shown_name(out->arena, migration->revision));
    if (migration->message && *migration->message)
        orq_str_addf(out, " %s", orq_shown_name(out->arena, migration->message));
}

void orq_report_revision_json(struct orq_json *json, const struct orq_migration *migration)
{
    orq_json_open_object(json);
    orq_json_member(json, "revision", migration->revision);
    orq_json_member(json, "message", migration->message);
    orq_json_member(json, "path", migration->path);
    orq_json_close_object(json);
}
