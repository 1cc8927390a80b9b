#include "base/json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct orq_json orq_json_new(struct orq_str *out)
{
    return (struct orq_json){.out = out, .first = true};
}

static void new_line(struct orq_json *json)
{
    orq_str_addc(json->out, '\n');
    for (unsigned i = 0; i < json->depth; i++)
        orq_str_add(json->out, "  ");
}

/* What stands between the value before and the one that comes. */
static void before_value(struct orq_json *json)
{
    if (json->keyed) {
        json->keyed = false;
        return;
    }
    if (!json->first)
        orq_str_addc(json->out, ',');
    if (json->depth > 0)
        new_line(json);
    json->first = false;
}

static void after_value(struct orq_json *json)
{
    if (json->depth == 0) {
        orq_str_addc(json->out, '\n');
        json->first = true;
    }
}

static void open_group(struct orq_json *json, char bracket)
{
    before_value(json);
    orq_str_addc(json->out, bracket);
    json->depth++;
    json->first = true;
}

static void close_group(struct orq_json *json, char bracket)
{
    json->depth--;
    if (!json->first)
        new_line(json);
    orq_str_addc(json->out, bracket);
    json->first = false;
    after_value(json);
}

void orq_json_open_object(struct orq_json *json)
{
    open_group(json, '{');
}

void orq_json_close_object(struct orq_json *json)
{
    close_group(json, '}');
}

void orq_json_open_array(struct orq_json *json)
{
    open_group(json, '[');
}

void orq_json_close_array(struct orq_json *json)
{
    close_group(json, ']');
}

static void add_escaped(struct orq_str *out, const char *text, size_t len)
{
    static const char escaped[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    const char *found = len == 1 ? strchr(escaped, *text) : NULL;
    unsigned long point = orq_utf8_point(text, len);
    if (found) {
        orq_str_addc(out, '\\');
        orq_str_addc(out, letters[found - escaped]);
    } else if (orq_utf8_hidden(point)) { /* none is beyond U+FFFF */
        orq_str_addf(out, "\\u%04lx", point);
    } else {
        orq_str_addn(out, text, len);
    }
}

static void add_quoted(struct orq_str *out, const char *text)
{
    size_t len = strlen(text);
    orq_str_addc(out, '"');
    for (size_t i = 0; i < len;) {
        size_t step = orq_utf8_length(text + i, len - i);
        if (step > 0)
            add_escaped(out, text + i, step);
        else
            orq_str_add(out, "\xEF\xBF\xBD");
        i += step > 0 ? step : 1;
    }
    orq_str_addc(out, '"');
}

void orq_json_key(struct orq_json *json, const char *key)
{
    before_value(json);
    add_quoted(json->out, key);
    orq_str_add(json->out, ": ");
    json->keyed = true;
}

void orq_json_text(struct orq_json *json, const char *text)
{
    before_value(json);
    if (text)
        add_quoted(json->out, text);
    else
        orq_str_add(json->out, "null");
    after_value(json);
}

void orq_json_number(struct orq_json *json, int64_t number)
{
    before_value(json);
    orq_str_addf(json->out, "%" PRId64, number);
    after_value(json);
}

void orq_json_bool(struct orq_json *json, bool value)
{
    before_value(json);
    orq_str_add(json->out, value ? "true" : "false");
    after_value(json);
}

void orq_json_written(struct orq_json *json, const char *text)
{
    size_t len = strlen(text);
    before_value(json);
    while (len > 0 && text[len - 1] == '\n')
        len--;
    /* A line break is the writer's: in a text it is escaped. */
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\n')
            new_line(json);
        else
            orq_str_addc(json->out, text[i]);
    }
    after_value(json);
}

void orq_json_member(struct orq_json *json, const char *key, const char *text)
{
    if (!text)
        return;
    orq_json_key(json, key);
    orq_json_text(json, text);
}

/* -- as YAML -- */

/* The number behind \u at text; 0: there is none. */
static unsigned long escaped_point(const char *text)
{
    char digits[5] = "";
    if (strncmp(text, "\\u", 2) != 0 || strspn(text + 2, "0123456789abcdefABCDEF") < 4)
        return 0;
    memcpy(digits, text + 2, 4);
    return strtoul(digits, NULL, 16);
}

struct orq_str orq_json_as_yaml(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < len;) {
        unsigned long high = len - i < 12 ? 0 : escaped_point(text + i);
        unsigned long low = high >> 10 == 0xD800 >> 10 ? escaped_point(text + i + 6) : 0;
        bool pair = low >> 10 == 0xDC00 >> 10;
        if (pair)
            orq_str_addf(&out, "\\U%08lx", 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF));
        else
            orq_str_addn(&out, text + i, text[i] == '\\' && i + 1 < len ? 2 : 1);
        i += pair ? 12 : text[i] == '\\' && i + 1 < len ? 2 : 1;
    }
    return out;
}
