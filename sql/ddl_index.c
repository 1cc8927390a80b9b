#include "sql/ddl_private.h"

#include <string.h>

/* The tokens behind WHERE, without a semicolon at the end and a comment that is not closed. */
static struct orq_range read_where(struct orq_cursor *cursor)
{
    struct orq_range where = {cursor->token.offset, cursor->token.offset};
    while (cursor->token.kind != ORQ_TOKEN_END && cursor->token.kind != ORQ_TOKEN_INVALID &&
           !orq_cursor_at(cursor, ';')) {
        orq_cursor_advance(cursor);
        where.to = cursor->end;
    }
    if (where.from == where.to)
        orq_cursor_fail(cursor, "a condition is expected behind WHERE");
    return where;
}

const struct orq_ddl_index *orq_ddl_parse_index(struct orq_arena *arena, const char *text,
                                                struct orq_expr_error *error)
{
    struct orq_ddl_index *index = ORQ_NEW(arena, struct orq_ddl_index);
    index->text = text;
    index->len = strlen(text);
    struct orq_cursor cursor = orq_cursor_new(arena, text, index->len, error);
    orq_ddl_read_create(&cursor);
    index->unique = orq_cursor_accept_word(&cursor, ORQ_KW_UNIQUE);
    orq_cursor_expect_word(&cursor, ORQ_KW_INDEX, "INDEX is expected here");
    orq_cursor_if_not_exists(&cursor);
    index->name = orq_cursor_object(&cursor, &index->name_text);
    orq_cursor_expect_word(&cursor, ORQ_KW_ON, "ON is expected here");
    index->table = orq_cursor_name(&cursor, &index->table_text);
    orq_ddl_read_parts(&cursor, &index->parts, NULL);
    if (orq_cursor_accept_word(&cursor, ORQ_KW_WHERE))
        index->where = read_where(&cursor);
    return orq_cursor_finish(&cursor) ? index : NULL;
}
