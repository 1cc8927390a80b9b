/* CREATE AGGREGATE, OPERATOR, CAST, COLLATION, SERVER and FOREIGN TABLE. */
#include "sql/postgres_create_private.h"
#include "sql/postgres_normal.h"
#include "sql/quote.h"

#include <string.h>

/* -- (name = value, …) -- */

enum value_form { NAME, TYPE, TEXT, LOWER, FLAG, NUMBER, OPERATOR };

struct option {
    const char *word, *as; /* as NULL: so */
    enum value_form form;
    const char *usual; /* the default; NULL: none */
};

static const char *take_operator(struct orq_pg_cursor *cursor)
{
    struct orq_str out = orq_str_new(cursor->arena);
    bool group = orq_pg_at_two(cursor, "operator", "(");
    cursor->at += group ? 2 : 0;
    while (orq_pg_is_name(orq_pg_ahead(cursor, 0)) &&
           orq_pg_token_is(cursor->text, orq_pg_ahead(cursor, 1), ".")) {
        const char *schema = orq_pg_take(cursor);
        cursor->at++;
        bool silent = strcmp(schema, "public") == 0 || strcmp(schema, "pg_catalog") == 0;
        orq_str_addf(&out, "%s%s", silent ? "" : orq_pg_name(cursor->arena, schema),
                     silent ? "" : ".");
    }
    orq_str_add(&out, orq_pg_take(cursor));
    if (group)
        orq_pg_accept(cursor, ")");
    return orq_str_text(&out);
}

static const char *take_value(struct orq_pg_cursor *cursor, enum value_form form)
{
    const char *schema, *name, *text;
    switch (form) {
    case NAME:
        if (!orq_pg_take_qualified(cursor, &schema, &name))
            return orq_pg_take(cursor);
        if (schema && strcmp(schema, "pg_catalog") == 0)
            schema = NULL;
        return orq_pg_qualified_name(cursor->arena, schema, name);
    case TYPE:
        text = orq_pg_take_type(cursor, ORQ_PG_MODIFIERS_DROPPED);
        return text ? text : orq_pg_take(cursor);
    case TEXT:
        text = orq_pg_accept(cursor, "-") ? "-" : "";
        return orq_quoted_text(cursor->arena,
                               orq_arena_printf(cursor->arena, "%s%s", text, orq_pg_take(cursor)));
    case LOWER:
    case FLAG:
    case NUMBER:
        return orq_ascii_fold(cursor->arena, orq_pg_take(cursor));
    case OPERATOR:
        return take_operator(cursor);
    }
    return "";
}

static const struct option *option_find(const struct option *options, size_t count,
                                        const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(options[i].word, word) == 0)
            return &options[i];
    return NULL;
}

static void take_option(struct orq_pg_cursor *cursor, const struct option *options, size_t count,
                        struct orq_strings *list)
{
    const char *word = orq_ascii_fold(cursor->arena, orq_pg_take(cursor));
    const struct option *option = option_find(options, count, word);
    const char *value = option && option->form == FLAG ? "true" : NULL;
    if (orq_pg_accept(cursor, "="))
        value = take_value(cursor, option ? option->form : NAME);
    if (option && value && option->usual && strcmp(option->usual, value) == 0)
        return;
    if (option && value && option->form == FLAG && strcmp(value, "false") == 0)
        return;
    word = option && option->as ? option->as : word;
    bool bare = !value || (option && option->form == FLAG);
    ORQ_PUSH(cursor->arena, list,
             bare ? word : orq_arena_printf(cursor->arena, "%s = %s", word, value));
}

/* "(a = x, b = y)", sorted. */
static bool read_options(struct orq_pg_reading *reading, const struct option *options, size_t count)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    struct orq_strings list = {0};
    if (!orq_pg_expect(reading, "("))
        return false;
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, ")")) {
        take_option(cursor, options, count, &list);
        if (!orq_pg_accept(cursor, ",") && !orq_pg_at(cursor, ")"))
            return orq_pg_reading_fails(reading, "expected , or )");
    }
    orq_pg_sort(&list);
    reading->create->text =
        orq_arena_printf(reading->arena, "(%s)", orq_pg_joined(reading->arena, &list, ", "));
    return orq_pg_expect(reading, ")");
}
#define READ_OPTIONS(reading, options) \
    read_options((reading), (options), sizeof(options) / sizeof *(options))

/* -- aggregates -- */

/* modify: what the final functions of the kind may do, usually. */
#define AGGREGATE_OPTIONS(modify)                                                                  \
    {                                                                                              \
        {"sfunc", NULL, NAME, NULL}, {"sfunc1", "sfunc", NAME, NULL}, {"stype", NULL, TYPE, NULL}, \
            {"stype1", "stype", TYPE, NULL}, {"sspace", NULL, NUMBER, "0"},                        \
            {"finalfunc", NULL, NAME, NULL}, {"finalfunc_extra", NULL, FLAG, NULL},                \
            {"finalfunc_modify", NULL, LOWER, modify}, {"combinefunc", NULL, NAME, NULL},          \
            {"serialfunc", NULL, NAME, NULL}, {"deserialfunc", NULL, NAME, NULL},                  \
            {"initcond", NULL, TEXT, NULL}, {"initcond1", "initcond", TEXT, NULL},                 \
            {"msfunc", NULL, NAME, NULL}, {"minvfunc", NULL, NAME, NULL},                          \
            {"mstype", NULL, TYPE, NULL}, {"msspace", NULL, NUMBER, "0"},                          \
            {"mfinalfunc", NULL, NAME, NULL}, {"mfinalfunc_extra", NULL, FLAG, NULL},              \
            {"mfinalfunc_modify", NULL, LOWER, modify}, {"minitcond", NULL, TEXT, NULL},           \
            {"sortop", NULL, OPERATOR, NULL}, {"parallel", NULL, LOWER, "unsafe"},                 \
            {"hypothetical", NULL, FLAG, NULL}, {"basetype", NULL, TYPE, NULL},                    \
    }
static const struct option plain_aggregate[] = AGGREGATE_OPTIONS("read_only");
static const struct option ordered_aggregate[] = AGGREGATE_OPTIONS("read_write");

/* The arguments stand in front of the options; before 8.2 they were the option `basetype`. */
bool orq_pg_read_aggregate(struct orq_pg_reading *reading)
{
    struct orq_pg_create *create = reading->create;
    struct orq_pg_cursor ahead;
    if (!orq_pg_read_name(reading))
        return false;
    ahead = reading->cursor;
    if (!orq_pg_at(&ahead, "("))
        return orq_pg_reading_fails(reading, "expected (");
    orq_pg_skip_group(&ahead);
    if (!orq_pg_at(&ahead, "("))
        return orq_pg_reading_fails(reading, "write the types of its arguments in parentheses");
    reading->cursor.at++;
    struct orq_pg_arguments arguments = orq_pg_take_arguments(&reading->cursor);
    create->arguments = arguments.text;
    create->signature = orq_pg_signature(reading->arena, create->name, &arguments.types);
    bool ordered = strstr(arguments.text, "ORDER BY ") != NULL;
    if (!orq_pg_expect(reading, ")") || !(ordered ? READ_OPTIONS(reading, ordered_aggregate)
                                                  : READ_OPTIONS(reading, plain_aggregate)))
        return false;
    create->text = orq_arena_printf(reading->arena, "(%s) %s", arguments.text, create->text);
    return true;
}

/* -- operators -- */

static const struct option operator_options[] = {
    {"leftarg", NULL, TYPE, "none"},      {"rightarg", NULL, TYPE, "none"},
    {"function", NULL, NAME, NULL},       {"procedure", "function", NAME, NULL},
    {"commutator", NULL, OPERATOR, NULL}, {"negator", NULL, OPERATOR, NULL},
    {"restrict", NULL, NAME, NULL},       {"join", NULL, NAME, NULL},
    {"hashes", NULL, FLAG, NULL},         {"merges", NULL, FLAG, NULL},
};

bool orq_pg_read_operator(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    struct orq_pg_create *create = reading->create;
    if (create->kind != ORQ_PG_CREATE_OPERATOR)
        return true;
    if (orq_pg_is_name(orq_pg_ahead(cursor, 0))) {
        const char *schema = orq_pg_take(cursor);
        create->schema = strcmp(schema, "public") == 0 ? NULL : schema;
        if (!orq_pg_expect(reading, "."))
            return false;
    }
    if (!orq_pg_at_kind(cursor, ORQ_PG_OPERATOR))
        return orq_pg_reading_fails(reading, "expected an operator");
    create->name = orq_pg_take(cursor);
    return READ_OPTIONS(reading, operator_options);
}

/* -- casts -- */

static bool read_cast_types(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    if (!orq_pg_expect(reading, "("))
        return false;
    const char *from = orq_pg_take_type(cursor, ORQ_PG_MODIFIERS_DROPPED);
    if (!from || !orq_pg_expect(reading, "as"))
        return orq_pg_reading_fails(reading, "expected (TYPE AS TYPE)");
    const char *to = orq_pg_take_type(cursor, ORQ_PG_MODIFIERS_DROPPED);
    if (!to)
        return orq_pg_reading_fails(reading, "expected a type");
    reading->create->name = orq_arena_printf(reading->arena, "(%s AS %s)", from, to);
    return orq_pg_expect(reading, ")");
}

static bool read_cast_function(struct orq_pg_reading *reading, struct orq_str *out)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    const char *name = take_value(cursor, NAME);
    if (!orq_pg_expect(reading, "("))
        return false;
    struct orq_pg_arguments arguments = orq_pg_take_arguments(cursor);
    orq_str_addf(out, "with function %s(%s)", name,
                 orq_pg_joined(reading->arena, &arguments.types, ", "));
    return orq_pg_expect(reading, ")");
}

bool orq_pg_read_cast(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    struct orq_str out = orq_str_new(reading->arena);
    if (!read_cast_types(reading))
        return false;
    if (orq_pg_at_two(cursor, "with", "function")) {
        cursor->at += 2;
        if (!read_cast_function(reading, &out))
            return false;
    }
    const char *rest = orq_pg_rest(reading);
    orq_str_addf(&out, "%s%s", out.len > 0 && *rest ? " " : "", rest);
    reading->create->text = orq_str_text(&out);
    return true;
}

/* -- collations -- */

static const struct option collation_options[] = {
    {"locale", NULL, TEXT, NULL},   {"lc_collate", NULL, TEXT, NULL},
    {"lc_ctype", NULL, TEXT, NULL}, {"provider", NULL, LOWER, "libc"},
    {"rules", NULL, TEXT, NULL},    {"deterministic", NULL, LOWER, "true"},
    {"version", NULL, TEXT, NULL},
};

bool orq_pg_read_collation(struct orq_pg_reading *reading)
{
    if (!orq_pg_read_name(reading))
        return false;
    if (orq_pg_at(&reading->cursor, "("))
        return READ_OPTIONS(reading, collation_options);
    reading->create->text = orq_pg_rest(reading);
    return true;
}

/* -- foreign data -- */

bool orq_pg_read_server(struct orq_pg_reading *reading)
{
    if (!orq_pg_take_qualified(&reading->cursor, &reading->create->schema, &reading->create->name))
        return orq_pg_reading_fails(reading, "expected a name");
    reading->create->text = orq_pg_rest(reading);
    return true;
}

/* A column's type in the server's spelling, which a partition's leaves out; what follows it, and
 * constraints, as they are. */
static void take_element(struct orq_pg_reading *reading, struct orq_str *out)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    static const char *const others[] = {"constraint", "check", "like"};
    bool column = orq_pg_is_name(orq_pg_ahead(cursor, 0));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        column = column && !orq_pg_at(cursor, others[i]);
    if (column) {
        orq_str_addf(out, "%s ", orq_pg_name(reading->arena, orq_pg_take(cursor)));
        const char *type =
            reading->create->on ? NULL : orq_pg_take_type(cursor, ORQ_PG_MODIFIERS_KEPT);
        orq_str_add(out, type ? type : "");
        if (reading->create->on && orq_pg_at_two(cursor, "with", "options"))
            cursor->at += 2;
    }
    size_t from = cursor->at;
    orq_pg_skip_element(cursor);
    const char *rest = orq_pg_part(reading, from, cursor->at, orq_pg_statement_normal);
    orq_str_addf(out, "%s%s", column && *rest ? " " : "", rest);
}

static bool take_elements(struct orq_pg_reading *reading, struct orq_str *out)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    if (!orq_pg_accept(cursor, "("))
        return true;
    orq_str_addc(out, '(');
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, ")") &&
           !orq_pg_at(cursor, "]")) {
        orq_str_add(out, out->len > 1 ? ", " : "");
        take_element(reading, out);
        orq_pg_accept(cursor, ",");
    }
    orq_str_add(out, ") ");
    return orq_pg_expect(reading, ")");
}

/* FOR VALUES IN (1), DEFAULT: up to SERVER. */
static bool take_bound(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    size_t from = cursor->at;
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, "server")) {
        if (orq_pg_at(cursor, "("))
            orq_pg_skip_group(cursor);
        else
            cursor->at++;
    }
    if (cursor->at == from || orq_pg_at_kind(cursor, ORQ_PG_END))
        return orq_pg_reading_fails(reading, "expected FOR VALUES or DEFAULT, then SERVER");
    reading->create->bound = orq_pg_part(reading, from, cursor->at, orq_pg_statement_normal);
    return true;
}

bool orq_pg_read_foreign_table(struct orq_pg_reading *reading)
{
    struct orq_pg_cursor *cursor = &reading->cursor;
    struct orq_pg_create *create = reading->create;
    struct orq_str out = orq_str_new(reading->arena);
    if (!orq_pg_read_name(reading))
        return false;
    bool partition = orq_pg_at_two(cursor, "partition", "of");
    cursor->at += partition ? 2 : 0;
    if (partition && !orq_pg_take_qualified(cursor, &create->on_schema, &create->on))
        return orq_pg_reading_fails(reading, "expected the name of a table");
    if (!take_elements(reading, &out) || (partition && !take_bound(reading)))
        return false;
    orq_str_add(&out, orq_pg_rest(reading));
    reading->create->text = orq_str_text(&out);
    return true;
}
