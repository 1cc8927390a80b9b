#include "review/claim.h"

#include "model/dialect.h"
#include "model/identity.h"
#include "sql/postgres_token.h"

#include <string.h>

struct words {
    struct orq_arena *arena;
    const struct orq_dialect *dialect;
    const char *sql;
    struct orq_pg_lexer lexer;
    struct orq_pg_token token;
};

static const struct orq_claim nothing = {.act = ORQ_CLAIMS_NOTHING};

/* ---- words ---- */

static bool at(const struct words *words, const char *word)
{
    return orq_pg_token_is(words->sql, words->token, word);
}

static void next(struct words *words)
{
    words->token = orq_pg_lexer_next(&words->lexer);
}

static bool take(struct words *words, const char *word)
{
    bool there = at(words, word);
    if (there)
        next(words);
    return there;
}

static bool ends(const struct words *words)
{
    return words->token.kind == ORQ_PG_END;
}

/* NULL: no name stands here. */
static const char *take_part(struct words *words)
{
    if (words->token.kind != ORQ_PG_WORD && words->token.kind != ORQ_PG_QUOTED)
        return NULL;
    const char *part = orq_pg_token_value(words->arena, words->sql, words->token);
    next(words);
    return part;
}

static const char *qualified(const struct words *words, const char *schema, const char *name)
{
    return orq_qualified(words->arena, words->dialect, schema, name);
}

/* "t", "s.t" */
static const char *take_name(struct words *words)
{
    const char *first = take_part(words), *second = NULL;
    if (!first || !take(words, "."))
        return first;
    second = take_part(words);
    return second && !at(words, ".") ? qualified(words, first, second) : NULL;
}

/* "t.c", "s.t.c" */
static struct orq_claim take_column(struct words *words)
{
    const char *parts[3] = {take_part(words)};
    size_t count = 1;
    while (parts[count - 1] && count < 3 && take(words, "."))
        parts[count++] = take_part(words);
    struct orq_claim claim = {.kind = ORQ_KIND_COLUMN, .name = parts[count - 1]};
    if (count == 3 && claim.name)
        claim.table = qualified(words, parts[0], parts[1]);
    else if (count == 2)
        claim.table = parts[0];
    return claim.table && claim.name ? claim : (struct orq_claim){0};
}

/* To behind the parenthesis that closes the one here. false: there is none, or one of what stands
 * between the commas begins with LIKE. */
static bool skip_parentheses(struct words *words)
{
    size_t depth = 0;
    if (!at(words, "("))
        return false;
    do {
        bool opens = at(words, "("), parts = depth == 1 && at(words, ",");
        depth += opens;
        depth -= at(words, ")");
        next(words);
        if (((opens && depth == 1) || parts) && at(words, "LIKE"))
            return false;
    } while (depth > 0 && !ends(words));
    return depth == 0;
}

/* ---- CREATE ---- */

static struct orq_claim made(enum orq_kind kind, const char *table, const char *name)
{
    return name ? (struct orq_claim){ORQ_CLAIMS_MADE, kind, name, table} : nothing;
}

static struct orq_claim made_table(struct words *words)
{
    static const char *const options[] = {"STRICT", "WITHOUT", "ROWID", ","};
    const char *name = take_name(words);
    if (!name || !skip_parentheses(words))
        return nothing;
    for (size_t i = 0; words->dialect->stores_texts && i < sizeof options / sizeof *options; i++)
        while (take(words, options[i]))
            i = 0;
    return ends(words) ? made(ORQ_KIND_TABLE, NULL, name) : nothing;
}

static struct orq_claim made_index(struct words *words)
{
    const char *name = take_name(words), *table = NULL;
    if (name && take(words, "ON"))
        table = take_name(words);
    return table && (at(words, "(") || at(words, "USING")) ? made(ORQ_KIND_INDEX, table, name)
                                                           : nothing;
}

/* A trigger, a policy: they have their names in their tables. */
static struct orq_claim made_inside(struct words *words)
{
    const char *name = take_part(words), *table = NULL;
    while (!ends(words) && !at(words, "ON"))
        next(words);
    if (take(words, "ON"))
        table = take_name(words);
    return table ? made(ORQ_KIND_VIEW, table, name) : nothing;
}

static struct orq_claim made_rule(struct words *words)
{
    const char *name = take_part(words), *table = NULL;
    if (name && take(words, "AS") && take(words, "ON")) {
        next(words);
        table = take(words, "TO") ? take_name(words) : NULL;
    }
    return table ? made(ORQ_KIND_VIEW, table, name) : nothing;
}

static const char *const definitions[] = {"VIEW",   "SEQUENCE", "TYPE",
                                          "DOMAIN", "FUNCTION", "STATISTICS"};

static bool take_definition(struct words *words)
{
    if (take(words, "MATERIALIZED"))
        return take(words, "VIEW");
    for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++) {
        if (take(words, definitions[i]))
            return true;
    }
    return false;
}

static struct orq_claim create(struct words *words)
{
    struct orq_claim claim = nothing;
    if (take(words, "UNIQUE"))
        return take(words, "INDEX") ? made_index(words) : nothing;
    if (take(words, "TABLE"))
        return made_table(words);
    if (take(words, "INDEX"))
        return made_index(words);
    if (take(words, "TRIGGER") || take(words, "POLICY"))
        return made_inside(words);
    if (take(words, "RULE"))
        return made_rule(words);
    if (take_definition(words) && !at(words, "IF"))
        claim = made(ORQ_KIND_VIEW, NULL, take_name(words));
    /* Its owner could be told again. */
    for (; claim.name && !ends(words); next(words)) {
        if (at(words, "OWNED"))
            return nothing;
    }
    return claim;
}

/* ---- ALTER TABLE of one action ---- */

static struct orq_claim added_constraint(struct words *words, const char *table)
{
    const char *name = take_part(words);
    bool known = at(words, "FOREIGN") || at(words, "CHECK");
    if (take(words, "UNIQUE"))
        known = at(words, "(");
    for (size_t depth = 0; known && !ends(words); next(words)) {
        if (depth == 0 && at(words, ","))
            return nothing;
        depth += at(words, "(");
        depth -= depth > 0 && at(words, ")");
    }
    return known ? made(ORQ_KIND_CHECK, table, name) : nothing;
}

static struct orq_claim owned_sequence(struct words *words)
{
    struct orq_claim claim = {
        .act = ORQ_CLAIMS_OWNED, .kind = ORQ_KIND_VIEW, .name = take_name(words)};
    bool owned = claim.name && take(words, "OWNED") && take(words, "BY");
    return owned && take_column(words).table && ends(words) ? claim : nothing;
}

static struct orq_claim secured_table(struct words *words, const char *table)
{
    bool secured = take(words, "ROW") && take(words, "LEVEL") && take(words, "SECURITY");
    return secured && ends(words)
               ? (struct orq_claim){ORQ_CLAIMS_SECURED, ORQ_KIND_TABLE, table, NULL}
               : nothing;
}

static struct orq_claim alter(struct words *words)
{
    if (take(words, "SEQUENCE"))
        return owned_sequence(words);
    if (!take(words, "TABLE"))
        return nothing;
    take(words, "ONLY");
    const char *table = take_name(words);
    if (table && take(words, "ENABLE"))
        return secured_table(words, table);
    bool adds = table && take(words, "ADD"), drops = table && !adds && take(words, "DROP");
    if ((!adds && !drops) || !take(words, "CONSTRAINT"))
        return nothing;
    if (adds)
        return added_constraint(words, table);
    const char *name = take_part(words);
    return name && ends(words) ? (struct orq_claim){ORQ_CLAIMS_DROPPED, ORQ_KIND_CHECK, name, table}
                               : nothing;
}

/* ---- DROP ---- */

static struct orq_claim drop(struct words *words)
{
    struct orq_claim claim = {.act = ORQ_CLAIMS_DROPPED};
    bool inside = false;
    if (take(words, "TABLE")) {
        claim.kind = ORQ_KIND_TABLE;
    } else if (take(words, "INDEX")) {
        claim.kind = ORQ_KIND_INDEX;
    } else {
        claim.kind = ORQ_KIND_VIEW;
        inside = words->dialect->names_in_relations &&
                 (take(words, "TRIGGER") || take(words, "POLICY") || take(words, "RULE"));
        if (!inside && !take_definition(words))
            return nothing;
    }
    if (take(words, "IF") && !take(words, "EXISTS"))
        return nothing;
    claim.name = take_name(words);
    if (claim.kind == ORQ_KIND_VIEW && at(words, "(") && !skip_parentheses(words))
        return nothing;
    if (inside && take(words, "ON"))
        claim.table = take_name(words);
    take(words, "RESTRICT");
    return claim.name && (!inside || claim.table) && ends(words) ? claim : nothing;
}

/* ---- COMMENT ---- */

static struct orq_claim comment(struct words *words)
{
    struct orq_claim claim = {0};
    if (!take(words, "ON"))
        return nothing;
    if (take(words, "COLUMN")) {
        claim = take_column(words);
    } else if (take(words, "TABLE")) {
        claim = (struct orq_claim){.kind = ORQ_KIND_TABLE, .name = take_name(words)};
    } else if (take(words, "INDEX")) {
        claim = (struct orq_claim){.kind = ORQ_KIND_INDEX, .name = take_name(words)};
    } else if (take(words, "CONSTRAINT")) {
        claim = (struct orq_claim){.kind = ORQ_KIND_CHECK, .name = take_part(words)};
        claim.table = take(words, "ON") ? take_name(words) : NULL;
    } else if (take_definition(words)) {
        claim = (struct orq_claim){.kind = ORQ_KIND_VIEW, .name = take_name(words)};
        if (at(words, "(") && !skip_parentheses(words))
            return nothing;
    }
    claim.act = ORQ_CLAIMS_COMMENTED;
    return claim.name && (claim.kind != ORQ_KIND_CHECK || claim.table) && take(words, "IS") &&
                   words->token.kind == ORQ_PG_STRING
               ? claim
               : nothing;
}

struct orq_claim orq_claim_of(struct orq_arena *arena, const struct orq_dialect *dialect,
                              const char *sql)
{
    static const struct {
        const char *word;
        struct orq_claim (*read)(struct words *words);
    } verbs[] = {{"CREATE", create}, {"ALTER", alter}, {"DROP", drop}, {"COMMENT", comment}};
    struct words words = {arena, dialect, sql, orq_pg_lexer_new(sql, strlen(sql)), {0}};
    /* Names in brackets and backticks are SQLite's alone. */
    if (dialect->stores_texts && strpbrk(sql, "[`"))
        return nothing;
    next(&words);
    if (at(&words, "INSERT"))
        return (struct orq_claim){.act = ORQ_CLAIMS_ROWS};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (take(&words, verbs[i].word))
            return verbs[i].read(&words);
    }
    return nothing;
}
