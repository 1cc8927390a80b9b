#include "model/write_node.h"
#include "model/yaml.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const char *written(struct orq_arena *arena, const struct orq_node *root)
{
    struct orq_str out = orq_str_new(arena);
    orq_node_write(&out, root);
    return orq_str_text(&out);
}

static const struct orq_yaml *read_back(struct orq_arena *arena, const char *text)
{
    struct orq_diags *diags = orq_diags_new(arena);
    const struct orq_yaml *root = orq_yaml_parse(arena, "m.yaml", text, strlen(text), diags);
    if (!root)
        fail_msg("%s: in\n%s", orq_diags_at(diags, 0)->message, text);
    return root;
}

static const char *const texts[] = {
    "plain",
    "rating BETWEEN 1 AND 5",
    "",
    " ",
    " leading",
    "trailing ",
    "no",
    "No",
    "on",
    "y",
    "null",
    "~",
    "true",
    "12",
    "-5",
    "1e3",
    ".5",
    "0x1F",
    "0o17",
    "1_000",
    "12:30:00",
    "2026-11-22",
    ".inf",
    "-.nan",
    "<<",
    "=",
    "---",
    "...",
    "- a",
    "-",
    "? a",
    "a: b",
    "a:",
    "a:b",
    ":a",
    "a #b",
    "a#b",
    "#a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "'a'",
    "\"a\"",
    "it's",
    "say \"no\"",
    "'a' || \"b\"",
    "back\\slash",
    "a, b",
    "status IN ('a', 'b')",
    "[a]",
    "{a}",
    "a]",
    "x}",
    "a\tb",
    "a\nb",
    "a\nb\n",
    "a\nb\n\n",
    "\na",
    "\n",
    "\n\n",
    " a\nb",
    "a\n  b\n\n    c",
    "a  \nb ",
    "a\r\nb\r\n",
    "a\r\n  b\r\n\tc",
    "\ta\nb",
    "# a\n# b",
    "a\n# b: c\n---\n...",
    "a\n ",
    "\x01\x1b[0m",
    "\x7f",
    "caf\xc3\xa9 \xe2\x86\x92 \xf0\x9f\x98\x80",
    "\xc2\x85",
    "a\xe2\x80\xa8"
    "b",
    "\xef\xbb\xbf"
    "bom",
    "a\xe2\x80\xae"
    "b",
    "a\nb\xe2\x80\xa9",
    "a  b",
    "sqlite",
};
#define TEXT_COUNT (sizeof texts / sizeof texts[0])

static void every_text_reads_back_in_a_block(void **state)
{
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        struct orq_node *root = orq_node_block_map(*state), *inner = orq_node_block_map(*state);
        struct orq_node *list = orq_node_block_list(*state);
        orq_node_push(*state, list, orq_node_text(*state, texts[i]));
        orq_node_put_text(*state, inner, texts[i], texts[i]);
        orq_node_put(*state, inner, "list", list);
        orq_node_put(*state, root, "inner", inner);
        const struct orq_yaml *map =
            orq_yaml_get(read_back(*state, written(*state, root)), "inner");
        assert_string_equal(map->entries->items[0].key, texts[i]);
        const struct orq_yaml *values[] = {map->entries->items[0].value,
                                           orq_yaml_get(map, "list")->items->items[0]};
        for (size_t j = 0; j < 2; j++) {
            assert_int_equal(values[j]->kind, ORQ_YAML_TEXT);
            assert_string_equal(values[j]->text, texts[i]);
        }
    }
}

static void every_text_reads_back_in_flow(void **state)
{
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        struct orq_node *root = orq_node_block_map(*state), *inner = orq_node_map(*state);
        struct orq_node *list = orq_node_list(*state);
        orq_node_push(*state, list, orq_node_text(*state, texts[i]));
        orq_node_push(*state, list, orq_node_word(*state, "12"));
        orq_node_put_text(*state, inner, texts[i], texts[i]);
        orq_node_put(*state, inner, "list", list);
        orq_node_put(*state, root, "inner", inner);
        const struct orq_yaml *map =
            orq_yaml_get(read_back(*state, written(*state, root)), "inner");
        assert_string_equal(map->entries->items[0].key, texts[i]);
        assert_int_equal(map->entries->items[0].value->kind, ORQ_YAML_TEXT);
        assert_string_equal(map->entries->items[0].value->text, texts[i]);
        assert_string_equal(orq_yaml_get(map, "list")->items->items[0]->text, texts[i]);
        assert_int_equal(orq_yaml_get(map, "list")->items->items[1]->kind, ORQ_YAML_NUMBER);
    }
}

static void quotes_stand_only_where_they_must(void **state)
{
    static const struct {
        const char *text, *block, *flow;
    } rows[] = {
        {"rating BETWEEN 1 AND 5", "rating BETWEEN 1 AND 5", "rating BETWEEN 1 AND 5"},
        {"s IN ('a', 'b')", "s IN ('a', 'b')", "\"s IN ('a', 'b')\""},
        {"no", "\"no\"", "\"no\""},
        {"12:30", "\"12:30\"", "\"12:30\""},
        {"other(id)", "other(id)", "other(id)"},
        {"say \"no\"", "say \"no\"", "say \"no\""},
        {"\"no\"", "'\"no\"'", "'\"no\"'"},
        {"é", "é", "é"},
        {"a\tb", "\"a\\tb\"", "\"a\\tb\""},
        {"c:\\x", "c:\\x", "'c:\\x'"},
        {"2 or 3", "2 or 3", "2 or 3"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct orq_str block = orq_str_new(*state), flow = orq_str_new(*state);
        orq_scalar_write(&block, rows[i].text, false, false);
        orq_scalar_write(&flow, rows[i].text, true, false);
        assert_string_equal(orq_str_text(&block), rows[i].block);
        assert_string_equal(orq_str_text(&flow), rows[i].flow);
    }
}

static void bytes_that_are_no_utf8_are_replaced(void **state)
{
    struct orq_str out = orq_str_new(*state);
    orq_scalar_write(&out, "a\xff\xc3", false, false);
    assert_string_equal(orq_str_text(&out), "\"a\\uFFFD\\uFFFD\"");
}

static void short_maps_flow_and_long_ones_do_not(void **state)
{
    struct orq_node *root = orq_node_block_map(*state), *columns = orq_node_block_map(*state);
    struct orq_node *id = orq_node_map(*state), *wide = orq_node_map(*state);
    orq_node_put_text(*state, id, "type", "integer");
    orq_node_put_true(*state, id, "primary_key", true);
    orq_node_put_text(*state, wide, "type", "text");
    orq_node_put_text(
        *state, wide, "check",
        "length(description) BETWEEN 1 AND 4000 AND description <> 'something or other'");
    orq_node_put(*state, wide, "nothing", orq_node_list(*state));
    orq_node_put(*state, columns, "id", id);
    orq_node_put(*state, columns, "wide", wide);
    orq_node_put(*state, root, "columns", columns);
    assert_string_equal(written(*state, root),
                        "columns:\n"
                        "  id: {type: integer, primary_key: true}\n"
                        "  wide:\n"
                        "    type: text\n"
                        "    check: length(description) BETWEEN 1 AND 4000 AND description <> "
                        "'something or other'\n");
}

static void a_line_may_be_100_characters_wide(void **state)
{
    for (size_t len = 92; len <= 93; len++) {
        char text[94];
        for (size_t i = 0; i < len; i++)
            text[i] = 'a';
        text[len] = '\0';
        struct orq_node *root = orq_node_block_map(*state), *list = orq_node_list(*state);
        orq_node_push(*state, list, orq_node_text(*state, text));
        orq_node_put(*state, root, "list", list);
        const char *line = written(*state, root);
        assert_int_equal(strcspn(line, "\n"), len == 92 ? 100 : 5);
        assert_string_equal(orq_yaml_get(read_back(*state, line), "list")->items->items[0]->text,
                            text);
    }
}

static void several_lines_are_a_literal_block(void **state)
{
    struct orq_node *root = orq_node_block_map(*state), *view = orq_node_map(*state);
    orq_node_put_text(*state, view, "sql", "SELECT a\n\n  FROM t");
    orq_node_put(*state, root, "v", view);
    assert_string_equal(written(*state, root), "v:\n  sql: |-\n    SELECT a\n\n      FROM t\n");

    root = orq_node_block_map(*state);
    orq_node_put_text(*state, root, "sql", "SELECT\r\n  a");
    assert_string_equal(written(*state, root), "sql: \"SELECT\\r\\n\\\n  \\  a\"\n");
}

static void lists_nest(void **state)
{
    struct orq_node *root = orq_node_block_map(*state), *outer = orq_node_block_list(*state);
    struct orq_node *inner = orq_node_block_list(*state), *map = orq_node_block_map(*state);
    orq_node_push(*state, inner, orq_node_word(*state, "1"));
    orq_node_push(*state, inner, orq_node_word(*state, "2"));
    orq_node_put_text(*state, map, "a", "x");
    orq_node_put_text(*state, map, "b", "z");
    orq_node_push(*state, outer, inner);
    orq_node_push(*state, outer, map);
    orq_node_put(*state, root, "list", outer);
    const char *text = written(*state, root);
    assert_string_equal(text, "list:\n  - - 1\n    - 2\n  - a: x\n    b: z\n");
    const struct orq_yaml *list = orq_yaml_get(read_back(*state, text), "list");
    assert_string_equal(list->items->items[0]->items->items[1]->text, "2");
    assert_string_equal(orq_yaml_get(list->items->items[1], "b")->text, "z");
}

static void a_key_may_be_longer_than_a_simple_one(void **state)
{
    char key[3001];
    memset(key, 'k', 3000);
    key[3000] = '\0';
    struct orq_node *root = orq_node_block_map(*state), *map = orq_node_map(*state);
    orq_node_put_text(*state, map, key, "value");
    orq_node_put(*state, root, "map", map);
    orq_node_put_text(*state, root, "after", "all");
    const struct orq_yaml *yaml = read_back(*state, written(*state, root));
    assert_string_equal(orq_yaml_get(orq_yaml_get(yaml, "map"), key)->text, "value");
    assert_string_equal(orq_yaml_get(yaml, "after")->text, "all");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_text_reads_back_in_a_block, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(every_text_reads_back_in_flow, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(quotes_stand_only_where_they_must, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(bytes_that_are_no_utf8_are_replaced, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(short_maps_flow_and_long_ones_do_not, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(a_line_may_be_100_characters_wide, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(several_lines_are_a_literal_block, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(lists_nest, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(a_key_may_be_longer_than_a_simple_one, arena_set_up,
                                        arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
