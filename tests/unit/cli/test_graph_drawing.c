/* Drawing a graph: what is seen, line for line. */
#include "cli/graph_drawing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Nodes as "id parent parent", each with its id as its text. */
static const char *drawn_as(struct orq_arena *arena, const char *const *nodes, bool boxes)
{
    struct orq_str *out = ORQ_NEW(arena, struct orq_str);
    *out = orq_str_new(arena);
    struct orq_drawing drawing = orq_drawing_new(out, boxes);
    for (size_t i = 0; nodes[i]; i++) {
        char *rest = NULL;
        char *words = orq_arena_strdup(arena, nodes[i]);
        struct orq_strings parents = {0};
        struct orq_drawn node = {.id = strtok_r(words, " ", &rest), .parents = &parents};
        for (char *id = strtok_r(NULL, " ", &rest); id; id = strtok_r(NULL, " ", &rest))
            ORQ_PUSH(arena, &parents, id);
        node.text = node.id;
        orq_drawing_add(&drawing, &node);
    }
    return orq_str_text(out);
}

#define NODES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void check(const char *const *nodes, const char *expected)
{
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(drawn_as(arena, nodes, false), expected);
    orq_arena_free(arena);
}

static void a_line_is_one_column(void **state)
{
    (void)state;
    check(NODES("c b", "b a", "a"), "* c\n"
                                    "* b\n"
                                    "* a\n");
}

static void branches_join_at_their_parent(void **state)
{
    (void)state;
    check(NODES("c a", "b a", "a"), "* c\n"
                                    "| * b\n"
                                    "|/\n"
                                    "* a\n");
}

static void a_merge_opens_a_column(void **state)
{
    (void)state;
    check(NODES("m b c", "c a", "b a", "a"), "* m\n"
                                             "|\\\n"
                                             "| * c\n"
                                             "* | b\n"
                                             "|/\n"
                                             "* a\n");
}

static void a_merge_of_three(void **state)
{
    (void)state;
    check(NODES("m b c d", "d a", "c a", "b a", "a"), "* m\n"
                                                      "|\\\n"
                                                      "|\\ \\\n"
                                                      "| | * d\n"
                                                      "| * | c\n"
                                                      "| |/\n"
                                                      "* | b\n"
                                                      "|/\n"
                                                      "* a\n");
}

static void merges_that_cross(void **state)
{
    (void)state;
    check(NODES("n b c", "m b c", "c a", "b a", "a"), "* n\n"
                                                      "|\\\n"
                                                      "| | * m\n"
                                                      "| | |\\\n"
                                                      "| |/ /\n"
                                                      "|/| |\n"
                                                      "| |/\n"
                                                      "| * c\n"
                                                      "* | b\n"
                                                      "|/\n"
                                                      "* a\n");
}

static void a_join_across_other_columns(void **state)
{
    (void)state;
    check(NODES("e a", "d b", "c b", "f a", "b a", "a"), "* e\n"
                                                         "| * d\n"
                                                         "| | * c\n"
                                                         "| |/\n"
                                                         "| | * f\n"
                                                         "| |/\n"
                                                         "|/|\n"
                                                         "| * b\n"
                                                         "|/\n"
                                                         "* a\n");
}

static void a_far_join(void **state)
{
    (void)state;
    check(NODES("e a", "d b", "c g", "f a", "g b", "b a", "a"), "* e\n"
                                                                "| * d\n"
                                                                "| | * c\n"
                                                                "| | | * f\n"
                                                                "| |_|/\n"
                                                                "|/| |\n"
                                                                "| | * g\n"
                                                                "| |/\n"
                                                                "| * b\n"
                                                                "|/\n"
                                                                "* a\n");
}

static void several_bases(void **state)
{
    (void)state;
    check(NODES("y x", "b a", "x", "a"), "* y\n"
                                         "| * b\n"
                                         "* | x\n"
                                         " /\n"
                                         "* a\n");
    check(NODES("b", "a"), "* b\n"
                           "* a\n");
}

static void many_columns(void **state)
{
    (void)state;
    check(NODES("e a", "d a", "c a", "b a", "a"), "* e\n"
                                                  "| * d\n"
                                                  "|/\n"
                                                  "| * c\n"
                                                  "|/\n"
                                                  "| * b\n"
                                                  "|/\n"
                                                  "* a\n");
    check(NODES("d 4", "c 3", "b 2", "a 1", "4 0", "3 0", "2 0", "1 0", "0"), "* d\n"
                                                                              "| * c\n"
                                                                              "| | * b\n"
                                                                              "| | | * a\n"
                                                                              "* | | | 4\n"
                                                                              "| * | | 3\n"
                                                                              "|/ / /\n"
                                                                              "| * | 2\n"
                                                                              "|/ /\n"
                                                                              "| * 1\n"
                                                                              "|/\n"
                                                                              "* 0\n");
}

static void several_lines_of_text(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_str out = orq_str_new(arena);
    struct orq_drawing drawing = orq_drawing_new(&out, false);
    const char *ids[] = {"a"};
    struct orq_strings one = {ids, 1, 1};
    struct orq_strings none = {0};
    orq_drawing_add(&drawing, &(struct orq_drawn){"b", &one, "b\n  more\n"});
    orq_drawing_add(&drawing, &(struct orq_drawn){"c", &one, "c\n"});
    orq_drawing_add(&drawing, &(struct orq_drawn){"a", &none, "a\n\nlast"});
    assert_string_equal(orq_str_text(&out), "* b\n"
                                            "|   more\n"
                                            "| * c\n"
                                            "|/\n"
                                            "* a\n"
                                            "\n"
                                            "  last\n");
    orq_arena_free(arena);
}

static void boxes_where_they_can_be_shown(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(drawn_as(arena, NODES("m b c", "c a", "b a", "a"), true), "● m\n"
                                                                                  "│╲\n"
                                                                                  "│ ● c\n"
                                                                                  "● │ b\n"
                                                                                  "│╱\n"
                                                                                  "● a\n");
    assert_false(orq_drawing_boxes()); /* a test has no terminal */
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_one_column),
        cmocka_unit_test(branches_join_at_their_parent),
        cmocka_unit_test(a_merge_opens_a_column),
        cmocka_unit_test(a_merge_of_three),
        cmocka_unit_test(merges_that_cross),
        cmocka_unit_test(a_join_across_other_columns),
        cmocka_unit_test(a_far_join),
        cmocka_unit_test(several_bases),
        cmocka_unit_test(many_columns),
        cmocka_unit_test(several_lines_of_text),
        cmocka_unit_test(boxes_where_they_can_be_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
