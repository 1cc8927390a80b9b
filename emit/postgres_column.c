#include "emit/postgres_acl.h"
#include "emit/postgres_table.h"

#include "sql/postgres_token.h"
#include "sql/quote.h"

#include <string.h>

/* -- names -- */

const char *orq_pg_column_list(struct orq_arena *arena, const struct orq_strings *names)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < names->len; i++)
        orq_str_addf(&out, "%s%s", i > 0 ? ", " : "", orq_pg_name(arena, names->items[i]));
    return orq_str_text(&out);
}

const char *orq_pg_shown(struct orq_arena *arena, const struct orq_table *table, const char *part)
{
    const char *name = orq_qualified(arena, &orq_postgresql, table->schema, table->name);
    return orq_shown_name(arena, part ? orq_arena_printf(arena, "%s.%s", name, part) : name);
}

const char *orq_pg_column_object(struct orq_arena *arena, const struct orq_table *table,
                                 const struct orq_column *column)
{
    return orq_arena_printf(arena, "COLUMN %s.%s", orq_pg_table_sql(arena, table),
                            orq_pg_name(arena, column->name));
}

/* Locales have a dot in their names: "en_US.utf8", "C.UTF-8". */
static bool is_locale(const char *name)
{
    const char *dot = strchr(name, '.');
    const char *encoding = dot ? dot + 1 : "";
    return strncmp(name, "C.", 2) == 0 || strncmp(name, "POSIX.", 6) == 0 ||
           orq_ascii_equal(encoding, "utf8") || orq_ascii_equal(encoding, "utf-8") ||
           orq_starts_with(encoding, "iso");
}

const char *orq_pg_collation(struct orq_arena *arena, const char *collation)
{
    return is_locale(collation) ? orq_pg_name(arena, collation)
                                : orq_pg_reference_sql(arena, collation);
}

/* -- expressions -- */

static bool opens(const char *text, struct orq_pg_token token)
{
    return orq_pg_token_is(text, token, "(") || orq_pg_token_is(text, token, "[");
}

static bool closes(const char *text, struct orq_pg_token token)
{
    return orq_pg_token_is(text, token, ")") || orq_pg_token_is(text, token, "]");
}

/* Are the tokens from this one on a pair of parentheses with everything inside? */
static bool is_one_pair(const char *text, const struct orq_pg_tokens *tokens, size_t from)
{
    size_t depth = 0;
    if (!orq_pg_token_is(text, tokens->items[from], "("))
        return false;
    for (size_t i = from; tokens->items[i].kind != ORQ_PG_END; i++) {
        if (opens(text, tokens->items[i]))
            depth++;
        else if (closes(text, tokens->items[i]) && --depth == 0)
            return tokens->items[i + 1].kind == ORQ_PG_END;
    }
    return false;
}

/* A comment to the end of the line would swallow the parenthesis. */
static const char *in_parentheses(struct orq_arena *arena, const char *expr,
                                  const struct orq_pg_tokens *tokens)
{
    const char *trailing = expr + tokens->items[tokens->len - 1].leading;
    const char *end = strstr(trailing, "--") ? "\n" : "";
    return orq_arena_printf(arena, "(%s%s)", expr, end);
}

const char *orq_pg_wrapped(struct orq_arena *arena, const char *expr)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, expr, strlen(expr));
    return is_one_pair(expr, &tokens, 0) ? expr : in_parentheses(arena, expr, &tokens);
}

/* f(…), s.f(…): the whole text. */
static bool is_call(struct orq_arena *arena, const char *text, const struct orq_pg_tokens *tokens)
{
    size_t at = 0;
    for (;; at += 2) {
        struct orq_pg_token name = tokens->items[at];
        bool word = name.kind == ORQ_PG_QUOTED ||
                    (name.kind == ORQ_PG_WORD &&
                     !orq_pg_reserved(orq_arena_strndup(arena, text + name.offset, name.len)));
        if (!word)
            return false;
        if (!orq_pg_token_is(text, tokens->items[at + 1], "."))
            break;
    }
    return is_one_pair(text, tokens, at + 1);
}

const char *orq_pg_part_expression(struct orq_arena *arena, const char *expr)
{
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, expr, strlen(expr));
    bool fine = is_one_pair(expr, &tokens, 0) || is_call(arena, expr, &tokens);
    return fine ? expr : in_parentheses(arena, expr, &tokens);
}

/* The operators that a column's DEFAULT does not take outside parentheses (b_expr in the server's
 * grammar). */
const char *orq_pg_default(struct orq_arena *arena, const char *expr)
{
    static const char *const words[] = {"and",     "or",     "not",     "is",      "in",
                                        "like",    "ilike",  "similar", "between", "at",
                                        "collate", "isnull", "notnull", "overlaps"};
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, expr, strlen(expr));
    size_t depth = 0;
    for (size_t i = 0; i < tokens.len; i++) {
        if (opens(expr, tokens.items[i]))
            depth++;
        else if (closes(expr, tokens.items[i]) && depth > 0)
            depth--;
        for (size_t k = 0; depth == 0 && k < sizeof words / sizeof *words; k++)
            if (orq_pg_token_is(expr, tokens.items[i], words[k]))
                return in_parentheses(arena, expr, &tokens);
    }
    return strstr(expr, "--") ? in_parentheses(arena, expr, &tokens) : expr;
}

/* -- columns -- */

const char *orq_pg_typed(struct orq_arena *arena, const struct orq_column *column)
{
    if (!column->collation)
        return column->type;
    return orq_arena_printf(arena, "%s COLLATE %s", column->type,
                            orq_pg_collation(arena, column->collation));
}

const char *orq_pg_identity_options(struct orq_arena *arena, const struct orq_column *column)
{
    const struct orq_column_postgres *postgres = orq_column_postgres(column);
    struct orq_str out = orq_str_new(arena);
    if (postgres->sequence_name)
        orq_str_addf(&out, "SEQUENCE NAME %s",
                     orq_pg_reference_sql(arena, postgres->sequence_name));
    const char *options = orq_pg_sequence_options(arena, &postgres->sequence);
    if (*options)
        orq_str_addf(&out, "%s%s", out.len > 0 ? " " : "", options);
    return out.len > 0 ? orq_arena_printf(arena, " (%s)", orq_str_text(&out)) : "";
}

static void add_value(struct orq_arena *arena, struct orq_str *out, const struct orq_column *column)
{
    const char *identity = orq_column_postgres(column)->identity;
    if (identity)
        orq_str_addf(out, " GENERATED %s AS IDENTITY%s",
                     strcmp(identity, "always") == 0 ? "ALWAYS" : "BY DEFAULT",
                     orq_pg_identity_options(arena, column));
    else if (column->generated != ORQ_NOT_GENERATED)
        orq_str_addf(out, " GENERATED ALWAYS AS %s %s",
                     orq_pg_wrapped(arena, column->generated_expr.text),
                     column->generated == ORQ_GENERATED_STORED ? "STORED" : "VIRTUAL");
    else if (column->default_expr.text)
        orq_str_addf(out, " DEFAULT %s", orq_pg_default(arena, column->default_expr.text));
}

/* An identity column is NOT NULL without a word. */
const char *orq_pg_column_sql(struct orq_arena *arena, const struct orq_table *table,
                              const struct orq_column *column)
{
    struct orq_str out = orq_str_new(arena);
    orq_str_addf(&out, "%s %s", orq_pg_name(arena, column->name), orq_pg_typed(arena, column));
    if (table->kind == ORQ_KIND_COMPOSITE)
        return orq_str_text(&out);
    add_value(arena, &out, column);
    if (!column->nullable && !orq_column_postgres(column)->identity)
        orq_str_add(&out, " NOT NULL");
    return orq_str_text(&out);
}

const struct orq_column *orq_pg_column(const struct orq_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++)
        if (strcmp(table->columns.items[i]->name, name) == 0)
            return table->columns.items[i];
    return NULL;
}

const char *orq_pg_column_identity(struct orq_arena *arena, const struct orq_table *table,
                                   const char *name)
{
    return orq_identity_in(arena, &orq_postgresql, ORQ_KIND_COLUMN,
                           orq_qualified(arena, &orq_postgresql, table->schema, table->name), name);
}

/* -- what comes after it -- */

void orq_pg_column_extras(struct orq_pg_work *work, struct orq_pg_task *task,
                          const struct orq_table *table, const struct orq_column *column)
{
    struct orq_arena *arena = work->emitter->arena;
    const struct orq_side side = {.table = table, .column = column};
    if (column->comment)
        orq_pg_act(
            work, task, NULL, "%s",
            orq_pg_comment_sql(arena, orq_pg_column_object(arena, table, column), column->comment));
    orq_pg_column_acl(work->emitter, task, NULL, &side);
}
