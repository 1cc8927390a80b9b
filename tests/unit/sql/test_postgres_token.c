#include "tests/unit/sql/cmocka_all.h"

#include "sql/postgres_token.h"
#include "sql/split.h"

#include <string.h>

static const char *const kinds[] = {"end",    "w",     "q",  "s", "bits",
                                    "number", "param", "op", "p", "invalid"};

/* "kind:text" of each token, with blanks between. */
static const char *tokens(struct orq_arena *arena, const char *text)
{
    struct orq_pg_tokens list = orq_pg_tokens_of(arena, text, strlen(text));
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i + 1 < list.len; i++) {
        struct orq_pg_token token = list.items[i];
        orq_str_addf(&out, "%s%s:%.*s", i > 0 ? " " : "", kinds[token.kind], (int)token.len,
                     text + token.offset);
    }
    return orq_str_text(&out);
}

static void tokens_are_the_servers(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a.B$1 _x é1", "w:a p:. w:B$1 w:_x w:é1"},
        {"\"a\"\"b\" U&\"d\\0061t\" u&\"!\" UESCAPE '!'",
         "q:\"a\"\"b\" q:U&\"d\\0061t\" q:u&\"!\" UESCAPE '!'"},
        {"'it''s' E'a\\'b' N'x' U&'x' UESCAPE '!'",
         "s:'it''s' s:E'a\\'b' s:N'x' s:U&'x' UESCAPE '!'"},
        {"'a' -- c\n 'b'", "s:'a' -- c\n 'b'"},
        {"'a' 'b'", "s:'a' s:'b'"},
        {"$$a'b$$ $x$ $$ $x$ $1", "s:$$a'b$$ s:$x$ $$ $x$ param:$1"},
        {"B'01' x'1F'", "bits:B'01' bits:x'1F'"},
        {"1 1.5 .5 1. 1e3 1.5E-3 0x1F 0b01 1_000 1..3 1e",
         "number:1 number:1.5 number:.5 number:1. number:1e3 number:1.5E-3 number:0x1F number:0b01 "
         "number:1_000 number:1 p:.. number:3 number:1 w:e"},
        {"a<=-1 a=-1 a@-1 a*-b a->>'x' 1--c\n", "w:a op:<= op:- number:1 w:a op:= op:- number:1 "
                                                "w:a op:@- number:1 w:a op:* op:- w:b w:a op:->> "
                                                "s:'x' number:1"},
        {"/* a /* b */ c */ x::int[1:2] := ;", "w:x p::: w:int p:[ number:1 p:: number:2 p:] p::= "
                                               "p:;"},
        {"a+/* */b =>", "w:a op:+ w:b op:=>"},
        {"x 'abc", "w:x invalid:'abc"},
        {"x /* /* */", "w:x invalid:/* /* */"},
        {"\\d", "invalid:\\d"},
        {"$a b", "invalid:$a b"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(tokens(arena, cases[i][0]), cases[i][1]);
    orq_arena_free(arena);
}

static void a_value_is_what_the_quotes_hold(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"ABC", "abc"},
        {"\"A\"\"b\"", "A\"b"},
        {"'it''s'", "it's"},
        {"'a\\n'", "a\\n"},
        {"E'a\\n\\'\\x41\\101\\u0042\\q'''", "a\n'AABq'"},
        {"'a' -- it's\n  'b'", "ab"},
        {"e'\\t'\n'\\t'", "\t\t"},
        {"U&'d\\0061t\\+000061\\\\'", "data\\"},
        {"U&\"d!0061t!!\" uescape '!'", "dat!"},
        {"U&'\\D83D\\DE00'", "\xF0\x9F\x98\x80"},
        {"$$a'b$$", "a'b"},
        {"$x$a$$b$x$", "a$$b"},
        {"N'x'", "x"},
        {"12", "12"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct orq_pg_lexer lexer = orq_pg_lexer_new(cases[i][0], strlen(cases[i][0]));
        struct orq_pg_token token = orq_pg_lexer_next(&lexer);
        assert_string_equal(orq_pg_token_value(arena, cases[i][0], token), cases[i][1]);
        assert_int_equal(orq_pg_lexer_next(&lexer).kind, ORQ_PG_END);
    }
    orq_arena_free(arena);
}

/* The statements between bars; "?" before one that is not complete. */
static const char *pieces(struct orq_arena *arena, const char *script)
{
    struct orq_statement_texts statements = {0};
    struct orq_str out = orq_str_new(arena);
    orq_pg_split(arena, script, strlen(script), &statements);
    for (size_t i = 0; i < statements.len; i++) {
        struct orq_statement_text *statement = &statements.items[i];
        orq_str_addf(&out, "%s%s%zu:", i > 0 ? "|" : "", statement->complete ? "" : "?",
                     statement->line);
        orq_str_addn(&out, script + statement->offset, statement->len);
    }
    return orq_str_text(&out);
}

#define ATOMIC "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; x; END"

static void scripts_are_split_where_psql_splits_them(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {" ; -- x\n ;; /* y; */ ;", ""},
        {"a;\nb ;c", "1:a|2:b |2:c"},
        {"a ';' \";\" $$;$$ /* ; */; b", "1:a ';' \";\" $$;$$ /* ; */|1:b"},
        {"CREATE RULE r DO (a; b); c", "1:CREATE RULE r DO (a; b)|1:c"},
        {ATOMIC "; c", "1:" ATOMIC "|1:c"},
        {"begin; a; end; b", "1:begin|1:a|1:end|1:b"},
        {"begin atomic; a; end", "1:begin atomic|1:a|1:end"},
        {"CREATE TABLE begin (a int); b", "1:CREATE TABLE begin (a int)|1:b"},
        {"\\connect x\na; b", "1:\\connect x\na|2:b"},
        {"a; b 'c", "1:a|?1:b 'c"},
        {"f(a; b", "?1:f(a; b"},
        {"CREATE FUNCTION f() BEGIN ATOMIC x;", "?1:CREATE FUNCTION f() BEGIN ATOMIC x;"},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(pieces(arena, cases[i][0]), cases[i][1]);
    orq_arena_free(arena);
}

static void names_are_quoted_where_the_server_quotes_them(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a", "a"},
        {"_a1", "_a1"},
        {"A", "\"A\""},
        {"1a", "\"1a\""},
        {"a b", "\"a b\""},
        {"", "\"\""},
        {"user", "\"user\""},
        {"values", "\"values\""},
        {"left", "\"left\""},
        {"name", "name"},
        {"a$", "\"a$\""},
        {"a\"b", "\"a\"\"b\""},
        {"system_user", "\"system_user\""},
    };
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(orq_pg_name(arena, cases[i][0]), cases[i][1]);
    assert_string_equal(orq_pg_qualified_name(arena, "S", "t"), "\"S\".t");
    assert_string_equal(orq_pg_qualified_name(arena, NULL, "t"), "t");
    assert_true(orq_pg_reserved("SELECT"));
    assert_false(orq_pg_reserved("status"));
    orq_arena_free(arena);
}

static void texts_are_read_back_as_they_were(void **state)
{
    (void)state;
    static const char *const texts[] = {"",   "a",     "it's",      "a\\b'c", "$$",
                                        "x$", "$body", "$body$ $$", "\n"};
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *both[] = {orq_pg_text(arena, texts[i]), orq_pg_dollar_quoted(arena, texts[i])};
        for (size_t k = 0; k < 2; k++) {
            struct orq_pg_lexer lexer = orq_pg_lexer_new(both[k], strlen(both[k]));
            struct orq_pg_token token = orq_pg_lexer_next(&lexer);
            assert_int_equal(token.kind, ORQ_PG_STRING);
            assert_int_equal(token.len, strlen(both[k]));
            assert_string_equal(orq_pg_token_value(arena, both[k], token), texts[i]);
        }
    }
    assert_string_equal(orq_pg_text(arena, "a"), "'a'");
    assert_string_equal(orq_pg_text(arena, "a\\'"), "E'a\\\\'''");
    assert_string_equal(orq_pg_dollar_quoted(arena, "a"), "$$a$$");
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_the_servers),
        cmocka_unit_test(a_value_is_what_the_quotes_hold),
        cmocka_unit_test(scripts_are_split_where_psql_splits_them),
        cmocka_unit_test(names_are_quoted_where_the_server_quotes_them),
        cmocka_unit_test(texts_are_read_back_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
