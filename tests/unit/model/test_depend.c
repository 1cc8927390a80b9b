/* Edges between the objects of a schema. */
#include "model/depend.h"
#include "model/dialect.h"
#include "model/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct world {
    struct orq_arena *arena;
    struct orq_schema *schema;
    struct orq_depends depends;
};

static int set_up(void **state)
{
    struct orq_arena *arena = orq_arena_new();
    struct world *world = ORQ_NEW(arena, struct world);
    world->arena = arena;
    world->schema = orq_schema_new(arena, &orq_postgresql);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    orq_arena_free(world->arena);
    return 0;
}

static struct orq_table *table(struct world *world, const char *schema, const char *name)
{
    struct orq_table *made = orq_table_new(world->arena, name);
    made->schema = schema;
    assert_true(orq_schema_add_table(world->arena, world->schema, made));
    return made;
}

static struct orq_column *column(struct world *world, struct orq_table *in, const char *name,
                                 const char *type)
{
    struct orq_column *made = ORQ_NEW(world->arena, struct orq_column);
    made->name = name;
    made->type = type;
    orq_table_add_column(world->arena, in, made);
    return made;
}

static struct orq_constraint *constraint(struct world *world, struct orq_table *in,
                                         enum orq_kind kind, const char *name)
{
    struct orq_constraint *made = ORQ_NEW(world->arena, struct orq_constraint);
    made->kind = kind;
    made->name = name;
    ORQ_PUSH(world->arena, &in->constraints, made);
    return made;
}

static void part(struct world *world, struct orq_key_parts *parts, const char *name)
{
    struct orq_key_part made = {.column = name};
    ORQ_PUSH(world->arena, parts, made);
}

static struct orq_definition *definition(struct world *world, enum orq_kind kind,
                                         const char *schema, const char *name)
{
    struct orq_definition *made = ORQ_NEW(world->arena, struct orq_definition);
    made->kind = kind;
    made->schema = schema;
    made->name = name;
    return made;
}

static void put(struct world *world, struct orq_definition *made)
{
    assert_true(orq_schema_add_definition(world->arena, world->schema, made));
}

static void has(struct world *world, struct orq_definition *made, enum orq_attribute_key key,
                const char *text)
{
    orq_attribute_put(world->arena, &made->attributes, key, text, ORQ_NOWHERE);
}

static void find(struct world *world)
{
    orq_depends_of(world->arena, world->schema, &world->depends);
}

static bool edge(const struct world *world, const char *object, const char *on)
{
    for (size_t i = 0; i < world->depends.len; i++)
        if (strcmp(world->depends.items[i].object, object) == 0 &&
            strcmp(world->depends.items[i].on, on) == 0)
            return true;
    return false;
}

static void foreign_keys_need_the_key_they_point_at(void **state)
{
    struct world *world = *state;
    struct orq_table *parent = table(world, NULL, "p"), *child = table(world, "audit", "c");
    column(world, parent, "id", "integer");
    column(world, parent, "code", "text");
    column(world, child, "p_id", "integer");
    part(world, &constraint(world, parent, ORQ_KIND_PRIMARY_KEY, "p_pkey")->parts, "id");
    part(world, &constraint(world, parent, ORQ_KIND_UNIQUE, "p_code_key")->parts, "code");
    struct orq_constraint *key = constraint(world, child, ORQ_KIND_FOREIGN_KEY, "c_fkey");
    part(world, &key->parts, "p_id");
    key->ref_schema = "public";
    key->ref_table = "p";
    find(world);
    assert_true(edge(world,
                     "checks:audit.c\x1f"
                     "c_fkey",
                     "tables:p"));
    assert_true(edge(world,
                     "checks:audit.c\x1f"
                     "c_fkey",
                     "tables:audit.c"));
    assert_true(edge(world,
                     "checks:audit.c\x1f"
                     "c_fkey",
                     "columns:audit.c\x1fp_id"));
    assert_true(edge(world,
                     "checks:audit.c\x1f"
                     "c_fkey",
                     "checks:p\x1fp_pkey"));
    assert_false(edge(world,
                      "checks:audit.c\x1f"
                      "c_fkey",
                      "checks:p\x1fp_code_key"));
    ORQ_PUSH(world->arena, &key->ref_columns, "code");
    find(world);
    assert_true(edge(world,
                     "checks:audit.c\x1f"
                     "c_fkey",
                     "checks:p\x1fp_code_key"));
    assert_true(edge(world,
                     "checks:audit.c\x1f"
                     "c_fkey",
                     "columns:p\x1f"
                     "code"));
    assert_false(edge(world,
                      "checks:audit.c\x1f"
                      "c_fkey",
                      "checks:p\x1fp_pkey"));
}

static void columns_need_their_types_and_sequences(void **state)
{
    struct world *world = *state;
    struct orq_table *made = table(world, NULL, "t");
    column(world, made, "mood", "audit.mood[]");
    column(world, made, "day", "date");
    column(world, made, "id", "integer")->default_expr.text = "nextval('t_id_seq'::regclass)";
    put(world, definition(world, ORQ_KIND_ENUM, "audit", "mood"));
    put(world, definition(world, ORQ_KIND_NAMESPACE, NULL, "audit"));
    struct orq_definition *sequence = definition(world, ORQ_KIND_SEQUENCE, NULL, "t_id_seq");
    has(world, sequence, ORQ_ATTRIBUTE_OWNED_BY, "t.id");
    put(world, sequence);
    table(world, NULL, "date");
    world->schema->live = true; /* the data alone says so */
    find(world);
    assert_true(edge(world, "columns:t\x1fmood", "enums:audit.mood"));
    assert_true(edge(world, "enums:audit.mood", "schemas:audit"));
    assert_true(edge(world, "columns:t\x1fid", "sequences:t_id_seq"));
    assert_false(edge(world,
                      "columns:t\x1f"
                      "day",
                      "tables:date"));
    assert_false(edge(world, "sequences:t_id_seq", "tables:t"));
}

static void children_follow_their_parents_and_triggers_their_function(void **state)
{
    struct world *world = *state;
    struct orq_table *parent = table(world, NULL, "log"), *child = table(world, NULL, "log_1");
    (void)parent;
    child->postgres = ORQ_NEW(world->arena, struct orq_table_postgres);
    child->postgres->partition_of = "log";
    struct orq_definition *trigger = definition(world, ORQ_KIND_TRIGGER, NULL, "touch");
    trigger->on = "log";
    has(world, trigger, ORQ_ATTRIBUTE_TEXT,
        "before update on log for each row execute function public.touch()");
    put(world, trigger);
    put(world, definition(world, ORQ_KIND_FUNCTION, NULL, "touch()"));
    world->schema->live = true;
    find(world);
    assert_true(edge(world, "tables:log_1", "tables:log"));
    assert_true(edge(world, "triggers:log\x1ftouch", "tables:log"));
    assert_true(edge(world, "triggers:log\x1ftouch", "functions:touch()"));
}

static void a_model_is_searched_for_names(void **state)
{
    struct world *world = *state;
    struct orq_table *made = table(world, NULL, "t");
    column(world, made, "a", "integer");
    constraint(world, made, ORQ_KIND_CHECK, "t_check")->expr.text = "fine(a)";
    put(world, definition(world, ORQ_KIND_FUNCTION, NULL, "fine(integer)"));
    put(world, definition(world, ORQ_KIND_FUNCTION, NULL, "fine(text)"));
    struct orq_definition *view = definition(world, ORQ_KIND_VIEW, NULL, "v");
    has(world, view, ORQ_ATTRIBUTE_QUERY, "SELECT a FROM public.t");
    put(world, view);
    struct orq_definition *body = definition(world, ORQ_KIND_FUNCTION, NULL, "f()");
    has(world, body, ORQ_ATTRIBUTE_LANGUAGE, "plpgsql");
    has(world, body, ORQ_ATTRIBUTE_BODY, "begin select * from t; end");
    put(world, body);
    struct orq_definition *atomic = definition(world, ORQ_KIND_FUNCTION, NULL, "g()");
    has(world, atomic, ORQ_ATTRIBUTE_BODY, "RETURN (SELECT count(*) FROM t)");
    put(world, atomic);
    find(world);
    assert_true(edge(world, "checks:t\x1ft_check", "functions:fine(integer)"));
    assert_true(edge(world, "checks:t\x1ft_check", "functions:fine(text)"));
    assert_true(edge(world, "checks:t\x1ft_check",
                     "columns:t\x1f"
                     "a"));
    assert_true(edge(world, "views:v", "tables:t"));
    assert_true(edge(world, "views:v",
                     "columns:t\x1f"
                     "a"));
    assert_true(edge(world, "functions:g()", "tables:t"));
    assert_false(edge(world, "functions:f()", "tables:t"));

    struct orq_depends guessed = {0};
    orq_depends_guessed(world->arena, world->schema, &guessed);
    for (size_t i = 0; i < guessed.len; i++)
        assert_false(strcmp(guessed.items[i].object, "checks:t\x1ft_check") == 0 &&
                     strcmp(guessed.items[i].on, "tables:t") == 0);
    assert_true(guessed.len > 0);
}

static void what_a_database_knows_is_taken(void **state)
{
    struct world *world = *state;
    column(world, table(world, NULL, "t"), "a", "integer");
    struct orq_definition *view = definition(world, ORQ_KIND_VIEW, NULL, "v");
    has(world, view, ORQ_ATTRIBUTE_QUERY, "SELECT 1 FROM t");
    put(world, view);
    world->schema->live = true;
    struct orq_depend known = {.object = "views:v",
                               .on = "columns:t\x1f"
                                     "a"};
    ORQ_PUSH(world->arena, &world->schema->depends, known);
    known.on = "tables:elsewhere";
    ORQ_PUSH(world->arena, &world->schema->depends, known);
    find(world);
    assert_int_equal(world->depends.len, 2);
    assert_true(edge(world, "views:v",
                     "columns:t\x1f"
                     "a"));
    assert_true(edge(world, "views:v", "tables:t"));
}

static struct orq_table *child_of(struct world *world, const char *name, const char *parent)
{
    static const struct orq_column_postgres inherited = {.inherited = true};
    struct orq_table *child = table(world, NULL, name);
    child->postgres = ORQ_NEW(world->arena, struct orq_table_postgres);
    ORQ_PUSH(world->arena, &child->postgres->inherits, parent);
    column(world, child, "a", "integer")->postgres = &inherited;
    column(world, child, "own", "integer");
    return child;
}

static void what_needs_an_inherited_column_needs_those_above_it(void **state)
{
    struct world *world = *state;
    struct orq_table *top = table(world, NULL, "top");
    column(world, top, "a", "integer");
    column(world, top, "own", "integer");
    child_of(world, "middle", "top");
    struct orq_table *child = child_of(world, "low", "middle");
    struct orq_constraint *key = constraint(world, child, ORQ_KIND_UNIQUE, "k");
    part(world, &key->parts, "a");
    part(world, &key->parts, "own");
    find(world);
    assert_true(edge(world, "checks:low\x1fk",
                     "columns:middle\x1f"
                     "a"));
    assert_true(edge(world, "checks:low\x1fk",
                     "columns:top\x1f"
                     "a"));
    assert_false(edge(world, "checks:low\x1fk", "columns:top\x1fown"));
    assert_false(edge(world, "checks:low\x1fk", "tables:top"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(foreign_keys_need_the_key_they_point_at),
        TEST(columns_need_their_types_and_sequences),
        TEST(children_follow_their_parents_and_triggers_their_function),
        TEST(a_model_is_searched_for_names),
        TEST(what_a_database_knows_is_taken),
        TEST(what_needs_an_inherited_column_needs_those_above_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
