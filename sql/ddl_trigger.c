#include "sql/ddl_private.h"

#include <string.h>

static const char *read_time(struct orq_cursor *cursor)
{
    if (orq_cursor_accept_word(cursor, ORQ_KW_AFTER))
        return "AFTER";
    if (orq_cursor_accept_word(cursor, ORQ_KW_INSTEAD)) {
        orq_cursor_expect_word(cursor, ORQ_KW_OF, "OF is expected behind INSTEAD");
        return "INSTEAD OF";
    }
    orq_cursor_accept_word(cursor, ORQ_KW_BEFORE);
    return "BEFORE";
}

static const char *read_event(struct orq_cursor *cursor, struct orq_strings *columns)
{
    if (orq_cursor_accept_word(cursor, ORQ_KW_INSERT))
        return "INSERT";
    if (orq_cursor_accept_word(cursor, ORQ_KW_DELETE))
        return "DELETE";
    orq_cursor_expect_word(cursor, ORQ_KW_UPDATE, "INSERT, UPDATE or DELETE is expected here");
    if (!orq_cursor_accept_word(cursor, ORQ_KW_OF))
        return "UPDATE";
    do {
        const char *column = orq_cursor_name(cursor, NULL);
        if (column)
            ORQ_PUSH(cursor->arena, columns, column);
    } while (orq_cursor_accept(cursor, ','));
    return "UPDATE";
}

const struct orq_ddl_trigger *orq_ddl_parse_trigger(struct orq_arena *arena, const char *text,
                                                    struct orq_expr_error *error)
{
    struct orq_ddl_trigger *trigger = ORQ_NEW(arena, struct orq_ddl_trigger);
    trigger->text = text;
    trigger->len = strlen(text);
    struct orq_cursor cursor = orq_cursor_new(arena, text, trigger->len, error);
    orq_ddl_read_create(&cursor);
    orq_cursor_expect_word(&cursor, ORQ_KW_TRIGGER, "TRIGGER is expected here");
    orq_cursor_if_not_exists(&cursor);
    trigger->name = orq_cursor_object(&cursor, &trigger->name_text);
    trigger->rest.from = cursor.token.offset;
    trigger->time = read_time(&cursor);
    trigger->event = read_event(&cursor, &trigger->update_of);
    orq_cursor_expect_word(&cursor, ORQ_KW_ON, "ON is expected here");
    trigger->table = orq_cursor_object(&cursor, &trigger->table_text);
    trigger->rest.to = orq_ddl_rest(&cursor).to;
    return cursor.failed ? NULL : trigger;
}
