/* Tokens in one form, and the blanks between them. */
#include "sql/postgres_cursor_private.h"
#include "sql/postgres_keyword_private.h"
#include "sql/quote.h"

#include <string.h>

struct orq_pg_printer orq_pg_printer_new(struct orq_arena *arena)
{
    return (struct orq_pg_printer){.out = orq_str_new(arena), .last = {ORQ_PG_END, ""}};
}

static bool is(struct orq_pg_leaf leaf, const char *text)
{
    return (leaf.kind == ORQ_PG_PUNCT || leaf.kind == ORQ_PG_OPERATOR) &&
           strcmp(leaf.text, text) == 0;
}

static bool is_name(struct orq_pg_leaf leaf)
{
    return leaf.kind == ORQ_PG_WORD || leaf.kind == ORQ_PG_QUOTED;
}

static bool is_callable(struct orq_pg_leaf leaf)
{
    if (leaf.kind != ORQ_PG_WORD)
        return leaf.kind == ORQ_PG_QUOTED;
    enum orq_pg_keyword class = orq_pg_keyword_of(leaf.text, strlen(leaf.text));
    return class == ORQ_PG_FREE || class == ORQ_PG_COLUMN_WORD;
}

static bool ends_operand(struct orq_pg_leaf leaf)
{
    return is_name(leaf) || is(leaf, ")") || is(leaf, "]");
}

/* Does a dot or cast mark stand close between these two? */
static bool is_close(struct orq_pg_leaf last, struct orq_pg_leaf leaf)
{
    if (is(leaf, "("))
        return is_callable(last);
    if (is(leaf, "[") || is(leaf, "."))
        return ends_operand(last);
    if (is(leaf, "::"))
        return ends_operand(last) || last.kind == ORQ_PG_STRING || last.kind == ORQ_PG_NUMBER ||
               last.kind == ORQ_PG_PARAMETER;
    return is(leaf, ")") || is(leaf, "]") || is(leaf, ",") || is(leaf, ";");
}

void orq_pg_print(struct orq_pg_printer *printer, struct orq_pg_leaf leaf)
{
    struct orq_pg_leaf last = printer->last;
    bool close = last.kind == ORQ_PG_END || is(last, "(") || is(last, "[") ||
                 is_close(last, leaf) || (printer->glue && (is_name(leaf) || is(leaf, "*")));
    orq_str_add(&printer->out, close ? "" : " ");
    orq_str_add(&printer->out, leaf.text);
    printer->glue = (is(leaf, ".") || is(leaf, "::")) && close;
    printer->last = leaf;
}

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}
#define IS_ONE_OF(word, words) is_one_of((word), (words), sizeof(words) / sizeof *(words))

static bool is_plain_word(const char *name)
{
    return (*name < '0' || *name > '9') && *name &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

/* Words that say something behind an operand, or in front of a parenthesis. */
static const char *const behind_operand[] = {
    "at",     "day",     "escape",    "filter", "groups", "hour",   "minute",  "month",
    "nulls",  "over",    "precision", "range",  "rows",   "second", "uescape", "varying",
    "within", "without", "year",      "zone",   "ignore", "respect"};
static const char *const before_parenthesis[] = {"cube", "rollup", "sets", "set", "key"};
static const char *const type_words[] = {"bit", "char", "precision"};

/* May a quoted name that is a plain word stand bare here, and mean the same? */
static bool may_be_bare(const struct orq_pg_cursor *cursor, struct orq_pg_leaf before,
                        const char *name, enum orq_pg_form form)
{
    struct orq_pg_token next = orq_pg_ahead(cursor, 1);
    bool parenthesis = orq_pg_token_is(cursor->text, next, "(");
    if (is(before, "."))
        return true;
    switch (orq_pg_keyword_of(name, strlen(name))) {
    case ORQ_PG_FREE:
        break;
    case ORQ_PG_COLUMN_WORD:
        return form == ORQ_PG_FORM_EXPRESSION && !parenthesis && next.kind != ORQ_PG_STRING &&
               !is(before, "::") && !IS_ONE_OF(name, type_words);
    case ORQ_PG_ROUTINE_WORD:
    case ORQ_PG_HARD:
        return false;
    }
    if (parenthesis && IS_ONE_OF(name, before_parenthesis))
        return false;
    bool word = before.kind == ORQ_PG_WORD;
    bool hard = word && orq_pg_keyword_of(before.text, strlen(before.text)) == ORQ_PG_HARD;
    bool behind = (ends_operand(before) && !hard) || before.kind == ORQ_PG_STRING;
    return !behind || !IS_ONE_OF(name, behind_operand);
}

/* A name behind a dot can be any word; the server quotes it as elsewhere. */
static const char *name_of(const struct orq_pg_cursor *cursor, struct orq_pg_leaf before,
                           const char *name, enum orq_pg_form form)
{
    enum orq_pg_keyword class = orq_pg_keyword_of(name, strlen(name));
    bool routine = class == ORQ_PG_ROUTINE_WORD || class == ORQ_PG_HARD;
    bool bare = is_plain_word(name) && !routine && may_be_bare(cursor, before, name, form);
    return bare ? name : orq_quoted_name(cursor->arena, name);
}

/* 'x', backslashes as they are. */
static const char *string_of(const struct orq_pg_cursor *cursor, struct orq_pg_token token)
{
    const char *value = orq_pg_token_value(cursor->arena, cursor->text, token);
    const char *quoted = orq_quoted_text(cursor->arena, value);
    char first = cursor->text[token.offset];
    bool national = first == 'n' || first == 'N';
    return national ? orq_arena_printf(cursor->arena, "n%s", quoted) : quoted;
}

struct orq_pg_leaf orq_pg_leaf_of(const struct orq_pg_cursor *cursor, struct orq_pg_leaf before,
                                  enum orq_pg_form form)
{
    struct orq_pg_token token = orq_pg_ahead(cursor, 0);
    struct orq_pg_leaf leaf = {token.kind, ""};
    const char *raw = orq_arena_strndup(cursor->arena, cursor->text + token.offset, token.len);
    switch (token.kind) {
    case ORQ_PG_WORD:
        leaf.text = orq_ascii_fold(cursor->arena, raw);
        if (is(before, "."))
            leaf.text = name_of(cursor, before, leaf.text, form);
        break;
    case ORQ_PG_QUOTED:
        leaf.text =
            name_of(cursor, before, orq_pg_token_value(cursor->arena, cursor->text, token), form);
        break;
    case ORQ_PG_STRING:
        leaf.text = string_of(cursor, token);
        break;
    case ORQ_PG_BITS:
    case ORQ_PG_NUMBER:
        leaf.text = orq_ascii_fold(cursor->arena, raw);
        break;
    case ORQ_PG_OPERATOR:
        leaf.text = strcmp(raw, "!=") == 0 ? "<>" : raw;
        break;
    case ORQ_PG_PARAMETER:
    case ORQ_PG_PUNCT:
    case ORQ_PG_INVALID:
        leaf.text = raw;
        break;
    case ORQ_PG_END:
        break;
    }
    if (is_name(leaf))
        leaf.kind = *leaf.text == '"' ? ORQ_PG_QUOTED : ORQ_PG_WORD;
    return leaf;
}

/* Names in public that are not found without it: pg_catalog is searched first. */
static bool is_hidden(const struct orq_pg_cursor *cursor, struct orq_pg_leaf before)
{
    static const char *const collations[] = {"C", "POSIX", "default", "ucs_basic", "unicode"};
    struct orq_pg_cursor ahead = *cursor;
    ahead.at += 2;
    const char *name = orq_pg_take(&ahead);
    bool collation = before.kind == ORQ_PG_WORD && strcmp(before.text, "collate") == 0;
    return orq_starts_with(name, "pg_") ||
           (collation && (IS_ONE_OF(name, collations) || orq_ends_with(name, "-x-icu")));
}

size_t orq_pg_silent_qualifier(const struct orq_pg_cursor *cursor, struct orq_pg_leaf before,
                               enum orq_pg_form form)
{
    struct orq_pg_token token = orq_pg_ahead(cursor, 0);
    bool qualifies = orq_pg_is_name(token) && !is(before, ".") &&
                     orq_pg_token_is(cursor->text, orq_pg_ahead(cursor, 1), ".") &&
                     orq_pg_is_name(orq_pg_ahead(cursor, 2));
    if (!qualifies)
        return 0;
    const char *name = orq_pg_token_value(cursor->arena, cursor->text, token);
    if (strcmp(name, "pg_catalog") == 0)
        return 2;
    if (strcmp(name, "public") != 0 || is_hidden(cursor, before))
        return 0;
    /* A call in an expression is another one where pg_catalog has a function of the name. */
    bool call = orq_pg_token_is(cursor->text, orq_pg_ahead(cursor, 3), "(");
    return call && form == ORQ_PG_FORM_EXPRESSION ? 0 : 2;
}
