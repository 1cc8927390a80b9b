/* Writing JSON, two spaces an indent. Commas and line breaks are the writer's:
 * the caller only says what comes. Every text is escaped, with what nobody
 * would see in it (orq_utf8_hidden), so that it can stand at a terminal and is
 * YAML too; bytes that are no UTF-8 are replaced by U+FFFD.
 * The outermost value ends with a line break. */
#ifndef ORQ_BASE_JSON_H
#define ORQ_BASE_JSON_H

#include "base/str.h"

#include <stdint.h>

struct orq_json {
    struct orq_str *out;
    unsigned depth;
    bool first; /* nothing was written at this depth yet */
    bool keyed; /* a key was written, its value comes next */
};

struct orq_json orq_json_new(struct orq_str *out);
void orq_json_open_object(struct orq_json *json);
void orq_json_close_object(struct orq_json *json);
void orq_json_open_array(struct orq_json *json);
void orq_json_close_array(struct orq_json *json);
void orq_json_key(struct orq_json *json, const char *key);
void orq_json_text(struct orq_json *json, const char *text); /* NULL: null */
void orq_json_number(struct orq_json *json, int64_t number);
void orq_json_bool(struct orq_json *json, bool value);
/* JSON for a reader of YAML, which differs in one: a character beyond U+FFFF, which other programs
 * write as two escapes (\ud83d\ude00), is one there. */
struct orq_str orq_json_as_yaml(struct orq_arena *arena, const char *text, size_t len);
/* A value that another struct orq_json wrote, whole. */
void orq_json_written(struct orq_json *json, const char *text);
/* key and text in one call; nothing at all when text is NULL. */
void orq_json_member(struct orq_json *json, const char *key, const char *text);

#endif
