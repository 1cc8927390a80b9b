/* Comments that the model keeps in the stored text: sqlite: {comments: ddl}. */
#include "tests/unit/emit/world.h"

/* A model of the script's table t, with "table|a|b …": the comments of the table and of each
 * column, empty for none. */
static struct orq_schema *commented(struct world *world, const char *script, const char *comments)
{
    struct orq_schema *schema = model_schema(world, script);
    struct orq_table *table = orq_schema_table(schema, "t");
    table->comments_in_ddl = true;
    for (size_t i = 0; i <= table->columns.len && *comments; i++) {
        size_t len = strcspn(comments, "|");
        const char *comment = orq_arena_strndup(world->arena, comments, len);
        *(i == 0 ? &table->comment : &table->columns.items[i - 1]->comment) = comment;
        comments += len + (comments[len] == '|');
    }
    return schema;
}

static const char *text_of(struct world *world)
{
    return value(world, "SELECT sql FROM sqlite_schema WHERE name = 't'");
}

static void leads_to(struct world *world, const struct orq_schema *want, const char *expected)
{
    make_section(world, want);
    must(world, run_section(world));
    must_be(world, want);
    assert_string_equal(text_of(world), expected);
}

/* From a stored text up to the comments, down to the same bytes, and up again. */
static void patched(const char *have, const char *comments, const char *expected)
{
    struct world world = world_new(have);
    const struct orq_schema *before = schema_now(&world);
    const char *text = text_of(&world);
    leads_to(&world, commented(&world, have, comments), expected);
    make_section(&world, before);
    must(&world, run_section(&world));
    assert_string_equal(text_of(&world), text);
    leads_to(&world, commented(&world, have, comments), expected);
    world_end(&world);
}

static void they_are_put_on_their_lines(void **state)
{
    (void)state;
    patched("CREATE TABLE t (\n    a INT,\n    b INT\n)", "things|of a|of b",
            "CREATE TABLE t ( -- things\n    a INT, -- of a\n    b INT -- of b\n)");
    patched("CREATE TABLE t (a INT, b INT)", "things|of a|of b",
            "CREATE TABLE t ( -- things\n    a INT, -- of a\n    b INT -- of b\n)");
    patched("CREATE TABLE t (a INT, b INT)", "||of b", "CREATE TABLE t (a INT, b INT -- of b\n)");
    patched("CREATE TABLE t (a INT, b INT)", "|of a", "CREATE TABLE t (a INT, -- of a\n    b INT)");
    patched("CREATE TABLE t (\n  a INT\n  , b INT\n)", "|of a|of b",
            "CREATE TABLE t (\n  a INT -- of a\n  , b INT -- of b\n)");
    patched("CREATE TABLE t (\n  -- times\n  a INT, UNIQUE (a) -- once\n)", "things|of a",
            "CREATE TABLE t ( -- things\n  -- times\n  a INT, -- of a\n    UNIQUE (a) -- once\n)");
}

static void they_change_and_go(void **state)
{
    (void)state;
    patched("CREATE TABLE t ( -- old\n  a INT, -- old a\n  b INT /* of b */\n)", "new|new a|of b",
            "CREATE TABLE t ( -- new\n  a INT, -- new a\n  b INT /* of b */\n)");
    patched("CREATE TABLE t ( -- old\n  a INT, -- old a\n  b INT -- old b\n)", "||",
            "CREATE TABLE t (\n  a INT,\n  b INT\n)");
    patched("CREATE TABLE t (\n  a INT -- old a\n , b INT\n)", "|new a",
            "CREATE TABLE t (\n  a INT -- new a\n , b INT\n)");
}

static void nothing_in_them_ends_them(void **state)
{
    (void)state;
    patched("CREATE TABLE t (\n  a INT,\n  b INT\n)", "one\ntwo\r\n);--|*/ DROP TABLE t\n\n|-- x\n",
            "CREATE TABLE t ( -- one two );--\n  a INT, -- */ DROP TABLE t\n  b INT -- -- x\n)");
}

static void equal_words_are_no_difference(void **state)
{
    (void)state;
    const char *have = "CREATE TABLE t ( /* of\n t */\n  a INT, --   of  a\n  b INT)";
    struct world world = world_new(have);
    must_be(&world, commented(&world, have, "of t| of a\n"));
    world_end(&world);
}

static void without_the_option_they_are_not_compared(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t ( -- of t\n a INT -- of a\n)");
    struct orq_schema *want = commented(&world, "CREATE TABLE t (a INT)", "other|other");
    orq_schema_table(want, "t")->comments_in_ddl = false;
    must_be(&world, want);
    make_section(&world, want);
    assert_int_equal(world.section.statements.len, 0);
    world_end(&world);
}

static void a_column_comes_with_its_comment(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t (\n  a INT -- of a\n)");
    leads_to(&world, commented(&world, "CREATE TABLE t (a INT, b INT)", "|of a|of b"),
             "CREATE TABLE t (\n  a INT, -- of a\n  b INT -- of b\n)");
    assert_true(noted(&world, "rebuild t: ADD COLUMN cannot write a comment"));
    leads_to(&world, commented(&world, "CREATE TABLE t (z INT, b INT)", "things|of z|of b"),
             "CREATE TABLE t ( -- things\n  z INT, -- of z\n  b INT -- of b\n)");
    world_end(&world);
}

static void without_a_comment_it_is_added_in_place(void **state)
{
    (void)state;
    struct world world = world_new("CREATE TABLE t ( -- things\n  a INT -- of a\n)");
    leads_to(&world, commented(&world, "CREATE TABLE t (a INT, b INT)", "things|of a"),
             "CREATE TABLE t ( -- things\n  a INT -- of a\n, b INT)");
    assert_true(emitted(&world, "ADD COLUMN b INT"));
    world_end(&world);
}

static void a_new_table_is_laid_out_with_them(void **state)
{
    (void)state;
    struct world world = world_new("");
    leads_to(&world, commented(&world, "CREATE TABLE t (a INT, b INT, CHECK (a > b))", "all||of b"),
             "CREATE TABLE t ( -- all\n    a INT,\n    b INT, -- of b\n    CHECK (a > b)\n)");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_put_on_their_lines),
        cmocka_unit_test(they_change_and_go),
        cmocka_unit_test(nothing_in_them_ends_them),
        cmocka_unit_test(equal_words_are_no_difference),
        cmocka_unit_test(without_the_option_they_are_not_compared),
        cmocka_unit_test(a_column_comes_with_its_comment),
        cmocka_unit_test(without_a_comment_it_is_added_in_place),
        cmocka_unit_test(a_new_table_is_laid_out_with_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
