/* SQLite: types, generators, names. */
#include "base/similar.h"
#include "base/str.h"
#include "model/dialect.h"
#include "sql/quote.h"
#include "sql/token.h"

#include <string.h>

static const struct {
    const char *name, *type, *strict;
    bool sized; /* outside STRICT the arguments are kept */
} portable[] = {
    {"smallint", "INTEGER", "INTEGER", false}, {"integer", "INTEGER", "INTEGER", false},
    {"bigint", "INTEGER", "INTEGER", false},   {"boolean", "INTEGER", "INTEGER", false},
    {"real", "REAL", "REAL", false},           {"double", "REAL", "REAL", false},
    {"numeric", "NUMERIC", NULL, true},        {"text", "TEXT", "TEXT", false},
    {"varchar", "VARCHAR", "TEXT", true},      {"char", "CHAR", "TEXT", true},
    {"uuid", "TEXT", "TEXT", false},           {"json", "TEXT", "TEXT", false},
    {"jsonb", "TEXT", "TEXT", false},          {"date", "TEXT", "TEXT", false},
    {"time", "TEXT", "TEXT", false},           {"timestamp", "TEXT", "TEXT", false},
    {"timestamptz", "TEXT", "TEXT", false},    {"interval", "TEXT", "TEXT", false},
    {"blob", "BLOB", "BLOB", false},           {"bytea", "BLOB", "BLOB", false},
};
#define PORTABLE_COUNT (sizeof portable / sizeof portable[0])

static const char *const strict_types[] = {"INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"};

/* Words that databases made by other tools declare. A type made of these is meant; any other
 * is more likely a slip than a wish. */
static const char *const common_words[] = {
    "any",           "bigint",     "binary",      "bit",
    "blob",          "bool",       "boolean",     "bytea",
    "char",          "character",  "clob",        "date",
    "datetime",      "datetime2",  "dec",         "decimal",
    "double",        "fixed",      "float",       "float4",
    "float8",        "guid",       "int",         "int2",
    "int4",          "int8",       "integer",     "interval",
    "json",          "jsonb",      "local",       "long",
    "longblob",      "longtext",   "longvarchar", "mediumblob",
    "mediumint",     "mediumtext", "money",       "national",
    "native",        "nchar",      "nclob",       "ntext",
    "number",        "numeric",    "nvarchar",    "nvarchar2",
    "precision",     "real",       "serial",      "signed",
    "smalldatetime", "smallint",   "smallmoney",  "string",
    "text",          "time",       "timestamp",   "timestamptz",
    "tinyblob",      "tinyint",    "tinytext",    "uniqueidentifier",
    "unsigned",      "uuid",       "varbinary",   "varchar",
    "varchar2",      "varying",    "with",        "without",
    "xml",           "year",       "zone",
};

/* -- the text of a type: https://www.sqlite.org/syntax/type-name.html -- */

/* The words that begin a column's constraints. */
static bool ends_type(const char *text, struct orq_token token)
{
    static const char *const words[] = {"CONSTRAINT", "DEFAULT", "NULL",       "NOT",
                                        "PRIMARY",    "UNIQUE",  "CHECK",      "REFERENCES",
                                        "COLLATE",    "AS",      "DEFERRABLE", "GENERATED"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (orq_token_is(text, token, words[i]))
            return true;
    return false;
}

static bool is_name(struct orq_token token)
{
    return token.kind == ORQ_TOKEN_WORD || token.kind == ORQ_TOKEN_QUOTED ||
           token.kind == ORQ_TOKEN_BRACKETED || token.kind == ORQ_TOKEN_BACKTICKED ||
           token.kind == ORQ_TOKEN_STRING;
}

struct type_reader {
    const char *text;
    struct orq_lexer lexer;
    struct orq_token token;
    struct orq_str out;
};

static void take(struct type_reader *reader)
{
    orq_str_addn(&reader->out, reader->text + reader->token.offset, reader->token.len);
    reader->token = orq_lexer_next(&reader->lexer);
}

static bool take_number(struct type_reader *reader)
{
    if (orq_token_is(reader->text, reader->token, "-") ||
        orq_token_is(reader->text, reader->token, "+"))
        take(reader);
    if (reader->token.kind != ORQ_TOKEN_INTEGER && reader->token.kind != ORQ_TOKEN_FLOAT)
        return false;
    take(reader);
    return true;
}

static bool take_size(struct type_reader *reader)
{
    take(reader);
    if (!take_number(reader))
        return false;
    if (orq_token_is(reader->text, reader->token, ",")) {
        take(reader);
        if (!take_number(reader))
            return false;
    }
    if (!orq_token_is(reader->text, reader->token, ")"))
        return false;
    take(reader);
    return true;
}

static const char *type_text(struct orq_arena *arena, const char *type, const char **problem)
{
    struct type_reader reader = {
        .text = type, .lexer = orq_lexer_new(type, strlen(type)), .out = orq_str_new(arena)};
    reader.token = orq_lexer_next(&reader.lexer);
    bool good = true;
    while (is_name(reader.token) && !ends_type(type, reader.token)) {
        if (reader.out.len > 0)
            orq_str_addc(&reader.out, ' ');
        take(&reader);
    }
    if (reader.out.len > 0 && orq_token_is(type, reader.token, "("))
        good = take_size(&reader);
    if (good && reader.token.kind == ORQ_TOKEN_END)
        return orq_str_text(&reader.out);
    *problem = orq_arena_printf(
        arena, "\"%s\" is no type name of SQLite: words, then at most two numbers in parentheses",
        type);
    return NULL;
}

/* -- portable names -- */

static bool is_number(const char *text)
{
    size_t at = text[0] == '-' || text[0] == '+';
    return text[at] != '\0' && strspn(text + at, "0123456789") == strlen(text + at);
}

static const char *sized_type(struct orq_arena *arena, const char *name,
                              const struct orq_strings *arguments)
{
    if (arguments->len == 0)
        return name;
    struct orq_str type = orq_str_new(arena);
    orq_str_add(&type, name);
    for (size_t i = 0; i < arguments->len; i++)
        orq_str_addf(&type, "%c%s", i == 0 ? '(' : ',', arguments->items[i]);
    orq_str_addc(&type, ')');
    return orq_str_text(&type);
}

static bool numbers_only(struct orq_arena *arena, const char *type,
                         const struct orq_strings *arguments, const char **problem)
{
    for (size_t i = 0; i < arguments->len; i++)
        if (!is_number(arguments->items[i])) {
            *problem = orq_arena_printf(arena, "type \"%s\": \"%s\" is not a whole number", type,
                                        arguments->items[i]);
            return false;
        }
    return true;
}

static const char *portable_type(struct orq_arena *arena, const char *type, bool strict,
                                 const char **problem)
{
    struct orq_type_parts parts;
    size_t row = PORTABLE_COUNT;
    if (orq_type_split(arena, type, &parts) && parts.arrays == 0)
        for (row = 0; row < PORTABLE_COUNT; row++)
            if (strcmp(portable[row].name, parts.words) == 0)
                break;
    if (row == PORTABLE_COUNT) {
        *problem = orq_arena_printf(arena, "\"%s\" is not a portable type", type);
        return NULL;
    }
    if (!numbers_only(arena, type, &parts.arguments, problem))
        return NULL;
    const char *name = strict ? portable[row].strict : portable[row].type;
    if (!name) {
        *problem = orq_arena_printf(
            arena,
            "a STRICT table of SQLite has no type \"%s\": write a variant, such as "
            "{sqlite: real, postgresql: \"%s\"}",
            type, type);
        return NULL;
    }
    if (strict || !portable[row].sized)
        return name;
    return sized_type(arena, name, &parts.arguments);
}

/* -- any other type -- */

static bool listed(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (orq_ascii_equal(word, words[i]))
            return true;
    return false;
}

static bool all_common(struct orq_arena *arena, const char *words)
{
    const char *at = words;
    while (*at) {
        size_t len = strcspn(at, " ");
        if (!listed(orq_arena_strndup(arena, at, len), common_words,
                    sizeof common_words / sizeof common_words[0]))
            return false;
        at += len;
        at += *at == ' ';
    }
    return true;
}

static const char *unknown_type(struct orq_arena *arena, const char *type, const char *words)
{
    struct orq_strings candidates = {0};
    for (size_t i = 0; i < PORTABLE_COUNT; i++)
        ORQ_PUSH(arena, &candidates, portable[i].name);
    for (size_t i = 0; i < sizeof common_words / sizeof common_words[0]; i++)
        ORQ_PUSH(arena, &candidates, common_words[i]);
    const char *near = orq_similar(words, &candidates);
    if (near)
        return orq_arena_printf(arena, "unknown type \"%s\" (did you mean \"%s\"?)", type, near);
    return orq_arena_printf(arena, "unknown type \"%s\": {native: %s} passes it as it stands", type,
                            type);
}

static const char *native_type(struct orq_arena *arena, const char *type, bool strict,
                               const char **problem)
{
    struct orq_type_parts parts;
    bool split = orq_type_split(arena, type, &parts);
    if (split && parts.arrays > 0) {
        *problem = orq_arena_printf(arena,
                                    "SQLite has no arrays: write a variant, such as "
                                    "{sqlite: json, postgresql: \"%s\"}",
                                    type);
        return NULL;
    }
    const char *text = type_text(arena, type, problem);
    if (!text)
        return NULL;
    if (text[0] == '\0') {
        *problem = "a type is empty: {native: \"\"} is a column without a type";
        return NULL;
    }
    if (strict) {
        if (listed(text, strict_types, sizeof strict_types / sizeof strict_types[0]))
            return text;
        *problem =
            orq_arena_printf(arena,
                             "a STRICT table of SQLite has no type \"%s\": it knows INT, INTEGER, "
                             "REAL, TEXT, BLOB and ANY",
                             type);
        return NULL;
    }
    if (split && all_common(arena, parts.words))
        return text;
    *problem = unknown_type(arena, type, split ? parts.words : text);
    return NULL;
}

/* -- comparing -- */

static bool contains(const char *type, const char *word)
{
    size_t len = strlen(word), rest = strlen(type);
    for (; rest >= len; type++, rest--)
        if (orq_ascii_equal_n(type, len, word, len))
            return true;
    return false;
}

enum orq_affinity orq_sqlite_affinity(const char *type)
{
    static const struct {
        const char *word;
        enum orq_affinity affinity;
    } rules[] = {
        {"INT", ORQ_INTEGER}, {"CHAR", ORQ_TEXT}, {"CLOB", ORQ_TEXT}, {"TEXT", ORQ_TEXT},
        {"BLOB", ORQ_BLOB},   {"REAL", ORQ_REAL}, {"FLOA", ORQ_REAL}, {"DOUB", ORQ_REAL},
    };
    if (!type || type[0] == '\0')
        return ORQ_BLOB;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (contains(type, rules[i].word))
            return rules[i].affinity;
    return ORQ_NUMERIC;
}

static bool is_spacing(const char *type, const char *at)
{
    return *at == ' ' && (at == type || strchr(" (),", at[-1]) || strchr(" (),", at[1]));
}

static bool same_spelling(const char *a, const char *b)
{
    for (const char *x = a, *y = b;; x++, y++) {
        while (is_spacing(a, x))
            x++;
        while (is_spacing(b, y))
            y++;
        if (orq_ascii_lower(*x) != orq_ascii_lower(*y))
            return false;
        if (*x == '\0')
            return true;
    }
}

/* Only the type INTEGER, exactly, can be the rowid. */
static bool same_type(const char *a, const char *b, bool strict)
{
    if (same_spelling(a, b))
        return true;
    return !strict && orq_sqlite_affinity(a) == orq_sqlite_affinity(b) &&
           orq_ascii_equal(a, "INTEGER") == orq_ascii_equal(b, "INTEGER");
}

/* -- generators and names -- */

static const char *generator(enum orq_default_kind kind)
{
    static const char *const sql[] = {
        [ORQ_GENERATE_NOW] = "CURRENT_TIMESTAMP",
        [ORQ_GENERATE_TODAY] = "CURRENT_DATE",
        /* Version 4: 122 random bits, https://www.rfc-editor.org/rfc/rfc9562#section-5.4 */
        [ORQ_GENERATE_UUID] =
            "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || "
            "substr(hex(randomblob(2)), 2) || '-' || substr('89AB', (random() & 3) + 1, 1) || "
            "substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))",
    };
    return sql[kind];
}

const struct orq_dialect orq_sqlite = {
    .key = "sqlite",
    .default_schema = "main",
    .folds = true,
    .stores_texts = true,
    .portable_type = portable_type,
    .native_type = native_type,
    .type_text = type_text,
    .same_type = same_type,
    .generator = generator,
    .quoted = orq_sqlite_name,
};
