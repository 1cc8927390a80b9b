/* CREATE FUNCTION and CREATE PROCEDURE. */
#include "sql/postgres_create_private.h"
#include "sql/postgres_normal.h"

#include <stdlib.h>
#include <string.h>

struct routine {
    struct orq_pg_reading *reading;
    struct orq_pg_cursor *cursor;
    struct orq_pg_create *create;
    const char *cost, *rows;
    bool set; /* RETURNS SETOF, TABLE */
};

static void add_option(struct routine *self, const char *option)
{
    ORQ_PUSH(self->reading->arena, &self->create->options, option);
}

/* "TABLE(a integer)", "SETOF t", "integer" */
static bool read_returns(struct routine *self, bool out)
{
    struct orq_arena *arena = self->reading->arena;
    if (orq_pg_accept(self->cursor, "table")) {
        self->set = true;
        if (!orq_pg_expect(self->reading, "("))
            return false;
        struct orq_pg_arguments columns = orq_pg_take_arguments(self->cursor);
        self->create->returns = orq_arena_printf(arena, "TABLE(%s)", columns.text);
        return orq_pg_expect(self->reading, ")");
    }
    self->set = orq_pg_accept(self->cursor, "setof");
    const char *type = orq_pg_take_type(self->cursor, ORQ_PG_MODIFIERS_DROPPED);
    if (!type)
        return orq_pg_reading_fails(self->reading, "expected the type that it returns");
    if (self->set)
        self->create->returns = orq_arena_printf(arena, "SETOF %s", type);
    else if (!out)
        self->create->returns = type;
    return true;
}

/* -- options of one form -- */

static const struct {
    const char *words[5];
    const char *option; /* "": the default */
} flags[] = {
    {{"immutable"}, "immutable"},
    {{"stable"}, "stable"},
    {{"volatile"}, ""},
    {{"window"}, "window"},
    {{"leakproof"}, "leakproof"},
    {{"not", "leakproof"}, ""},
    {{"strict"}, "strict"},
    {{"called", "on", "null", "input"}, ""},
    {{"returns", "null", "on", "null", "input"}, "strict"},
    {{"security", "definer"}, "security definer"},
    {{"external", "security", "definer"}, "security definer"},
    {{"security", "invoker"}, ""},
    {{"external", "security", "invoker"}, ""},
    {{"parallel", "unsafe"}, ""},
    {{"parallel", "safe"}, "parallel safe"},
    {{"parallel", "restricted"}, "parallel restricted"},
};

/* How many tokens; 0: something else is here. */
static size_t words_here(const struct orq_pg_cursor *cursor, const char *const words[5])
{
    size_t count = 0;
    for (; count < 5 && words[count]; count++)
        if (!orq_pg_token_is(cursor->text, orq_pg_ahead(cursor, count), words[count]))
            return 0;
    return count;
}

static bool read_flag(struct routine *self)
{
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        size_t count = words_here(self->cursor, flags[i].words);
        if (count == 0)
            continue;
        if (*flags[i].option)
            add_option(self, flags[i].option);
        self->cursor->at += count;
        return true;
    }
    return false;
}

/* -- SET -- */

/* Settings whose values are lists of names. */
static bool is_list(const char *setting)
{
    static const char *const lists[] = {"search_path", "temp_tablespaces",
                                        "local_preload_libraries", "session_preload_libraries",
                                        "shared_preload_libraries"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(setting, lists[i]) == 0)
            return true;
    return false;
}

static const char *take_setting_value(struct routine *self, const char *setting)
{
    struct orq_arena *arena = self->reading->arena;
    struct orq_str out = orq_str_new(arena);
    do {
        const char *sign = orq_pg_accept(self->cursor, "-") ? "-" : "";
        const char *value = orq_pg_take(self->cursor);
        orq_str_addf(&out, "%s%s%s", out.len > 0 ? ", " : "", sign,
                     is_list(setting) ? orq_pg_name(arena, value) : value);
    } while (orq_pg_accept(self->cursor, ","));
    return orq_str_text(&out);
}

static bool read_setting(struct routine *self)
{
    struct orq_arena *arena = self->reading->arena;
    const char *name = "timezone";
    bool zone = orq_pg_at_two(self->cursor, "time", "zone");
    if (zone) {
        self->cursor->at += 2;
    } else {
        name = orq_ascii_fold(arena, orq_pg_take(self->cursor));
        if (orq_pg_accept(self->cursor, "."))
            name = orq_arena_printf(arena, "%s.%s", name, orq_pg_take(self->cursor));
    }
    if (orq_pg_at_two(self->cursor, "from", "current")) {
        self->cursor->at += 2;
        name = orq_arena_printf(arena, "%s from current", name);
        ORQ_PUSH(arena, &self->create->configuration, name);
        return true;
    }
    if (!zone && !orq_pg_accept(self->cursor, "to") && !orq_pg_accept(self->cursor, "="))
        return orq_pg_reading_fails(self->reading, "expected TO or = in SET");
    if (orq_pg_accept(self->cursor, "default"))
        return true;
    const char *value = take_setting_value(self, name);
    ORQ_PUSH(arena, &self->create->configuration, orq_arena_printf(arena, "%s = %s", name, value));
    return true;
}

/* -- the others -- */

static const char *take_number(struct routine *self)
{
    struct orq_pg_token token = orq_pg_ahead(self->cursor, 0);
    if (token.kind != ORQ_PG_NUMBER) {
        orq_pg_reading_fails(self->reading, "expected a number");
        return NULL;
    }
    return orq_arena_printf(self->reading->arena, "%.6g", strtod(orq_pg_take(self->cursor), NULL));
}

static bool read_transforms(struct routine *self)
{
    do {
        if (!orq_pg_expect(self->reading, "for") || !orq_pg_expect(self->reading, "type"))
            return false;
        const char *type = orq_pg_take_type(self->cursor, ORQ_PG_MODIFIERS_DROPPED);
        if (!type)
            return orq_pg_reading_fails(self->reading, "expected a type");
        add_option(self, orq_arena_printf(self->reading->arena, "transform for type %s", type));
    } while (orq_pg_accept(self->cursor, ","));
    return true;
}

static bool read_support(struct routine *self)
{
    const char *schema, *name;
    if (!orq_pg_take_qualified(self->cursor, &schema, &name))
        return orq_pg_reading_fails(self->reading, "expected a function");
    if (schema && strcmp(schema, "pg_catalog") == 0)
        schema = NULL;
    add_option(self, orq_arena_printf(self->reading->arena, "support %s",
                                      orq_pg_qualified_name(self->reading->arena, schema, name)));
    return true;
}

static bool read_definition(struct routine *self)
{
    if (!orq_pg_at_kind(self->cursor, ORQ_PG_STRING))
        return orq_pg_reading_fails(self->reading, "expected the body as a string");
    self->create->body = orq_pg_take(self->cursor);
    if (orq_pg_at(self->cursor, ",") && orq_pg_ahead(self->cursor, 1).kind == ORQ_PG_STRING) {
        self->cursor->at++;
        self->create->body = orq_arena_printf(self->reading->arena, "%s\n%s", self->create->body,
                                              orq_pg_take(self->cursor));
    }
    return true;
}

/* RETURN x, or BEGIN ATOMIC … END: the last of a statement. */
static void read_standard_body(struct routine *self)
{
    struct orq_pg_cursor *cursor = self->cursor;
    bool expression = orq_pg_accept(cursor, "return");
    size_t from = cursor->at, to = orq_pg_skip_rest(cursor);
    self->create->standard_body = true;
    const char *text = orq_pg_part(self->reading, from, to,
                                   expression ? orq_pg_expression_normal : orq_pg_query_normal);
    self->create->body =
        expression ? orq_arena_printf(self->reading->arena, "return %s", text) : text;
}

static bool read_language(struct routine *self)
{
    if (!orq_pg_is_name(orq_pg_ahead(self->cursor, 0)) &&
        !orq_pg_at_kind(self->cursor, ORQ_PG_STRING))
        return orq_pg_reading_fails(self->reading, "expected a language");
    self->create->language = orq_ascii_fold(self->reading->arena, orq_pg_take(self->cursor));
    return true;
}

static bool read_cost(struct routine *self)
{
    self->cost = take_number(self);
    return self->cost != NULL;
}

static bool read_rows(struct routine *self)
{
    self->rows = take_number(self);
    return self->rows != NULL;
}

static bool skip_with(struct routine *self)
{
    if (!orq_pg_at(self->cursor, "("))
        return orq_pg_reading_fails(self->reading, "expected (");
    orq_pg_skip_group(self->cursor);
    return true;
}

static const struct {
    const char *word;
    bool (*read)(struct routine *self);
} clauses[] = {
    {"language", read_language}, {"as", read_definition},
    {"set", read_setting},       {"cost", read_cost},
    {"rows", read_rows},         {"support", read_support},
    {"with", skip_with},         {"transform", read_transforms},
};

static bool read_clause(struct routine *self)
{
    if (read_flag(self))
        return true;
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
        if (orq_pg_accept(self->cursor, clauses[i].word))
            return clauses[i].read(self);
    return orq_pg_reading_fails(self->reading, "this is no part of CREATE FUNCTION");
}

static bool at_standard_body(const struct orq_pg_cursor *cursor)
{
    return orq_pg_at(cursor, "return") || orq_pg_at_two(cursor, "begin", "atomic");
}

/* Numbers that are the server's defaults go without saying. */
static void finish_numbers(struct routine *self)
{
    const char *language = self->create->language;
    bool compiled = strcmp(language, "c") == 0 || strcmp(language, "internal") == 0;
    if (self->cost && strcmp(self->cost, compiled ? "1" : "100") != 0)
        add_option(self, orq_arena_printf(self->reading->arena, "cost %s", self->cost));
    if (self->rows && self->set && strcmp(self->rows, "1000") != 0)
        add_option(self, orq_arena_printf(self->reading->arena, "rows %s", self->rows));
    orq_pg_sort(&self->create->options);
    orq_pg_sort(&self->create->configuration);
}

bool orq_pg_read_routine(struct orq_pg_reading *reading)
{
    struct routine self = {
        .reading = reading, .cursor = &reading->cursor, .create = reading->create};
    struct orq_pg_create *create = reading->create;
    create->language = "sql";
    if (!orq_pg_read_name(reading) || !orq_pg_expect(reading, "("))
        return false;
    struct orq_pg_arguments arguments = orq_pg_take_arguments(self.cursor);
    create->arguments = arguments.text;
    create->signature = orq_pg_signature(reading->arena, create->name, &arguments.types);
    if (!orq_pg_expect(reading, ")"))
        return false;
    bool returns =
        orq_pg_at(self.cursor, "returns") && !orq_pg_at_two(self.cursor, "returns", "null");
    self.cursor->at += returns;
    if (returns && !read_returns(&self, arguments.out))
        return false;
    while (!orq_pg_at_kind(self.cursor, ORQ_PG_END) && !orq_pg_at(self.cursor, ";")) {
        if (at_standard_body(self.cursor))
            read_standard_body(&self);
        else if (!read_clause(&self))
            return false;
    }
    if (!create->body)
        return orq_pg_reading_fails(reading, "the routine has no body");
    finish_numbers(&self);
    return true;
}
