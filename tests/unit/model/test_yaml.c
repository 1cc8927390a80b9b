#include "base/str.h"
#include "model/yaml.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <string.h>
#include <cmocka.h>

static const struct orq_yaml *parse(void **state, const char *text)
{
    struct fixture *fixture = *state;
    return orq_yaml_parse(fixture->arena, "t.yaml", text, strlen(text), fixture->diags);
}

static const struct orq_yaml *parse_value(void **state, const char *text)
{
    struct fixture *fixture = *state;
    const struct orq_yaml *root = parse(state, orq_arena_printf(fixture->arena, "key: %s\n", text));
    assert_non_null(root);
    return orq_yaml_get(root, "key");
}

static void assert_fault(void **state, const char *text, size_t line, size_t column,
                         const char *message)
{
    struct fixture *fixture = *state;
    size_t before = orq_diags_len(fixture->diags);
    assert_null(parse(state, text));
    assert_true(orq_diags_len(fixture->diags) > before);
    const struct orq_diag *diag = orq_diags_at(fixture->diags, before);
    assert_non_null(strstr(diag->message, message));
    assert_int_equal(diag->at.line, line);
    assert_int_equal(diag->at.column, column);
    assert_string_equal(diag->at.file, "t.yaml");
}

static void scalars_follow_the_core_rules(void **state)
{
    static const struct {
        const char *text;
        enum orq_yaml_kind kind;
    } rows[] = {
        {"true", ORQ_YAML_BOOL},       {"false", ORQ_YAML_BOOL},  {"yes", ORQ_YAML_TEXT},
        {"no", ORQ_YAML_TEXT},         {"on", ORQ_YAML_TEXT},     {"off", ORQ_YAML_TEXT},
        {"12:30", ORQ_YAML_TEXT},      {"12", ORQ_YAML_NUMBER},   {"-0012", ORQ_YAML_NUMBER},
        {"0x1F", ORQ_YAML_NUMBER},     {"0o17", ORQ_YAML_NUMBER}, {"1.50", ORQ_YAML_NUMBER},
        {".5", ORQ_YAML_NUMBER},       {"1e3", ORQ_YAML_NUMBER},  {"-.inf", ORQ_YAML_NUMBER},
        {".nan", ORQ_YAML_NUMBER},     {"1_000", ORQ_YAML_TEXT},  {"0x", ORQ_YAML_TEXT},
        {"1e", ORQ_YAML_TEXT},         {".", ORQ_YAML_TEXT},      {"-x", ORQ_YAML_TEXT},
        {"null", ORQ_YAML_NULL},       {"~", ORQ_YAML_NULL},      {"", ORQ_YAML_NULL},
        {"nUll", ORQ_YAML_TEXT},       {"'5'", ORQ_YAML_TEXT},    {"\"true\"", ORQ_YAML_TEXT},
        {"2024-01-01", ORQ_YAML_TEXT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct orq_yaml *node = parse_value(state, rows[i].text);
        if (node->kind != rows[i].kind)
            fail_msg("%s is %s", rows[i].text, orq_yaml_kind_word(node));
    }
}

static void numbers_keep_their_spelling(void **state)
{
    assert_string_equal(parse_value(state, "0012")->text, "0012");
    assert_string_equal(parse_value(state, "1.50")->text, "1.50");
}

static void columns_are_counted_in_characters(void **state)
{
    const struct orq_yaml *root = parse(state, "ñandú: {größe: 1}\n");
    assert_non_null(root);
    assert_int_equal(orq_yaml_key_at(&root->entries->items[0].value->entries->items[0]).column, 9);
    assert_int_equal(orq_yaml_at(root->entries->items[0].value->entries->items[0].value).column,
                     16);
}

static void a_byte_order_mark_is_no_character(void **state)
{
    const struct orq_yaml *root = parse(state, "\xef\xbb\xbf"
                                               "a: 1\n");
    assert_non_null(root);
    assert_int_equal(orq_yaml_key_at(&root->entries->items[0]).column, 1);
    assert_string_equal(root->entries->items[0].key, "a");
}

static void an_alias_shares_its_node(void **state)
{
    const struct orq_yaml *root = parse(state, "a: &x {b: 1}\nc: *x\n");
    assert_non_null(root);
    assert_ptr_equal(orq_yaml_get(root, "a"), orq_yaml_get(root, "c"));
}

static void written_keys_win_over_merged_ones(void **state)
{
    const struct orq_yaml *root =
        parse(state, "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], z: 3, w: 3}\n");
    assert_non_null(root);
    const struct orq_yaml *c = orq_yaml_get(root, "c");
    assert_int_equal(c->entries->len, 4);
    assert_string_equal(orq_yaml_get(c, "x")->text, "1");
    assert_string_equal(orq_yaml_get(c, "y")->text, "1");
    assert_string_equal(orq_yaml_get(c, "z")->text, "3");
    assert_string_equal(c->entries->items[0].key, "x");
}

static void merging_wants_maps(void **state)
{
    assert_fault(state, "a: &a 5\nb: {<<: *a}\n", 1, 4, "<< takes a map");
}

static void nothing_is_an_empty_map(void **state)
{
    static const char *const texts[] = {"", "# a comment\n", "---\n", "\n\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const struct orq_yaml *root = parse(state, texts[i]);
        assert_non_null(root);
        assert_int_equal(root->kind, ORQ_YAML_MAP);
        assert_int_equal(root->entries->len, 0);
    }
}

static void faults_have_their_place(void **state)
{
    assert_fault(state, "a: 1\nb: 2\na: 3\n", 3, 1, "second time");
    assert_fault(state, "a: 1\n---\nb: 2\n", 2, 1, "second document");
    assert_fault(state, "a: !!int 1\n", 1, 4, "a tag (!!int)");
    assert_fault(state, "a: !mine {}\n", 1, 4, "a tag (!mine)");
    assert_fault(state, "é: *x\n", 1, 4, "no anchor &x");
    assert_fault(state, "a: &x [1, *x]\n", 1, 11, "inside its own anchor");
    assert_fault(state, "? [a]\n: 1\n", 1, 3, "a key is a text");
    assert_fault(state, "a: 'x\n", 1, 4, "never closed");
    assert_fault(state, "a: {b: 1\n", 1, 4, "never closed");
    assert_fault(state, "a: 1\n b: 2\n", 2, 3, "':' cannot stand here");
}

static void bytes_that_are_no_text_have_their_place(void **state)
{
    assert_fault(state, "a: 1\nñ: \xff\n", 2, 4, "not UTF-8");
    assert_fault(state, "a: \x07\n", 1, 4, "control character");
    assert_fault(state, "a: \"\\0\"\n", 1, 4, "zero byte");
}

static void tabs_are_refused_outside_of_texts(void **state)
{
    assert_fault(state, "a:\n\tb: 1\n", 2, 1, "a tab");
    assert_fault(state, "a:\tb\n", 1, 3, "a tab");
    assert_fault(state, "a: {b: 1,\tc: 2}\n", 1, 10, "a tab");
    assert_non_null(parse(state, "a: |\n  x\n  \ty\nb: 'x\ty' #\tz\n"));
}

static void many_keys_are_told_apart(void **state)
{
    struct fixture *fixture = *state;
    struct orq_str text = orq_str_new(fixture->arena);
    for (int i = 0; i < 1000; i++)
        orq_str_addf(&text, "k%d: %d\n", i, i);
    const struct orq_yaml *root = parse(state, orq_str_text(&text));
    assert_non_null(root);
    assert_int_equal(root->entries->len, 1000);
    orq_str_add(&text, "k77: again\n");
    assert_fault(state, orq_str_text(&text), 1001, 1, "\"k77\"");
}

static void what_expands_without_end_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct orq_str text = orq_str_new(fixture->arena);
    orq_str_add(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
        orq_str_addf(&text, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            orq_str_addf(&text, "%s*a%d", j == 0 ? "" : ", ", i - 1);
        orq_str_add(&text, "]\n");
    }
    assert_null(parse(state, orq_str_text(&text)));
    assert_non_null(strstr(orq_diags_at(fixture->diags, 0)->message, "1000000 nodes"));
}

static void what_is_nested_without_end_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct orq_str text = orq_str_new(fixture->arena);
    orq_str_add(&text, "a: ");
    for (int i = 0; i < 500; i++)
        orq_str_addc(&text, '[');
    assert_fault(state, orq_str_text(&text), 1, 103, "deeper than 100");
}

static void a_cut_expression_is_shown_whole_and_quoted(void **state)
{
    struct fixture *fixture = *state;
    assert_fault(state, "a: {check: x IN ('a', 'b') OR y > 1, c: 1}\n", 1, 12, "is cut");
    assert_non_null(
        strstr(orq_diags_at(fixture->diags, 0)->hint, "check: \"x IN ('a', 'b') OR y > 1\""));
    assert_fault(state, "a: {check: x IN (1, 2), c: 1}\n", 1, 12, "is cut");
    assert_int_equal(orq_diags_len(fixture->diags), 2);
}

static void every_fault_is_found_in_one_run(void **state)
{
    struct fixture *fixture = *state;
    assert_null(parse(state, "a: 1\na: 2\nb: !!str 3\nc: *d\ne:\t1\n"));
    assert_int_equal(orq_diags_errors(fixture->diags), 4);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(scalars_follow_the_core_rules),
        TEST(numbers_keep_their_spelling),
        TEST(columns_are_counted_in_characters),
        TEST(a_byte_order_mark_is_no_character),
        TEST(an_alias_shares_its_node),
        TEST(written_keys_win_over_merged_ones),
        TEST(merging_wants_maps),
        TEST(nothing_is_an_empty_map),
        TEST(faults_have_their_place),
        TEST(bytes_that_are_no_text_have_their_place),
        TEST(tabs_are_refused_outside_of_texts),
        TEST(many_keys_are_told_apart),
        TEST(what_expands_without_end_is_refused),
        TEST(what_is_nested_without_end_is_refused),
        TEST(a_cut_expression_is_shown_whole_and_quoted),
        TEST(every_fault_is_found_in_one_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
