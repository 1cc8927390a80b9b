#include "sql/ddl_private.h"

#include <stdint.h>
#include <string.h>

struct table_reader {
    struct orq_cursor cursor;
    struct orq_ddl_table *table;
    bool any_key; /* the last foreign key, and where it stands; column SIZE_MAX: at table level */
    size_t key_column, key_index;
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

/* Remembers the last foreign key; gives its words to it that stand apart from it. */
static void follow_keys(struct table_reader *self, size_t column, size_t index,
                        const struct orq_ddl_constraint *constraint)
{
    struct orq_ddl_table *table = self->table;
    if (constraint->kind == ORQ_DDL_REFERENCES) {
        self->key_column = column;
        self->key_index = index;
        self->any_key = true;
    } else if (constraint->deferrable_written && self->any_key) {
        struct orq_ddl_constraints *of = self->key_column == SIZE_MAX
                                             ? &table->constraints
                                             : &table->columns.items[self->key_column].constraints;
        struct orq_ddl_constraint *key = &of->items[self->key_index];
        key->deferrable_written = true;
        key->not_deferrable = constraint->not_deferrable;
        key->initially_deferred = constraint->initially_deferred;
    }
}

static void read_column(struct table_reader *self)
{
    struct orq_cursor *cursor = &self->cursor;
    struct orq_ddl_columns *columns = &self->table->columns;
    struct orq_ddl_column named = {0};
    named.name = orq_cursor_name(cursor, &named.name_text);
    if (!named.name)
        return;
    named.type = read_type(cursor);
    ORQ_PUSH(cursor->arena, columns, named);
    struct orq_ddl_column *column = &columns->items[columns->len - 1];
    while (cursor->token.kind != ORQ_TOKEN_END && !orq_cursor_at(cursor, ',') &&
           !orq_cursor_at(cursor, ')')) {
        struct orq_ddl_constraint constraint;
        if (!orq_ddl_read_constraint(cursor, ORQ_DDL_OF_COLUMN, &constraint))
            return;
        ORQ_PUSH(cursor->arena, &column->constraints, constraint);
        follow_keys(self, columns->len - 1, column->constraints.len - 1, &constraint);
    }
    column->text = (struct orq_range){named.name_text.from, cursor->end};
}

/* Commas between table constraints may be missing. */
static void read_table_constraints(struct table_reader *self)
{
    struct orq_cursor *cursor = &self->cursor;
    struct orq_ddl_constraints *constraints = &self->table->constraints;
    while (cursor->token.kind != ORQ_TOKEN_END && !orq_cursor_at(cursor, ')')) {
        struct orq_ddl_constraint constraint;
        if (!orq_ddl_read_constraint(cursor, ORQ_DDL_OF_TABLE, &constraint))
            return;
        ORQ_PUSH(cursor->arena, constraints, constraint);
        follow_keys(self, SIZE_MAX, constraints->len - 1, &constraint);
        if (orq_cursor_accept(cursor, ',') && orq_cursor_at(cursor, ')'))
            orq_cursor_fail(cursor, "a constraint is expected behind the comma");
    }
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
            read_table_constraints(self);
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
