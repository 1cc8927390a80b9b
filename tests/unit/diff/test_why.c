#include "tests/unit/diff/schema_of.h"

#define P "CREATE TABLE p (id INTEGER PRIMARY KEY)"

#define HAVE_T                                                                            \
    "CREATE TABLE t (a INT DEFAULT (5), b VARCHAR(20) DEFAULT 'x' CHECK (\"b\" <> 'n'), " \
    "p REFERENCES p, gone TEXT)"
#define WANT_T                                                        \
    "CREATE TABLE t (a INTEGER NOT NULL DEFAULT 5, b TEXT DEFAULT 5 " \
    "CONSTRAINT t_b_check CHECK (b != 'n'), p REFERENCES p (id), new TEXT COLLATE NOCASE)"

static const script have = {P, HAVE_T, "CREATE INDEX by_a ON t (a) WHERE a NOTNULL",
                            "CREATE VIEW v AS SELECT a FROM t", "CREATE VIEW other AS SELECT 1"};
static const script want = {P, WANT_T, "CREATE INDEX by_a ON t (a) WHERE a IS NOT NULL",
                            "CREATE VIEW v AS SELECT b FROM t", "CREATE TABLE \"odd\nname\" (a)"};

static const struct {
    const char *object, *text;
} rows[] = {
    {"t.A", "column t.a: differs in nullable\n"
            "  m.yaml:20:7\n"
            "  type          same: same affinity: cosmetic outside STRICT\n"
            "    model       INTEGER\n"
            "    database    INT\n"
            "  nullable      DIFFERENT: the values differ\n"
            "    model       false\n"
            "    database    true\n"
            "  default       same: expression trees are equal\n"
            "    model       5\n"
            "    database    (5)\n"
            "    canonical   5\n"},
    {"t.b", "column t.b: no difference that is proven\n"
            "  m.yaml:21:7\n"
            "  type          same: same affinity: cosmetic outside STRICT\n"
            "    model       TEXT\n"
            "    database    VARCHAR(20)\n"
            "  nullable      true: equal\n"
            "  default       unverified: could not be evaluated, so no change\n"
            "    model       5\n"
            "    database    'x'\n"
            "    canonical   5\n"
            "    and         'x'\n"},
    {"t.t_b_check", "check t.t_b_check: no difference\n"
                    "  m.yaml:100:9\n"
                    "  name          same: matched by structure: the name is made by a template\n"
                    "    model       t_b_check\n"
                    "    database    none\n"
                    "  expression    same: expression trees are equal\n"
                    "    model       b != 'n'\n"
                    "    database    \"b\" <> 'n'\n"
                    "    canonical   b != 'n'\n"},
    {"t.foreign key (p)",
     "foreign key t.foreign key (p): no difference\n"
     "  m.yaml:101:9\n"
     "  columns       p: equal\n"
     "  references    same: the target is the parent's primary key, written or not\n"
     "    model       p (id)\n"
     "    database    p\n"
     "    canonical   p (id)\n"
     "  actions       ON DELETE NO ACTION ON UPDATE NO ACTION: equal\n"},
    {"by_a", "index by_a: no difference\n"
             "  m.yaml:200:9\n"
             "  name          by_a: equal\n"
             "  columns       a: equal\n"
             "  where         same: expression trees are equal\n"
             "    model       a IS NOT NULL\n"
             "    database    a NOTNULL\n"
             "    canonical   a IS NOT NULL\n"},
    {"t.new", "column t.new: the database does not have it, so it is created\n"
              "  m.yaml:23:7\n"
              "  type          TEXT\n"
              "  nullable      true\n"
              "  collation     NOCASE\n"},
    {"t.gone", "column t.gone: the model does not have it, so it is dropped\n"
               "  type          TEXT\n"
               "  nullable      true\n"},
    {"other", "view other: the model does not have it, nor manages its kind, so it is left alone\n"
              "  name          other\n"
              "  definition    CREATE VIEW other AS SELECT 1\n"},
    {"t", "table t: differs in its parts\n"
          "  m.yaml:20:3\n"
          "  alter column t.a (ask for t.a)\n"
          "  drop column t.gone (ask for t.gone)\n"
          "  add column t.new (ask for t.new)\n"},
    {"odd\nname", "table odd\\nname: the database does not have it, so it is created\n"
                  "  m.yaml:30:3\n"},
};

static struct orq_diff *compared(struct orq_arena *arena, const char *excluded)
{
    struct orq_schema *model = as_model(schema_of(arena, want));
    struct orq_ops ops = {0};
    if (excluded)
        ORQ_PUSH(arena, &model->exclude, excluded);
    struct orq_diff *diff =
        orq_diff_begin(arena, schema_of(arena, have), model, (struct orq_diff_options){0});
    for (size_t i = 0; i < diff->pairs.len; i++)
        diff->pairs.items[i].verdict = ORQ_UNVERIFIED;
    orq_diff_finish(diff, &ops);
    return diff;
}

static void every_field_is_explained(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    struct orq_diff *diff = compared(arena, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *text = orq_diff_why(diff, rows[i].object, NULL);
        assert_non_null(text);
        assert_string_equal(text, rows[i].text);
    }
    orq_arena_free(arena);
}

static void canonical_texts_that_differ_are_both_shown(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const char *text = orq_diff_why(compared(arena, NULL), "v", NULL);
    assert_non_null(strstr(text, "view v: differs in definition\n"));
    assert_non_null(strstr(text, "canonical texts differ\n"));
    assert_non_null(strstr(text, "    canonical   as select b from t\n"));
    assert_non_null(strstr(text, "    and         as select a from t\n"));
    orq_arena_free(arena);
}

static void a_near_miss_is_offered(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const char *similar = NULL;
    assert_null(orq_diff_why(compared(arena, NULL), "t.neww", &similar));
    assert_string_equal(similar, "t.new");
    assert_null(orq_diff_why(compared(arena, NULL), "entirely.other", &similar));
    assert_null(similar);
    orq_arena_free(arena);
}

static void what_is_excluded_says_so(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(orq_diff_why(compared(arena, "^t$"), "t.a", NULL),
                        "column t.a: excluded by a pattern of exclude:, so never compared\n"
                        "  m.yaml:20:7\n");
    orq_arena_free(arena);
}

static void comments_count_where_the_model_keeps_them(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    const script stored = {"CREATE TABLE t ( -- things\n  a INT, -- old\n  b INT -- of b\n)"};
    const script plain = {"CREATE TABLE t (a INT, b INT)"};
    struct orq_schema *old = schema_of(arena, stored), *new = as_model(schema_of(arena, plain));
    struct orq_table *table = orq_schema_table(new, "t");
    const struct orq_diff_options options = {0};
    table->comment = "things\n";
    table->columns.items[0]->comment = "new";
    struct orq_ops ops = ops_between(arena, old, new, options, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops), "");
    table->comments_in_ddl = true;
    ops = ops_between(arena, old, new, options, ORQ_SAME);
    assert_string_equal(ops_text(arena, &ops),
                        "alter column t.a: comment\nalter column t.b: comment");
    struct orq_diff *diff = orq_diff_begin(arena, old, new, options);
    assert_non_null(strstr(orq_diff_why(diff, "t.a", NULL),
                           "  comment       DIFFERENT: the values differ\n"
                           "    model       new\n"
                           "    database    old\n"));
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_explained),
        cmocka_unit_test(canonical_texts_that_differ_are_both_shown),
        cmocka_unit_test(a_near_miss_is_offered),
        cmocka_unit_test(what_is_excluded_says_so),
        cmocka_unit_test(comments_count_where_the_model_keeps_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
