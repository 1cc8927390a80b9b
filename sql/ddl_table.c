#include "sql/ddl_private.h"

#include <stdint.h>
#include <string.h>

/* Large schemas have many small lists: each is read into one that is used again, and kept at
 * its exact size. */
struct table_reader {
    struct orq_cursor cursor;
    struct orq_ddl_table *table;
    struct orq_ddl_constraints constraints; /* of the column, or the table, at hand */
    struct orq_ddl_constraint *last_key;    /* the last foreign key that was kept */
};

static bool at_type_word(const struct orq_cursor *cursor)
{
    bool generated = cursor->word == ORQ_KW_GENERATED && cursor->ahead_word == ORQ_KW_ALWAYS;
    return orq_cursor_at_name(cursor, true) && !generated;
}

/* Words, then one pair of parentheses. */
static struct orq_range read_type(struct orq_cursor *cursor)
{
    struct orq_range type = {cursor->token.offset, cursor->token.offset};
    while (at_type_word(cursor)) {
        orq_cursor_advance(cursor);
        type.to = cursor->end;
    }
    if (type.to > type.from && orq_cursor_at(cursor, '(')) {
        orq_cursor_parentheses(cursor);
        type.to = cursor->end;
    }
    return type;
}

/* Gives a DEFERRABLE that stands apart to the last foreign key before it. */
static void follow_deferrable(struct table_reader *self, struct orq_ddl_constraint *key)
{
    const struct orq_ddl_constraints *all = &self->constraints;
    const struct orq_ddl_constraint *apart = &all->items[all->len - 1];
    if (!key)
        key = self->last_key;
    if (!key || apart->kind == ORQ_DDL_REFERENCES || !apart->deferrable_written)
        return;
    key->deferrable_written = true;
    key->not_deferrable = apart->not_deferrable;
    key->initially_deferred = apart->initially_deferred;
}

static bool at_end_of_constraints(const struct orq_cursor *cursor, enum orq_ddl_level level)
{
    return cursor->token.kind == ORQ_TOKEN_END || orq_cursor_at(cursor, ')') ||
           (level == ORQ_DDL_OF_COLUMN && orq_cursor_at(cursor, ','));
}

/* Commas between table constraints may be missing. */
static struct orq_ddl_constraints read_constraints(struct table_reader *self,
                                                   enum orq_ddl_level level)
{
    struct orq_cursor *cursor = &self->cursor;
    struct orq_ddl_constraints *all = &self->constraints;
    size_t key = SIZE_MAX;
    all->len = 0;
    while (!at_end_of_constraints(cursor, level)) {
        struct orq_ddl_constraint constraint;
        if (!orq_ddl_read_constraint(cursor, level, &constraint))
            break;
        ORQ_PUSH(cursor->arena, all, constraint);
        follow_deferrable(self, key == SIZE_MAX ? NULL : &all->items[key]);
        if (constraint.kind == ORQ_DDL_REFERENCES)
            key = all->len - 1;
        if (level == ORQ_DDL_OF_TABLE && orq_cursor_accept(cursor, ',') &&
            orq_cursor_at(cursor, ')'))
            orq_cursor_fail(cursor, "a constraint is expected behind the comma");
    }
    struct orq_ddl_constraints kept = {.len = all->len, .cap = all->len};
    if (all->len == 0)
        return kept;
    kept.items = ORQ_NEW_ARRAY(cursor->arena, struct orq_ddl_constraint, all->len);
    memcpy(kept.items, all->items, all->len * sizeof *all->items);
    if (key != SIZE_MAX)
        self->last_key = &kept.items[key];
    return kept;
}

static void read_column(struct table_reader *self)
{
    struct orq_cursor *cursor = &self->cursor;
    struct orq_ddl_column column = {0};
    column.name = orq_cursor_name(cursor, &column.name_text);
    if (!column.name)
        return;
    column.type = read_type(cursor);
    column.constraints = read_constraints(self, ORQ_DDL_OF_COLUMN);
    column.text = (struct orq_range){column.name_text.from, cursor->end};
    ORQ_PUSH(cursor->arena, &self->table->columns, column);
}

static void read_body(struct table_reader *self)
{
    struct orq_cursor *cursor = &self->cursor;
    if (cursor->word == ORQ_KW_AS) {
        orq_cursor_fail(cursor, "a table that a SELECT makes has no columns of its own");
        return;
    }
    orq_cursor_expect(cursor, '(', "the columns in parentheses are expected here");
    self->table->body.from = cursor->end;
    do {
        if (self->table->columns.len > 0 && orq_ddl_at_table_constraint(cursor)) {
            self->table->constraints = read_constraints(self, ORQ_DDL_OF_TABLE);
            break;
        }
        read_column(self);
    } while (orq_cursor_accept(cursor, ','));
    self->table->body.to = cursor->token.offset;
    orq_cursor_expect(cursor, ')', "a constraint, a comma or a parenthesis is expected here");
}

static void read_options(struct table_reader *self)
{
    struct orq_cursor *cursor = &self->cursor;
    struct orq_range *options = &self->table->options;
    *options = (struct orq_range){cursor->token.offset, cursor->token.offset};
    while (cursor->token.kind == ORQ_TOKEN_WORD) {
        if (orq_cursor_accept_word(cursor, ORQ_KW_WITHOUT)) {
            if (!orq_token_is(cursor->text, cursor->token, "ROWID"))
                orq_cursor_fail(cursor, "ROWID is expected behind WITHOUT");
            self->table->without_rowid = true;
        } else if (orq_token_is(cursor->text, cursor->token, "STRICT")) {
            self->table->strict = true;
        } else {
            orq_cursor_fail(cursor, "an option of a table is WITHOUT ROWID or STRICT");
        }
        orq_cursor_advance(cursor);
        options->to = cursor->end;
        orq_cursor_accept(cursor, ',');
    }
}

const struct orq_ddl_table *orq_ddl_parse_table(struct orq_arena *arena, const char *text,
                                                struct orq_expr_error *error)
{
    struct table_reader self = {.table = ORQ_NEW(arena, struct orq_ddl_table)};
    struct orq_cursor *cursor = &self.cursor;
    self.table->text = text;
    self.table->len = strlen(text);
    *cursor = orq_cursor_new(arena, text, self.table->len, error);
    orq_ddl_read_create(cursor);
    orq_cursor_expect_word(cursor, ORQ_KW_TABLE, "TABLE is expected here");
    orq_cursor_if_not_exists(cursor);
    self.table->name = orq_cursor_object(cursor, &self.table->name_text);
    read_body(&self);
    read_options(&self);
    return orq_cursor_finish(cursor) ? self.table : NULL;
}
