#include "tests/unit/sql/cmocka_all.h"

#include "sql/keyword_private.h"
#include "sql/token.h"

#include <sqlite3.h>
#include <string.h>

/* One letter a token, in the order of the enum. */
static const char *shape(struct orq_arena *arena, const char *text)
{
    static const char letters[] = ".wqbksxifvp!";
    struct orq_tokens tokens = orq_tokens_of(arena, text, strlen(text));
    struct orq_str out = orq_str_new(arena);
    size_t at = 0;
    for (size_t i = 0; i < tokens.len; i++) {
        assert_int_equal(tokens.items[i].leading, at);
        assert_true(tokens.items[i].offset >= at);
        at = tokens.items[i].offset + tokens.items[i].len;
        orq_str_addc(&out, letters[tokens.items[i].kind]);
    }
    assert_int_equal(at, strlen(text));
    return orq_str_text(&out);
}

static void tokens_are_those_of_sqlite(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shape;
    } cases[] = {
        {"", "."},
        {"  -- only a comment", "."},
        {"/* a */ /**/ /***/", "."},
        {"select A_1 $", "ww!."},
        {"a$b \xC3\xA9t\xC3\xA9", "ww."},
        {"\xEF\xBB\xBFselect", "w."},
        {"\"a\"\"b\" [c\"d] `e``f` 'g''h'", "qbks."},
        {"x'00' X'aB' x'' xy", "xxxw."},
        {"1 0x1F 1.5 .5 1. 1e3 1E+3 1.5e-3", "iifffff"
                                             "f."},
        {"?1 ? :a @b $c #d $e::f(g)", "vvvvvvvpwp."},
        {"->>->-", "ppp."},
        {"||| == = != <> <= << < >= >> >", "pppppppppppp."},
        {"a.b(c,d);", "wpwpwpwpp."},
        {"a--b\nc", "ww."},
        {"1-- x", "i."},
        {"1e", "!."},
        {"12abc 1", "!."},
        {"x'0'", "!."},
        {"x'0g'", "!."},
        {"a 'b", "w!."},
        {"a \"b c", "w!."},
        {"a [b", "w!."},
        {"a /* b", "w!."},
        {"a /*/ b", "w!."},
        {"a ! b", "w!."},
        {"a \\ b", "w!."},
        {":", "!."},
        {"\v", "!."},
        {" \v", "."},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (strcmp(shape(arena, cases[i].text), cases[i].shape) != 0)
            fail_msg("%s is %s", cases[i].text, shape(arena, cases[i].text));
    orq_arena_free(arena);
}

static void a_byte_0_ends_what_can_be_read(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_tokens tokens = orq_tokens_of(arena, "a \0b", 4);
    assert_int_equal(tokens.len, 3);
    assert_int_equal(tokens.items[1].kind, ORQ_TOKEN_INVALID);
    assert_int_equal(orq_tokens_of(arena, "'a\0b'", 5).items[0].kind, ORQ_TOKEN_INVALID);
    orq_arena_free(arena);
}

static void names_are_unquoted(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\"a\"\"b\"", "a\"b"}, {"[a\"b]", "a\"b"}, {"`a``b`", "a`b"}, {"'a''b'", "a'b"},
        {"\"\"", ""},           {"''''", "'"},      {"Ab", "Ab"},      {"[]", ""}};
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_tokens tokens = orq_tokens_of(arena, cases[i][0], strlen(cases[i][0]));
        assert_string_equal(orq_token_name(arena, cases[i][0], tokens.items[0]), cases[i][1]);
    }
    orq_arena_free(arena);
}

static void quoted_words_are_no_keywords(void **state)
{
    (void)state;
    const char *text = "Select \"select\" (";
    struct orq_arena *arena = orq_arena_new();
    struct orq_tokens tokens = orq_tokens_of(arena, text, strlen(text));
    assert_true(orq_token_is(text, tokens.items[0], "SELECT"));
    assert_false(orq_token_is(text, tokens.items[1], "SELECT"));
    assert_true(orq_token_is(text, tokens.items[2], "("));
    orq_arena_free(arena);
}

static void every_keyword_of_sqlite_is_known(void **state)
{
    (void)state;
    int known = 2; /* TRUE and FALSE, which SQLite does not count */
    for (int i = 0; i < sqlite3_keyword_count(); i++) {
        const char *word;
        int len;
        sqlite3_keyword_name(i, &word, &len);
        enum orq_keyword keyword = orq_keyword_of(word, (size_t)len);
        assert_int_not_equal(keyword, ORQ_KW_NONE);
        assert_int_equal(strlen(orq_keyword_text(keyword)), len);
        assert_memory_equal(orq_keyword_text(keyword), word, (size_t)len);
        known++;
    }
    assert_int_equal(known, ORQ_KW_COUNT - 1);
    assert_int_equal(orq_keyword_of("tRuE", 4), ORQ_KW_TRUE);
    assert_int_equal(orq_keyword_of("current_timestamps", 18), ORQ_KW_NONE);
    assert_int_equal(orq_keyword_of("", 0), ORQ_KW_NONE);
    assert_int_equal(orq_keyword_of("rowid", 5), ORQ_KW_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_those_of_sqlite),
        cmocka_unit_test(a_byte_0_ends_what_can_be_read),
        cmocka_unit_test(names_are_unquoted),
        cmocka_unit_test(quoted_words_are_no_keywords),
        cmocka_unit_test(every_keyword_of_sqlite_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
