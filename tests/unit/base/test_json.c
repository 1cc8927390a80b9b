#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct orq_arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = orq_arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    orq_arena_free(arena);
    return 0;
}

static void nested_values_are_laid_out(void **state)
{
    (void)state;
    struct orq_str out = orq_str_new(arena);
    struct orq_json json = orq_json_new(&out);
    orq_json_open_object(&json);
    orq_json_member(&json, "name", "users");
    orq_json_member(&json, "left out", NULL);
    orq_json_key(&json, "columns");
    orq_json_open_array(&json);
    orq_json_text(&json, "id");
    orq_json_open_object(&json);
    orq_json_key(&json, "null");
    orq_json_bool(&json, false);
    orq_json_close_object(&json);
    orq_json_number(&json, INT64_MIN);
    orq_json_text(&json, NULL);
    orq_json_close_array(&json);
    orq_json_key(&json, "none");
    orq_json_open_array(&json);
    orq_json_close_array(&json);
    orq_json_key(&json, "empty");
    orq_json_open_object(&json);
    orq_json_close_object(&json);
    orq_json_close_object(&json);
    assert_string_equal(orq_str_text(&out), "{\n"
                                            "  \"name\": \"users\",\n"
                                            "  \"columns\": [\n"
                                            "    \"id\",\n"
                                            "    {\n"
                                            "      \"null\": false\n"
                                            "    },\n"
                                            "    -9223372036854775808,\n"
                                            "    null\n"
                                            "  ],\n"
                                            "  \"none\": [],\n"
                                            "  \"empty\": {}\n"
                                            "}\n");
}

static void assert_text(const char *text, const char *expected)
{
    struct orq_str out = orq_str_new(arena);
    struct orq_json json = orq_json_new(&out);
    orq_json_text(&json, text);
    assert_string_equal(orq_str_text(&out), expected);
}

static void every_text_is_escaped(void **state)
{
    (void)state;
    assert_text("a\"b\\c/", "\"a\\\"b\\\\c/\"\n");
    assert_text("\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"\n");
    assert_text("\xC3\xA9\xF0\x9F\x98\x80", "\"\xC3\xA9\xF0\x9F\x98\x80\"\n");
    /* NEL, line separator, right to left, byte order mark, no character */
    assert_text("\xC2\x85\xE2\x80\xA8\xE2\x80\xAE\xEF\xBB\xBF\xEF\xBF\xBF",
                "\"\\u0085\\u2028\\u202e\\ufeff\\uffff\"\n");
    assert_text("x\xFFy\xE2\x82", "\"x\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBD\"\n");
    assert_text("", "\"\"\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nested_values_are_laid_out),
        cmocka_unit_test(every_text_is_escaped),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
