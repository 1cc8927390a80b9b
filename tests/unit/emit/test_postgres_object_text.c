/* Views, functions, triggers, rules, policies and statistics on PostgreSQL; comments, owners and
 * grants. */
#include "tests/unit/emit/postgres_world.h"

static struct orq_definition *view(struct pg *pg, struct orq_schema *schema, const char *query)
{
    struct orq_definition *made = DEFINE(pg, schema, .kind = ORQ_KIND_VIEW, .name = "v");
    put(pg, made, ORQ_ATTRIBUTE_QUERY, query);
    return made;
}

static void a_view_is_made_with_its_options(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *made = view(&pg, pg.want, "SELECT 1 -- one");
    made->columns = words(&pg, "a,Order");
    put_list(&pg, made, ORQ_ATTRIBUTE_WITH, "security_barrier=true");
    put(&pg, made, ORQ_ATTRIBUTE_CHECK_OPTION, "local");
    column(&pg, relation(&pg, made), "a", "")->comment = "it's one";
    made->relation->columns.items[0]->default_expr.text = "7";
    create(&pg, made);
    assert_string_equal(emitted(&pg),
                        "CREATE VIEW v (a, \"Order\") WITH (security_barrier=true) AS\n"
                        "SELECT 1 -- one\nWITH LOCAL CHECK OPTION;\n"
                        "ALTER VIEW v ALTER COLUMN a SET DEFAULT 7;\n"
                        "COMMENT ON COLUMN v.a IS 'it''s one';\n");
    pg_end(&pg);
}

static void options_of_a_view_are_altered(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = view(&pg, pg.have, "SELECT 1");
    struct orq_definition *new = view(&pg, pg.want, "SELECT 1");
    put_list(&pg, old, ORQ_ATTRIBUTE_WITH, "security_barrier=true");
    put_list(&pg, new, ORQ_ATTRIBUTE_WITH, "security_invoker=true");
    put(&pg, old, ORQ_ATTRIBUTE_CHECK_OPTION, "local");
    alter(&pg, old, new, 0);
    assert_string_equal(emitted(&pg), "ALTER VIEW v SET (security_invoker=true);\n"
                                      "ALTER VIEW v RESET (security_barrier);\n"
                                      "ALTER VIEW v RESET (check_option);\n");
    pg_end(&pg);
}

static void a_view_of_another_query_is_made_anew(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = view(&pg, pg.have, "SELECT 1 AS a");
    struct orq_definition *new = view(&pg, pg.want, "SELECT 2 AS a");
    struct orq_definition *above =
        DEFINE(&pg, pg.have, .kind = ORQ_KIND_VIEW, .name = "above", .comment = "it");
    put(&pg, above, ORQ_ATTRIBUTE_QUERY, "SELECT v.a FROM v");
    alter(&pg, old, new, 0);
    assert_string_equal(emitted(&pg), "DROP VIEW above;\n"
                                      "DROP VIEW v;\n"
                                      "CREATE VIEW v AS\nSELECT 2 AS a;\n"
                                      "CREATE VIEW above AS\nSELECT v.a FROM v;\n"
                                      "COMMENT ON VIEW above IS 'it';\n");
    pg_end(&pg);
}

static void a_materialized_view_comes_with_its_indexes(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = view(&pg, pg.have, "SELECT 1 AS a");
    struct orq_definition *new = view(&pg, pg.want, "SELECT 2 AS a");
    struct orq_definition *both[] = {old, new};
    for (size_t i = 0; i < 2; i++) {
        put(&pg, both[i], ORQ_ATTRIBUTE_MATERIALIZED, "true");
        put(&pg, both[i], ORQ_ATTRIBUTE_UNPOPULATED, "true");
        struct orq_index *index = ORQ_NEW(pg.arena, struct orq_index);
        index->name = "v_a";
        ORQ_PUSH(pg.arena, &index->parts, (struct orq_key_part){.column = "a"});
        column(&pg, relation(&pg, both[i]), "a", "integer");
        ORQ_PUSH(pg.arena, &both[i]->relation->indexes, index);
    }
    alter(&pg, old, new, 0);
    assert_string_equal(emitted(&pg),
                        "DROP MATERIALIZED VIEW v;\n"
                        "CREATE MATERIALIZED VIEW v AS\nSELECT 2 AS a\nWITH NO DATA;\n"
                        "CREATE INDEX v_a ON v (a);\n");
    pg_end(&pg);
}

static struct orq_definition *function(struct pg *pg, struct orq_schema *schema,
                                       const char *arguments, const char *sql)
{
    struct orq_definition *made = DEFINE(pg, schema, .kind = ORQ_KIND_FUNCTION, .schema = "audit",
                                         .name = "f(integer, text)", .sql = sql);
    put(pg, made, ORQ_ATTRIBUTE_ARGUMENTS, arguments);
    put(pg, made, ORQ_ATTRIBUTE_RETURNS, "integer");
    put(pg, made, ORQ_ATTRIBUTE_BODY, sql);
    return made;
}

static void a_function_is_replaced_where_it_can_be(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        bool replaced;
    } pairs[] = {
        {"a integer, b text", "a integer, b text", true},
        {"integer, b text", "a integer, b text", true},
        {"a integer, b text", "a integer, b text DEFAULT 'x, y'::text", true},
        {"a integer, b text DEFAULT 'x'::text", "a integer, b text DEFAULT lower('Y, z')", true},
        {"a integer, b text DEFAULT 'x'::text", "a integer, b text", false},
        {"a integer, b text", "a integer, c text", false},
        {"a integer, b text", "a integer, b text, OUT c integer", false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct pg pg = pg_new();
        struct orq_definition *old = function(&pg, pg.have, pairs[i].from, "create function 1");
        struct orq_definition *new =
            function(&pg, pg.want, pairs[i].to, "CREATE FUNCTION f(…) AS $$ 2 $$;");
        alter(&pg, old, new, 0);
        assert_string_equal(
            emitted(&pg), pairs[i].replaced ? "CREATE OR REPLACE FUNCTION audit.f(…) AS $$ 2 $$;\n"
                                            : "DROP FUNCTION audit.f(integer, text);\n"
                                              "CREATE FUNCTION audit.f(…) AS $$ 2 $$;\n");
        pg_end(&pg);
    }
}

static void texts_get_the_schema_that_they_leave_out(void **state)
{
    (void)state;
    static const struct {
        struct orq_definition definition;
        const char *sql;
    } cases[] = {
        {{.kind = ORQ_KIND_AGGREGATE,
          .schema = "s",
          .name = "sum2(integer)",
          .sql = "CREATE AGGREGATE sum2(integer) (…)"},
         "CREATE AGGREGATE s.sum2(integer) (…);\n"},
        {{.kind = ORQ_KIND_AGGREGATE,
          .schema = "s",
          .name = "sum2(integer)",
          .sql = "CREATE AGGREGATE s.sum2(integer) (…)"},
         "CREATE AGGREGATE s.sum2(integer) (…);\n"},
        {{.kind = ORQ_KIND_OPERATOR,
          .schema = "s",
          .name = "~<(text, text)",
          .sql = "CREATE OPERATOR ~< (…)"},
         "CREATE OPERATOR s.~< (…);\n"},
        {{.kind = ORQ_KIND_TRIGGER,
          .name = "t",
          .on = "My.x.t",
          .sql = "CREATE TRIGGER t BEFORE UPDATE OF \"on\" ON t EXECUTE FUNCTION f()"},
         "CREATE TRIGGER t BEFORE UPDATE OF \"on\" ON \"My.x\".t EXECUTE FUNCTION f();\n"},
        {{.kind = ORQ_KIND_TRIGGER,
          .name = "t",
          .on = "My.\"t",
          .sql = "CREATE TRIGGER t BEFORE UPDATE OF \"on\" ON \"\"\"t\" EXECUTE FUNCTION f()"},
         "CREATE TRIGGER t BEFORE UPDATE OF \"on\" ON \"My\".\"\"\"t\" EXECUTE FUNCTION f();\n"},
        {{.kind = ORQ_KIND_RULE,
          .name = "r",
          .on = "s.t",
          .sql = "CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING;"},
         "CREATE RULE r AS ON INSERT TO s.t DO INSTEAD NOTHING;\n"},
        {{.kind = ORQ_KIND_RULE,
          .name = "r",
          .on = "s.t",
          .sql = "CREATE RULE r AS ON INSERT TO s.t DO INSTEAD NOTHING"},
         "CREATE RULE r AS ON INSERT TO s.t DO INSTEAD NOTHING;\n"},
        {{.kind = ORQ_KIND_COLLATION,
          .schema = "s",
          .name = "de",
          .sql = "CREATE COLLATION IF NOT EXISTS de (…)"},
         "CREATE COLLATION IF NOT EXISTS s.de (…);\n"},
        {{.kind = ORQ_KIND_CAST, .name = "(a AS b)", .sql = "CREATE CAST (a AS b) WITH INOUT"},
         "CREATE CAST (a AS b) WITH INOUT;\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pg pg = pg_new();
        create(&pg, define(&pg, pg.want, cases[i].definition));
        assert_string_equal(emitted(&pg), cases[i].sql);
        pg_end(&pg);
    }
}

static void triggers_are_switched_on_and_off(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    const struct orq_definition trigger = {.kind = ORQ_KIND_TRIGGER,
                                           .name = "touch",
                                           .on = "s.t",
                                           .sql = "CREATE TRIGGER touch AFTER INSERT ON s.t "
                                                  "EXECUTE FUNCTION f()",
                                           .comment = "seen"};
    struct orq_definition *old = define(&pg, pg.have, trigger);
    struct orq_definition *new = define(&pg, pg.want, trigger);
    put(&pg, new, ORQ_ATTRIBUTE_ENABLED, "replica");
    new->comment = NULL;
    alter(&pg, old, new, ORQ_CHANGE_COMMENT);
    assert_string_equal(emitted(&pg), "ALTER TABLE s.t ENABLE REPLICA TRIGGER touch;\n"
                                      "COMMENT ON TRIGGER touch ON s.t IS NULL;\n");
    pg.ops.len = 0;
    drop(&pg, old);
    assert_string_equal(emitted(&pg), "DROP TRIGGER touch ON s.t;\n");
    pg.ops.len = 0;
    new->comment = "here";
    create(&pg, new);
    assert_string_equal(emitted(&pg),
                        "CREATE TRIGGER touch AFTER INSERT ON s.t EXECUTE FUNCTION f();\n"
                        "ALTER TABLE s.t ENABLE REPLICA TRIGGER touch;\n"
                        "COMMENT ON TRIGGER touch ON s.t IS 'here';\n");
    pg_end(&pg);
}

static struct orq_definition *policy(struct pg *pg, struct orq_schema *schema)
{
    struct orq_definition *made =
        DEFINE(pg, schema, .kind = ORQ_KIND_POLICY, .name = "own", .on = "t");
    put(pg, made, ORQ_ATTRIBUTE_USING, "a > 1");
    return made;
}

static void policies_are_altered_or_made_anew(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = policy(&pg, pg.have), *new = policy(&pg, pg.want);
    put(&pg, new, ORQ_ATTRIBUTE_USING, "(a > 2)");
    put(&pg, new, ORQ_ATTRIBUTE_WITH_CHECK, "a > 3");
    put_list(&pg, new, ORQ_ATTRIBUTE_ROLES, "app,Reader");
    alter(&pg, old, new, 0);
    assert_string_equal(emitted(&pg), "ALTER POLICY own ON t TO app, \"Reader\";\n"
                                      "ALTER POLICY own ON t USING (a > 2);\n"
                                      "ALTER POLICY own ON t WITH CHECK (a > 3);\n");
    pg.ops.len = 0;
    put(&pg, new, ORQ_ATTRIBUTE_COMMAND, "update");
    put(&pg, new, ORQ_ATTRIBUTE_RESTRICTIVE, "true");
    alter(&pg, old, new, 0);
    assert_string_equal(emitted(&pg), "DROP POLICY own ON t;\n"
                                      "CREATE POLICY own ON t AS RESTRICTIVE FOR update TO app, "
                                      "\"Reader\" USING (a > 2) WITH CHECK (a > 3);\n");
    pg_end(&pg);
}

static void statistics_name_columns_and_expressions(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *made =
        DEFINE(&pg, pg.want, .kind = ORQ_KIND_STATISTICS, .name = "st", .on = "t");
    put_list(&pg, made, ORQ_ATTRIBUTE_KINDS, "ndistinct,mcv");
    put_list(&pg, made, ORQ_ATTRIBUTE_ELEMENTS, "Odd,lower(b)");
    put(&pg, made, ORQ_ATTRIBUTE_STATISTICS, "100");
    column(&pg, table(&pg, pg.want, "t"), "Odd", "text");
    create(&pg, made);
    assert_string_equal(emitted(&pg),
                        "CREATE STATISTICS st (ndistinct, mcv) ON \"Odd\", (lower(b)) FROM t;\n"
                        "ALTER STATISTICS st SET STATISTICS 100;\n");
    pg_end(&pg);
}

static void grants_follow_what_is_wanted(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = view(&pg, pg.have, "SELECT 1");
    struct orq_definition *new = view(&pg, pg.want, "SELECT 1");
    old->acl = (struct orq_acl){
        .owner = "one", .given = true, .grants = words(&pg, "SELECT TO a,SELECT TO \"b B\"")};
    new->acl = (struct orq_acl){.owner = "Two",
                                .given = true,
                                .grants = words(&pg, "INSERT TO a WITH GRANT OPTION,SELECT TO a")};
    alter(&pg, old, new, ORQ_CHANGE_OWNER | ORQ_CHANGE_GRANTS);
    assert_string_equal(emitted(&pg), "ALTER VIEW v OWNER TO \"Two\";\n"
                                      "REVOKE SELECT ON TABLE v FROM \"b B\";\n"
                                      "GRANT INSERT ON TABLE v TO a WITH GRANT OPTION;\n");
    pg_end(&pg);
}

static void what_is_made_anew_keeps_its_grants(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = function(&pg, pg.have, "a integer, b text", "CREATE FUNCTION f()");
    struct orq_definition *new = function(&pg, pg.want, "b integer, a text", "CREATE FUNCTION f()");
    table(&pg, pg.have, "t")->postgres = ORQ_NEW(pg.arena, struct orq_table_postgres);
    pg.have->tables.items[0]->postgres->acl.owner = "usual";
    old->acl = (struct orq_acl){.owner = "usual",
                                .given = true,
                                .grants = words(&pg, "EXECUTE TO a,REVOKE EXECUTE FROM PUBLIC")};
    alter(&pg, old, new, 0);
    assert_string_equal(emitted(&pg),
                        "DROP FUNCTION audit.f(integer, text);\n"
                        "CREATE FUNCTION audit.f();\n"
                        "GRANT EXECUTE ON FUNCTION audit.f(integer, text) TO a;\n"
                        "REVOKE EXECUTE ON FUNCTION audit.f(integer, text) FROM PUBLIC;\n");
    old->acl.owner = "special";
    assert_non_null(
        strstr(emitted(&pg), "ALTER FUNCTION audit.f(integer, text) OWNER TO special;\n"));
    pg_end(&pg);
}

static void an_aggregate_of_any_rows_has_a_star(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *made = DEFINE(&pg, pg.want, .kind = ORQ_KIND_AGGREGATE, .name = "n()",
                                         .sql = "CREATE AGGREGATE n(*) (…)", .comment = "rows");
    made->acl = (struct orq_acl){
        .owner = "o", .given = true, .grants = words(&pg, "REVOKE EXECUTE FROM PUBLIC")};
    create(&pg, made);
    assert_string_equal(emitted(&pg), "CREATE AGGREGATE n(*) (…);\n"
                                      "COMMENT ON AGGREGATE n(*) IS 'rows';\n"
                                      "ALTER AGGREGATE n(*) OWNER TO o;\n"
                                      "REVOKE EXECUTE ON FUNCTION n() FROM PUBLIC;\n");
    pg_end(&pg);
}

static void renames_come_before_other_changes(void **state)
{
    (void)state;
    struct pg pg = pg_new();
    struct orq_definition *old = policy(&pg, pg.have), *new = policy(&pg, pg.want);
    old->name = "Old";
    new->comment = "new";
    alter(&pg, old, new, ORQ_CHANGE_NAME | ORQ_CHANGE_COMMENT);
    assert_string_equal(emitted(&pg), "ALTER POLICY \"Old\" ON t RENAME TO own;\n"
                                      "COMMENT ON POLICY own ON t IS 'new';\n");
    pg_end(&pg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_view_is_made_with_its_options),
        cmocka_unit_test(options_of_a_view_are_altered),
        cmocka_unit_test(a_view_of_another_query_is_made_anew),
        cmocka_unit_test(a_materialized_view_comes_with_its_indexes),
        cmocka_unit_test(a_function_is_replaced_where_it_can_be),
        cmocka_unit_test(texts_get_the_schema_that_they_leave_out),
        cmocka_unit_test(triggers_are_switched_on_and_off),
        cmocka_unit_test(policies_are_altered_or_made_anew),
        cmocka_unit_test(statistics_name_columns_and_expressions),
        cmocka_unit_test(grants_follow_what_is_wanted),
        cmocka_unit_test(what_is_made_anew_keeps_its_grants),
        cmocka_unit_test(an_aggregate_of_any_rows_has_a_star),
        cmocka_unit_test(renames_come_before_other_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
