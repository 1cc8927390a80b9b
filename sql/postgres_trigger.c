/* CREATE TRIGGER and CREATE RULE. */
#include "sql/postgres_create_private.h"
#include "sql/postgres_normal.h"
#include "sql/quote.h"

#include <string.h>

enum event { INSERT, DELETE, UPDATE, TRUNCATE, EVENTS };
static const char *const event_words[] = {
    [INSERT] = "insert", [DELETE] = "delete", [UPDATE] = "update", [TRUNCATE] = "truncate"};

struct trigger {
    struct orq_pg_reading *reading;
    struct orq_pg_cursor *cursor;
    struct orq_arena *arena;
    struct orq_str out;
};

static bool read_time(struct trigger *self)
{
    if (orq_pg_at_two(self->cursor, "instead", "of")) {
        self->cursor->at += 2;
        orq_str_add(&self->out, "instead of");
        return true;
    }
    static const char *const times[] = {"before", "after"};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (orq_pg_accept(self->cursor, times[i])) {
            orq_str_add(&self->out, times[i]);
            return true;
        }
    }
    return orq_pg_reading_fails(self->reading, "expected BEFORE, AFTER or INSTEAD OF");
}

static const char *take_columns(struct trigger *self)
{
    struct orq_str out = orq_str_new(self->arena);
    do
        orq_str_addf(&out, "%s%s", out.len > 0 ? ", " : "",
                     orq_pg_name(self->arena, orq_pg_take(self->cursor)));
    while (orq_pg_accept(self->cursor, ","));
    return orq_str_text(&out);
}

/* In the order in which the server prints them. */
static bool read_events(struct trigger *self)
{
    bool seen[EVENTS] = {false};
    const char *columns = NULL;
    do {
        enum event event = INSERT;
        while (event < EVENTS && !orq_pg_accept(self->cursor, event_words[event]))
            event++;
        if (event == EVENTS)
            return orq_pg_reading_fails(self->reading, "expected an event");
        seen[event] = true;
        if (event == UPDATE && orq_pg_accept(self->cursor, "of"))
            columns = take_columns(self);
    } while (orq_pg_accept(self->cursor, "or"));
    const char *between = " ";
    for (enum event event = INSERT; event < EVENTS; event++) {
        if (!seen[event])
            continue;
        orq_str_addf(&self->out, "%s%s", between, event_words[event]);
        if (event == UPDATE && columns)
            orq_str_addf(&self->out, " of %s", columns);
        between = " or ";
    }
    return true;
}

static bool read_relation(struct trigger *self, const char *word)
{
    struct orq_pg_create *create = self->reading->create;
    if (!orq_pg_expect(self->reading, word))
        return false;
    if (!orq_pg_take_qualified(self->cursor, &create->on_schema, &create->on))
        return orq_pg_reading_fails(self->reading, "expected a table");
    orq_str_addf(&self->out, " %s %s", word,
                 orq_pg_qualified_name(self->arena, create->on_schema, create->on));
    return true;
}

static void read_from(struct trigger *self)
{
    const char *schema, *name;
    if (orq_pg_accept(self->cursor, "from") && orq_pg_take_qualified(self->cursor, &schema, &name))
        orq_str_addf(&self->out, " from %s", orq_pg_qualified_name(self->arena, schema, name));
}

/* Of constraint triggers alone. */
static void read_deferring(struct trigger *self, bool constraint)
{
    bool deferrable = false, deferred = false;
    for (;;) {
        if (orq_pg_at_two(self->cursor, "not", "deferrable"))
            self->cursor->at += 2;
        else if (orq_pg_accept(self->cursor, "deferrable"))
            deferrable = true;
        else if (orq_pg_accept(self->cursor, "initially"))
            deferred = strcmp(orq_pg_take(self->cursor), "deferred") == 0;
        else
            break;
    }
    if (constraint)
        orq_str_add(&self->out, deferred     ? " deferrable initially deferred"
                                : deferrable ? " deferrable"
                                             : " not deferrable");
}

/* REFERENCING OLD TABLE AS a NEW TABLE AS b, the old one first. */
static void read_transition(struct trigger *self)
{
    const char *old = NULL, *new = NULL;
    if (!orq_pg_accept(self->cursor, "referencing"))
        return;
    while (orq_pg_at(self->cursor, "old") || orq_pg_at(self->cursor, "new")) {
        const char **name = orq_pg_at(self->cursor, "old") ? &old : &new;
        self->cursor->at++;
        orq_pg_accept(self->cursor, "table");
        orq_pg_accept(self->cursor, "as");
        *name = orq_pg_name(self->arena, orq_pg_take(self->cursor));
    }
    orq_str_add(&self->out, " referencing");
    if (old)
        orq_str_addf(&self->out, " old table as %s", old);
    if (new)
        orq_str_addf(&self->out, " new table as %s", new);
}

static void read_level(struct trigger *self)
{
    bool row = false;
    if (orq_pg_accept(self->cursor, "for")) {
        orq_pg_accept(self->cursor, "each");
        row = orq_pg_at(self->cursor, "row");
        self->cursor->at++;
    }
    orq_str_add(&self->out, row ? " for each row" : " for each statement");
}

static bool read_condition(struct trigger *self)
{
    if (!orq_pg_accept(self->cursor, "when"))
        return true;
    size_t from = self->cursor->at + 1;
    if (!orq_pg_at(self->cursor, "("))
        return orq_pg_reading_fails(self->reading, "expected (");
    orq_pg_skip_group(self->cursor);
    orq_str_addf(&self->out, " when (%s)",
                 orq_pg_part(self->reading, from, self->cursor->at - 1, orq_pg_expression_normal));
    return true;
}

/* Its arguments are strings, however they are written. */
static bool read_call(struct trigger *self)
{
    const char *schema, *name;
    if (!orq_pg_expect(self->reading, "execute"))
        return false;
    if (!orq_pg_accept(self->cursor, "procedure") && !orq_pg_expect(self->reading, "function"))
        return false;
    if (!orq_pg_take_qualified(self->cursor, &schema, &name))
        return orq_pg_reading_fails(self->reading, "expected a function");
    orq_str_addf(&self->out, " execute function %s(",
                 orq_pg_qualified_name(self->arena, schema, name));
    if (!orq_pg_expect(self->reading, "("))
        return false;
    for (size_t i = 0; !orq_pg_at(self->cursor, ")"); i++) {
        if (orq_pg_at_kind(self->cursor, ORQ_PG_END))
            return orq_pg_reading_fails(self->reading, "expected )");
        orq_str_addf(&self->out, "%s%s", i > 0 ? ", " : "",
                     orq_quoted_text(self->arena, orq_pg_take(self->cursor)));
        orq_pg_accept(self->cursor, ",");
    }
    orq_str_addc(&self->out, ')');
    return orq_pg_expect(self->reading, ")");
}

static struct trigger trigger_new(struct orq_pg_reading *reading)
{
    return (struct trigger){.reading = reading,
                            .cursor = &reading->cursor,
                            .arena = reading->arena,
                            .out = orq_str_new(reading->arena)};
}

bool orq_pg_read_trigger(struct orq_pg_reading *reading, bool constraint)
{
    struct trigger self = trigger_new(reading);
    if (!orq_pg_read_name(reading) || !read_time(&self) || !read_events(&self) ||
        !read_relation(&self, "on"))
        return false;
    read_from(&self);
    read_deferring(&self, constraint);
    read_transition(&self);
    read_level(&self);
    if (!read_condition(&self) || !read_call(&self))
        return false;
    reading->create->text = orq_str_text(&self.out);
    return true;
}

/* ON event [WHEN TAG IN ('CREATE TABLE', …)], tags in one order and case. */
static bool read_tags(struct trigger *self)
{
    struct orq_strings tags = {0};
    orq_pg_accept(self->cursor, "when");
    if (!orq_pg_expect(self->reading, "tag") || !orq_pg_expect(self->reading, "in") ||
        !orq_pg_expect(self->reading, "("))
        return false;
    do
        ORQ_PUSH(
            self->arena, &tags,
            orq_quoted_text(self->arena, orq_ascii_fold(self->arena, orq_pg_take(self->cursor))));
    while (orq_pg_accept(self->cursor, ","));
    orq_pg_sort(&tags);
    orq_str_addf(&self->out, " when tag in (%s)", orq_pg_joined(self->arena, &tags, ", "));
    return orq_pg_expect(self->reading, ")");
}

bool orq_pg_read_event_trigger(struct orq_pg_reading *reading)
{
    struct trigger self = trigger_new(reading);
    if (!orq_pg_read_name(reading) || !orq_pg_expect(reading, "on"))
        return false;
    orq_str_addf(&self.out, "on %s", orq_ascii_fold(self.arena, orq_pg_take(self.cursor)));
    if (orq_pg_at(self.cursor, "when") && !read_tags(&self))
        return false;
    if (!read_call(&self))
        return false;
    reading->create->text = orq_str_text(&self.out);
    return true;
}

/* One command of a rule, up to a semicolon or the end. */
static const char *take_command(struct trigger *self)
{
    struct orq_pg_cursor *cursor = self->cursor;
    size_t from = cursor->at;
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, ";") &&
           !orq_pg_at(cursor, ")")) {
        if (orq_pg_at(cursor, "("))
            orq_pg_skip_group(cursor);
        else
            cursor->at++;
    }
    return orq_pg_part(self->reading, from, cursor->at, orq_pg_query_normal);
}

static bool read_commands(struct trigger *self)
{
    struct orq_strings commands = {0};
    bool group = orq_pg_at(self->cursor, "(") &&
                 !orq_pg_token_is(self->cursor->text, orq_pg_ahead(self->cursor, 1), "(");
    if (!group) {
        orq_str_addf(&self->out, " %s", take_command(self));
        return true;
    }
    self->cursor->at++;
    while (!orq_pg_at(self->cursor, ")")) {
        if (orq_pg_at_kind(self->cursor, ORQ_PG_END))
            return orq_pg_reading_fails(self->reading, "expected )");
        const char *command = take_command(self);
        if (*command)
            ORQ_PUSH(self->arena, &commands, command);
        orq_pg_accept(self->cursor, ";");
    }
    self->cursor->at++;
    orq_str_addf(&self->out, commands.len == 1 ? " %s" : " (%s)",
                 orq_pg_joined(self->arena, &commands, "; "));
    return true;
}

static bool read_rule_condition(struct trigger *self)
{
    struct orq_pg_cursor *cursor = self->cursor;
    if (!orq_pg_accept(cursor, "where"))
        return true;
    size_t from = cursor->at;
    while (!orq_pg_at_kind(cursor, ORQ_PG_END) && !orq_pg_at(cursor, "do")) {
        if (orq_pg_at(cursor, "("))
            orq_pg_skip_group(cursor);
        else
            cursor->at++;
    }
    orq_str_addf(&self->out, " where %s",
                 orq_pg_part(self->reading, from, cursor->at, orq_pg_expression_normal));
    return true;
}

bool orq_pg_read_rule(struct orq_pg_reading *reading)
{
    struct trigger self = trigger_new(reading);
    if (!orq_pg_read_name(reading) || !orq_pg_expect(reading, "as") ||
        !orq_pg_expect(reading, "on"))
        return false;
    orq_str_addf(&self.out, "on %s", orq_pg_take(self.cursor));
    if (!read_relation(&self, "to") || !read_rule_condition(&self) || !orq_pg_expect(reading, "do"))
        return false;
    orq_str_add(&self.out, " do");
    if (!orq_pg_accept(self.cursor, "also") && orq_pg_accept(self.cursor, "instead"))
        orq_str_add(&self.out, " instead");
    if (!read_commands(&self))
        return false;
    reading->create->text = orq_str_text(&self.out);
    return true;
}
