#include "tests/unit/diff/schema_of.h"

static struct orq_table table = {.name = "human_feedback"};
static struct orq_column rating = {.name = "rating"};
static struct orq_column score = {.name = "score"};
static struct orq_constraint check = {.kind = ORQ_KIND_CHECK, .name = "rating_check"};
static struct orq_constraint other = {.kind = ORQ_KIND_CHECK, .name = "good_rating"};
static struct orq_constraint unnamed = {.kind = ORQ_KIND_CHECK, .expr.text = "rating\n> 0"};
static struct orq_key_part parts[] = {{.column = "a"}, {.expr.text = "lower(b)"}};
static struct orq_constraint key = {.kind = ORQ_KIND_FOREIGN_KEY,
                                    .parts = {.items = parts, .len = 2}};
static struct orq_index by_rating = {.name = "by_rating"};
static struct orq_definition view = {.kind = ORQ_KIND_VIEW, .name = "best"};
static struct orq_definition trigger = {
    .kind = ORQ_KIND_TRIGGER, .name = "touch", .on = "human_feedback"};
static struct orq_table audit = {.schema = "audit", .name = "log\nDROP"};

static const struct {
    struct orq_op op;
    const char *summary, *object;
} rows[] = {
    {{.kind = ORQ_OP_CREATE_TABLE, .to.table = &table},
     "create table human_feedback",
     "human_feedback"},
    {{.kind = ORQ_OP_DROP_TABLE, .from.table = &audit},
     "drop table audit.log\\nDROP",
     "audit.log\nDROP"},
    {{.kind = ORQ_OP_RENAME_TABLE,
      .changed = ORQ_CHANGE_NAME,
      .from.table = &audit,
      .to.table = &table},
     "rename table audit.log\\nDROP to human_feedback",
     "human_feedback"},
    {{.kind = ORQ_OP_ALTER_TABLE,
      .changed = ORQ_CHANGE_STRICT,
      .from.table = &table,
      .to.table = &table},
     "alter table human_feedback",
     "human_feedback"},
    {{.kind = ORQ_OP_ADD_COLUMN, .from.table = &table, .to = {.table = &table, .column = &rating}},
     "add column human_feedback.rating",
     "human_feedback.rating"},
    {{.kind = ORQ_OP_DROP_COLUMN, .from = {.table = &table, .column = &rating}, .to.table = &table},
     "drop column human_feedback.rating",
     "human_feedback.rating"},
    {{.kind = ORQ_OP_RENAME_COLUMN,
      .changed = ORQ_CHANGE_NAME,
      .from = {.table = &table, .column = &rating},
      .to = {.table = &table, .column = &score}},
     "rename column human_feedback.rating to score",
     "human_feedback.score"},
    {{.kind = ORQ_OP_DROP_CONSTRAINT,
      .from = {.table = &table, .constraint = &check},
      .to.table = &table},
     "drop check rating_check on human_feedback",
     "human_feedback.rating_check"},
    {{.kind = ORQ_OP_ADD_CONSTRAINT,
      .from.table = &table,
      .to = {.table = &table, .constraint = &unnamed}},
     "add check (rating\\n> 0) on human_feedback",
     "human_feedback.check (rating\n> 0)"},
    {{.kind = ORQ_OP_ADD_CONSTRAINT,
      .from.table = &table,
      .to = {.table = &table, .constraint = &key}},
     "add foreign key (a, lower(b)) on human_feedback",
     "human_feedback.foreign key (a, lower(b))"},
    {{.kind = ORQ_OP_ALTER_CONSTRAINT,
      .changed = ORQ_CHANGE_NAME,
      .from = {.table = &table, .constraint = &check},
      .to = {.table = &table, .constraint = &other}},
     "rename check rating_check to good_rating on human_feedback",
     "human_feedback.good_rating"},
    {{.kind = ORQ_OP_ALTER_CONSTRAINT,
      .changed = ORQ_CHANGE_NAME | ORQ_CHANGE_EXPRESSION,
      .from = {.table = &table, .constraint = &check},
      .to = {.table = &table, .constraint = &other}},
     "alter check good_rating on human_feedback",
     "human_feedback.good_rating"},
    {{.kind = ORQ_OP_CREATE_INDEX,
      .from.table = &table,
      .to = {.table = &table, .index = &by_rating}},
     "create index by_rating on human_feedback",
     "by_rating"},
    {{.kind = ORQ_OP_CREATE_DEFINITION, .to.definition = &view}, "create view best", "best"},
    {{.kind = ORQ_OP_DROP_DEFINITION, .from.definition = &trigger},
     "drop trigger touch on human_feedback",
     "touch"},
};

static void an_operation_says_what_it_does(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(orq_op_summary(arena, &rows[i].op), rows[i].summary);
        assert_string_equal(orq_op_object(arena, &rows[i].op), rows[i].object);
    }
    orq_arena_free(arena);
}

static void changes_are_words_in_a_fixed_order(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    assert_string_equal(orq_changes_words(arena, 0), "");
    assert_string_equal(orq_changes_words(arena, ORQ_CHANGE_DEFAULT | ORQ_CHANGE_TYPE),
                        "type, default");
    assert_string_equal(orq_changes_words(arena, ORQ_CHANGE_TEXT), "definition");
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_operation_says_what_it_does),
        cmocka_unit_test(changes_are_words_in_a_fixed_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
