/* Definitions on PostgreSQL: made, altered and dropped. */
#include "tests/unit/emit/postgres_world.h"

static void schemas_and_extensions_are_made_first(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *extension =
        DEFINE(&pg, pg.want, .kind = ORQ_KIND_EXTENSION, .name = "citext");
    put(&pg, extension, ORQ_ATTRIBUTE_SCHEMA, "audit");
    create(&pg, extension);
    create(&pg, DEFINE(&pg, pg.want, .kind = ORQ_KIND_NAMESPACE, .name = "audit",
                       .comment = "what was done"));
    assert_string_equal(emitted(&pg), "CREATE SCHEMA audit;\n"
                                      "COMMENT ON SCHEMA audit IS 'what was done';\n"
                                      "CREATE EXTENSION citext SCHEMA audit;\n");
    pg_end(&pg);
}

static struct orq_definition *mood(struct pg *pg, struct orq_schema *schema, const char *values)
{
    struct orq_definition *made = DEFINE(pg, schema, .kind = ORQ_KIND_ENUM, .name = "mood");
    put_list(pg, made, ORQ_ATTRIBUTE_VALUES, values);
    return made;
}

static void values_are_added_where_they_stand(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    alter(&pg, mood(&pg, pg.have, "sad,ok"), mood(&pg, pg.want, "awful,bad,sad,meh,ok,happy"), 0);
    assert_string_equal(emitted(&pg), "ALTER TYPE mood ADD VALUE 'awful' BEFORE 'sad';\n"
                                      "ALTER TYPE mood ADD VALUE 'bad' AFTER 'awful';\n"
                                      "ALTER TYPE mood ADD VALUE 'meh' AFTER 'sad';\n"
                                      "ALTER TYPE mood ADD VALUE 'happy';\n");
    pg_end(&pg);
}

static void values_are_renamed_both_ways(void **state)
{
    (void)state;
    for (int undone = 0; undone < 2; undone++) {
        struct pg pg = pg_new();
        struct orq_definition *old = mood(&pg, undone ? pg.want : pg.have, "sad,ok");
        struct orq_definition *new = mood(&pg, undone ? pg.have : pg.want, "gloomy,ok");
        put_list(&pg, new, ORQ_ATTRIBUTE_VALUES_BEFORE, "sad,");
        if (undone)
            alter(&pg, new, old, 0);
        else
            alter(&pg, old, new, 0);
        assert_string_equal(emitted(&pg),
                            undone ? "ALTER TYPE mood RENAME VALUE 'gloomy' TO 'sad';\n"
                                   : "ALTER TYPE mood RENAME VALUE 'sad' TO 'gloomy';\n");
        pg_end(&pg);
    }
}

static void add_people(struct pg *pg, struct orq_schema *schema)
{
    struct orq_table *people = table(pg, schema, "people");
    column(pg, people, "mood", "mood")->default_expr.text = "'ok'::mood";
    column(pg, people, "moods", "mood[]");
    struct orq_definition *view =
        DEFINE(pg, schema, .kind = ORQ_KIND_VIEW, .name = "moods_now", .comment = "of today");
    put(pg, view, ORQ_ATTRIBUTE_QUERY, "SELECT people.mood FROM people");
}

static void a_value_is_taken_away_by_casting(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = mood(&pg, pg.have, "sad,ok"), *new = mood(&pg, pg.want, "ok");
    new->comment = "how one is";
    add_people(&pg, pg.have);
    add_people(&pg, pg.want);
    alter(&pg, old, new, ORQ_CHANGE_COMMENT);
    assert_string_equal(emitted(&pg),
                        "DROP VIEW moods_now;\n"
                        "ALTER TABLE people ALTER COLUMN mood DROP DEFAULT;\n"
                        "ALTER TYPE mood RENAME TO mood_replaced;\n"
                        "CREATE TYPE mood AS ENUM ('ok');\n"
                        "COMMENT ON TYPE mood IS 'how one is';\n"
                        "ALTER TABLE people\n"
                        "    ALTER COLUMN mood TYPE mood USING mood::text::mood,\n"
                        "    ALTER COLUMN moods TYPE mood[] USING moods::text[]::mood[],\n"
                        "    ALTER COLUMN mood SET DEFAULT 'ok'::mood;\n"
                        "CREATE VIEW moods_now AS\nSELECT people.mood FROM people;\n"
                        "COMMENT ON VIEW moods_now IS 'of today';\n"
                        "DROP TYPE mood_replaced;\n");
    assert_non_null(strstr(notes(&pg), "CAN FAIL: rows that hold 'sad'\n"));
    pg_end(&pg);
}

static struct orq_definition *domain(struct pg *pg, struct orq_schema *schema, const char *type)
{
    struct orq_definition *made = DEFINE(pg, schema, .kind = ORQ_KIND_DOMAIN, .name = "grade");
    put(pg, made, ORQ_ATTRIBUTE_TYPE, type);
    check(pg, relation(pg, made), "grade_check", "VALUE > 0");
    return made;
}

static void a_domain_over_another_type_is_cast(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    alter(&pg, domain(&pg, pg.have, "integer"), domain(&pg, pg.want, "bigint"), 0);
    column(&pg, table(&pg, pg.have, "t"), "a", "grade");
    column(&pg, table(&pg, pg.want, "t"), "a", "grade");
    assert_string_equal(
        emitted(&pg),
        "ALTER DOMAIN grade RENAME TO grade_replaced;\n"
        "CREATE DOMAIN grade AS bigint\n    CONSTRAINT grade_check CHECK (VALUE > 0);\n"
        "ALTER TABLE t ALTER COLUMN a TYPE grade USING a::text::grade;\n"
        "DROP DOMAIN grade_replaced;\n");
    pg_end(&pg);
}

static void what_is_made_of_a_type_goes_along(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = mood(&pg, pg.have, "sad,ok"), *new = mood(&pg, pg.want, "ok");
    put(&pg, DEFINE(&pg, pg.have, .kind = ORQ_KIND_DOMAIN, .name = "d"), ORQ_ATTRIBUTE_TYPE,
        "mood");
    put(&pg, DEFINE(&pg, pg.want, .kind = ORQ_KIND_DOMAIN, .name = "d"), ORQ_ATTRIBUTE_TYPE,
        "mood");
    alter(&pg, old, new, 0);
    assert_string_equal(emitted(&pg), "ALTER TYPE mood RENAME TO mood_replaced;\n"
                                      "CREATE TYPE mood AS ENUM ('ok');\n"
                                      "ALTER DOMAIN d RENAME TO d_replaced;\n"
                                      "CREATE DOMAIN d AS mood;\n"
                                      "DROP DOMAIN d_replaced;\n"
                                      "DROP TYPE mood_replaced;\n");
    pg_end(&pg);
}

static void a_partition_key_keeps_its_type(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = mood(&pg, pg.have, "sad,ok"), *new = mood(&pg, pg.want, "ok");
    struct orq_schema *both[] = {pg.have, pg.want};
    for (size_t i = 0; i < 2; i++) {
        struct orq_table *t = table(&pg, both[i], "t");
        t->postgres = ORQ_NEW(pg.arena, struct orq_table_postgres);
        t->postgres->partition_by = "LIST (mood)";
        column(&pg, t, "mood", "mood");
    }
    alter(&pg, old, new, 0);
    struct orq_emit_input input = {.have = pg.have,
                                   .renamed = pg.have,
                                   .want = pg.want,
                                   .renames = &(struct orq_renames){0},
                                   .ops = &pg.ops,
                                   .version = 150000};
    assert_int_equal(orq_emit_postgres(pg.arena, &input, pg.diags, &pg.section), ORQ_INVALID);
    assert_int_equal(orq_diags_errors(pg.diags), 1);
    pg_end(&pg);
}

static void a_domain_is_altered_in_place(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = domain(&pg, pg.have, "integer");
    struct orq_definition *new = domain(&pg, pg.want, "integer");
    put(&pg, old, ORQ_ATTRIBUTE_DEFAULT, "1");
    put(&pg, new, ORQ_ATTRIBUTE_NOT_NULL, "true");
    alter(&pg, old, new, 0);
    assert_string_equal(emitted(&pg), "ALTER DOMAIN grade DROP DEFAULT;\n"
                                      "ALTER DOMAIN grade SET NOT NULL;\n");
    pg_end(&pg);
}

static void composites_and_ranges_are_made(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *point =
        DEFINE(&pg, pg.want, .kind = ORQ_KIND_COMPOSITE, .schema = "geo", .name = "Point");
    struct orq_table *columns = relation(&pg, point);
    column(&pg, columns, "x", "integer")->comment = "east";
    column(&pg, columns, "order", "text")->collation = "C";
    create(&pg, point);
    struct orq_definition *range =
        DEFINE(&pg, pg.want, .kind = ORQ_KIND_RANGE, .name = "floatrange");
    put(&pg, range, ORQ_ATTRIBUTE_SUBTYPE, "double precision");
    put(&pg, range, ORQ_ATTRIBUTE_SUBTYPE_DIFF, "float8mi");
    create(&pg, range);
    assert_string_equal(
        emitted(&pg),
        "CREATE TYPE floatrange AS RANGE (SUBTYPE = double precision, SUBTYPE_DIFF = float8mi);\n"
        "CREATE TYPE geo.\"Point\" AS (\n    x integer,\n    \"order\" text COLLATE \"C\"\n);\n"
        "COMMENT ON COLUMN geo.\"Point\".x IS 'east';\n");
    pg_end(&pg);
}

static struct orq_definition *counter(struct pg *pg, struct orq_schema *schema)
{
    return DEFINE(pg, schema, .kind = ORQ_KIND_SEQUENCE, .name = "s");
}

static void a_sequence_has_its_owner_last(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *sequence = counter(&pg, pg.want);
    put(&pg, sequence, ORQ_ATTRIBUTE_TYPE, "integer");
    put(&pg, sequence, ORQ_ATTRIBUTE_START, "5");
    put(&pg, sequence, ORQ_ATTRIBUTE_CYCLE, "true");
    put(&pg, sequence, ORQ_ATTRIBUTE_OWNED_BY, "t.id");
    struct orq_table *t = table(&pg, pg.want, "t");
    column(&pg, t, "id", "integer")->default_expr.text = "nextval('s'::regclass)";
    create(&pg, sequence);
    struct orq_op op = {.kind = ORQ_OP_CREATE_TABLE, .to = {.table = t}};
    ORQ_PUSH(pg.arena, &pg.ops, op);
    assert_string_equal(emitted(&pg),
                        "CREATE SEQUENCE s AS integer START WITH 5 CYCLE;\n"
                        "CREATE TABLE t (\n    id integer DEFAULT nextval('s'::regclass)\n);\n"
                        "ALTER SEQUENCE s OWNED BY t.id;\n");
    pg_end(&pg);
}

static void a_sequence_is_altered_in_one_statement(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = counter(&pg, pg.have), *new = counter(&pg, pg.want);
    put(&pg, new, ORQ_ATTRIBUTE_MINIMUM, "10");
    put(&pg, new, ORQ_ATTRIBUTE_INCREMENT, "2");
    put(&pg, old, ORQ_ATTRIBUTE_CYCLE, "true");
    put(&pg, old, ORQ_ATTRIBUTE_OWNED_BY, "t.id");
    alter(&pg, old, new, 0);
    assert_string_equal(emitted(&pg),
                        "ALTER SEQUENCE s OWNED BY NONE;\n"
                        "SELECT setval('s', 10, false) FROM s WHERE last_value < 10;\n"
                        "ALTER SEQUENCE s INCREMENT BY 2 MINVALUE 10 START WITH 10 NO CYCLE;\n");
    pg_end(&pg);
}

static void an_owned_sequence_goes_with_its_table(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *sequence = counter(&pg, pg.have);
    put(&pg, sequence, ORQ_ATTRIBUTE_OWNED_BY, "t.id");
    struct orq_table *t = table(&pg, pg.have, "t");
    column(&pg, t, "id", "integer");
    drop(&pg, sequence);
    struct orq_op op = {.kind = ORQ_OP_DROP_TABLE, .from = {.table = t}};
    ORQ_PUSH(pg.arena, &pg.ops, op);
    assert_string_equal(emitted(&pg), "DROP TABLE t;\n");
    pg_end(&pg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemas_and_extensions_are_made_first),
        cmocka_unit_test(values_are_added_where_they_stand),
        cmocka_unit_test(values_are_renamed_both_ways),
        cmocka_unit_test(a_value_is_taken_away_by_casting),
        cmocka_unit_test(a_domain_over_another_type_is_cast),
        cmocka_unit_test(what_is_made_of_a_type_goes_along),
        cmocka_unit_test(a_partition_key_keeps_its_type),
        cmocka_unit_test(a_domain_is_altered_in_place),
        cmocka_unit_test(composites_and_ranges_are_made),
        cmocka_unit_test(a_sequence_has_its_owner_last),
        cmocka_unit_test(a_sequence_is_altered_in_one_statement),
        cmocka_unit_test(an_owned_sequence_goes_with_its_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
