#include "sql/ddl_private.h"

#include <string.h>

const struct orq_ddl_view *orq_ddl_parse_view(struct orq_arena *arena, const char *text,
                                              struct orq_expr_error *error)
{
    struct orq_ddl_view *view = ORQ_NEW(arena, struct orq_ddl_view);
    struct orq_ddl_parts columns = {0};
    view->text = text;
    view->len = strlen(text);
    struct orq_cursor cursor = orq_cursor_new(arena, text, view->len, error);
    orq_ddl_read_create(&cursor);
    orq_cursor_expect_word(&cursor, ORQ_KW_VIEW, "VIEW is expected here");
    orq_cursor_if_not_exists(&cursor);
    view->name = orq_cursor_object(&cursor, &view->name_text);
    if (orq_cursor_at(&cursor, '('))
        orq_ddl_read_names(&cursor, &columns);
    for (size_t i = 0; i < columns.len; i++)
        ORQ_PUSH(arena, &view->columns, columns.items[i].column);
    orq_cursor_expect_word(&cursor, ORQ_KW_AS, "AS is expected here");
    view->select = orq_ddl_rest(&cursor);
    if (!cursor.failed && view->select.from == view->select.to)
        orq_cursor_fail(&cursor, "a SELECT is expected behind AS");
    return cursor.failed ? NULL : view;
}

const struct orq_ddl_virtual *orq_ddl_parse_virtual(struct orq_arena *arena, const char *text,
                                                    struct orq_expr_error *error)
{
    struct orq_ddl_virtual *table = ORQ_NEW(arena, struct orq_ddl_virtual);
    table->text = text;
    table->len = strlen(text);
    struct orq_cursor cursor = orq_cursor_new(arena, text, table->len, error);
    orq_cursor_expect_word(&cursor, ORQ_KW_CREATE, "CREATE is expected here");
    orq_cursor_expect_word(&cursor, ORQ_KW_VIRTUAL, "VIRTUAL is expected here");
    orq_cursor_expect_word(&cursor, ORQ_KW_TABLE, "TABLE is expected here");
    orq_cursor_if_not_exists(&cursor);
    table->name = orq_cursor_object(&cursor, &table->name_text);
    orq_cursor_expect_word(&cursor, ORQ_KW_USING, "USING is expected here");
    table->module = orq_cursor_name(&cursor, NULL);
    if (orq_cursor_at(&cursor, '('))
        table->arguments = orq_cursor_parentheses(&cursor);
    return orq_cursor_finish(&cursor) ? table : NULL;
}
