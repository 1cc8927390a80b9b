/* What a model of PostgreSQL holds beside its tables. */
#include "model/identity.h"
#include "model/trigger.h"
#include "tests/unit/model/resolved.h"

/* What a definition of this text has. */
static const char *attributes_of(void **state, enum orq_kind kind, const char *name,
                                 const char *text)
{
    return told(state, &definition_of(resolve(state, text), kind, name)->attributes);
}

static void schemas_and_extensions(void **state)
{
    const struct orq_schema *schema =
        resolve(state, "extensions: [pgcrypto, {name: citext, schema: ext, version: \"1.6\"}]\n"
                       "schemas: {audit: {comment: who did what, owner: app,\n"
                       "                  grants: {reader: [usage, create]}}}\n"
                       "sequences: {own.s: {}}\n");
    const struct orq_definition *audit = definition_of(schema, ORQ_KIND_NAMESPACE, "audit");
    assert_null(audit->schema);
    assert_string_equal(audit->comment, "who did what");
    assert_string_equal(audit->acl.owner, "app");
    assert_string_equal(joined(state, &audit->acl.grants), "CREATE TO reader, USAGE TO reader");
    assert_string_equal(
        told(state, &definition_of(schema, ORQ_KIND_EXTENSION, "citext")->attributes),
        "schema=ext; version=1.6");
    assert_int_equal(definition_of(schema, ORQ_KIND_EXTENSION, "pgcrypto")->attributes.len, 0);
    assert_string_equal(joined(state, &schema->schemas), "public, audit, own");
}

/* kind: the model up to the grants of its only object. */
static const char *grants_of(void **state, const char *kind, const char *grants)
{
    const char *text =
        orq_arena_printf(((struct fixture *)*state)->arena, "%s%s}}\n", kind, grants);
    const struct orq_schema *schema = resolve(state, text);
    const struct orq_acl *acl = schema->tables.len > 0
                                    ? &orq_table_postgres(schema->tables.items[0])->acl
                                    : &schema->definitions.items[0]->acl;
    assert_true(acl->given);
    return joined(state, &acl->grants);
}

static void grants_are_one_privilege_each(void **state)
{
    static const char table[] = "tables: {t: {columns: {a: {type: text}}, grants: ";
    static const char type[] = "enums: {e: {values: [a], grants: ";
    assert_string_equal(grants_of(state, table, "{}"), "");
    assert_string_equal(grants_of(state, table, "{b: [select, insert], a: select}"),
                        "INSERT TO b, SELECT TO a, SELECT TO b");
    assert_string_equal(
        grants_of(state, table,
                  "{My role: {privileges: [select], grant_option: true}, public: select}"),
        "SELECT TO \"My role\" WITH GRANT OPTION, SELECT TO PUBLIC");
    assert_string_equal(
        grants_of(state, table, "{a: [delete, {privileges: update, grant_option: true}]}"),
        "DELETE TO a, UPDATE TO a WITH GRANT OPTION");
    assert_string_equal(grants_of(state, table, "{a: all}"),
                        "DELETE TO a, INSERT TO a, REFERENCES TO a, SELECT TO a, TRIGGER TO a, "
                        "TRUNCATE TO a, UPDATE TO a");
    assert_string_equal(grants_of(state, type, "{public: none, a: usage}"),
                        "REVOKE USAGE FROM PUBLIC, USAGE TO a");
    assert_string_equal(grants_of(state, type, "{public: usage}"), "");
    assert_non_null(strstr(fault_of(state, "enums: {e: {values: [a], grants: {a: select}}}\n"),
                           "no privilege"));
}

static void types_have_attributes(void **state)
{
    const struct orq_schema *schema = resolve(
        state, "enums: {mood: {values: [sad, {name: glad, renamed_from: happy}]}}\n"
               "domains:\n"
               "  email: {type: citext, nullable: false, default: x, collate: pg_catalog.C,\n"
               "          check: [VALUE ~ '@', VALUE <> ''],\n"
               "          checks: {short: {sql: length(VALUE) < 99, not_valid: true, comment: "
               "why}}}\n"
               "  audit.plain: {type: mood}\n"
               "composites: {pair: {columns: {a: integer, B: {type: \"mood[]\", comment: b}}}}\n"
               "ranges:\n"
               "  floats: {subtype: double, subtype_diff: float8mi, multirange: "
               "floats_multirange}\n"
               "  myrange: {subtype: text, opclass: text_ops, collate: C, multirange: "
               "public.many}\n"
               "  marks: {subtype: char(3)}\n"
               "  bits: {subtype: bit(4)}\n"
               "  spans: {subtype: interval hour to minute}\n");
    const struct orq_definition *mood = definition_of(schema, ORQ_KIND_ENUM, "mood");
    assert_string_equal(told(state, &mood->attributes),
                        "values=[sad, glad]; renamed values=[, happy]");
    const struct orq_definition *email = definition_of(schema, ORQ_KIND_DOMAIN, "email");
    assert_string_equal(told(state, &email->attributes),
                        "type=citext; collation=C; default='x'; not null=true");
    const struct orq_constraints *checks = &email->relation->constraints;
    assert_int_equal(checks->len, 3);
    assert_string_equal(checks->items[0]->name, "email_check");
    assert_string_equal(checks->items[1]->name, "email_check1");
    assert_string_equal(checks->items[2]->name, "short");
    assert_true(checks->items[2]->not_valid);
    assert_null(definition_of(schema, ORQ_KIND_DOMAIN, "plain")->relation);
    const struct orq_definition *pair = definition_of(schema, ORQ_KIND_COMPOSITE, "pair");
    assert_string_equal(column_of(pair->relation, "B")->type, "mood[]");
    assert_string_equal(column_of(pair->relation, "B")->comment, "b");
    assert_string_equal(told(state, &definition_of(schema, ORQ_KIND_RANGE, "floats")->attributes),
                        "subtype=double precision; difference function=float8mi");
    assert_string_equal(told(state, &definition_of(schema, ORQ_KIND_RANGE, "myrange")->attributes),
                        "collation=C; subtype=text; operator class=text_ops; multirange=many");
    static const char *const bare[][2] = {
        {"marks", "subtype=bpchar"}, {"bits", "subtype=bit"}, {"spans", "subtype=interval"}};
    for (size_t i = 0; i < sizeof bare / sizeof *bare; i++)
        assert_string_equal(
            told(state, &definition_of(schema, ORQ_KIND_RANGE, bare[i][0])->attributes),
            bare[i][1]);
}

static void sequences_leave_defaults_out(void **state)
{
    static const struct {
        const char *map, *told;
    } rows[] = {
        {"{}", ""},
        {"{type: bigint, start: 1, increment: 1, min: 1, max: 9223372036854775807, cache: 1}", ""},
        {"{type: integer, max: 2147483647}", "type=integer"},
        {"{type: smallint, max: 100, start: 5}", "type=smallint; start=5; maximum=100"},
        {"{increment: -1, start: -1, max: -1, min: -9223372036854775808}", "increment=-1"},
        {"{min: 10, start: 10}", "minimum=10"},
        {"{cycle: true, unlogged: true, cache: 5}", "cache=5; cycle=true; unlogged=true"},
        {"{owned_by: public.t.id}", "owned by=t.id"},
        {"{owned_by: audit.t.id}", "owned by=audit.t.id"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(attributes_of(state, ORQ_KIND_SEQUENCE, "s",
                                          orq_arena_printf(((struct fixture *)*state)->arena,
                                                           "sequences: {s: %s}\n", rows[i].map)),
                            rows[i].told);
}

static void statistics_list_columns_before_expressions(void **state)
{
    const struct orq_schema *schema =
        resolve(state, "tables: {t: {columns: {a: {type: text}, B: {type: text}}}}\n"
                       "statistics:\n"
                       "  s: {table: t, columns: [{expr: lower(a)}, B, a], target: 100,\n"
                       "      kinds: [mcv, dependencies]}\n"
                       "  all: {table: public.t, columns: [a, B],\n"
                       "        kinds: [ndistinct, dependencies, mcv]}\n");
    const struct orq_definition *statistics = definition_of(schema, ORQ_KIND_STATISTICS, "s");
    assert_string_equal(statistics->on, "t");
    assert_string_equal(
        told(state, &statistics->attributes),
        "kinds=[dependencies, mcv]; columns=[a, \"B\", lower(a)]; statistics target=100");
    assert_string_equal(told(state, &definition_of(schema, ORQ_KIND_STATISTICS, "all")->attributes),
                        "columns=[a, \"B\"]");
    assert_non_null(strstr(fault_of(state, "tables: {t: {columns: {abc: {type: text}}}}\n"
                                           "statistics: {s: {table: t, columns: [abd, abc]}}\n"),
                           "did you mean \"abc\""));
}

static void policies_have_attributes(void **state)
{
    const struct orq_schema *schema = resolve(
        state, "tables:\n"
               "  audit.t:\n"
               "    columns: {a: {type: text}}\n"
               "    policies:\n"
               "      p: {for: update, to: [Zoe, app], using: a = 'x', with_check: a <> '',\n"
               "          permissive: false}\n"
               "      q: {for: all, to: [public], using: true, comment: everybody}\n");
    const struct orq_definition *policy = definition_of(schema, ORQ_KIND_POLICY, "p");
    assert_string_equal(policy->on, "audit.t");
    assert_string_equal(told(state, &policy->attributes),
                        "command=update; restrictive=true; roles=[\"Zoe\", app]; using=a = 'x'; "
                        "with check=a <> ''");
    policy = definition_of(schema, ORQ_KIND_POLICY, "q");
    assert_string_equal(told(state, &policy->attributes), "using=true");
    assert_string_equal(policy->comment, "everybody");
}

static void views_have_attributes_and_parts(void **state)
{
    const struct orq_schema *schema = resolve(
        state, "views:\n"
               "  v: {sql: \"SELECT 1 AS a;\", columns: [x], with: {security_barrier: true},\n"
               "      check_option: local, column_comments: {x: one}, column_defaults: {x: 5},\n"
               "      column_grants: {x: {reader: select}}}\n"
               "  audit.m: {sql: TABLE t, materialized: true, populated: false,\n"
               "            tablespace: fast, indexes: [[a], {columns: [b], unique: true}]}\n");
    const struct orq_definition *view = definition_of(schema, ORQ_KIND_VIEW, "v");
    assert_string_equal(told(state, &view->attributes),
                        "query=SELECT 1 AS a; with=[security_barrier=true]; check option=local");
    assert_string_equal(joined(state, &view->columns), "x");
    assert_null(view->sql);
    const struct orq_column *column = column_of(view->relation, "x");
    assert_string_equal(column->comment, "one");
    assert_string_equal(column->default_expr.text, "5");
    assert_string_equal(joined(state, &orq_column_postgres(column)->acl.grants),
                        "SELECT TO reader");
    view = definition_of(schema, ORQ_KIND_VIEW, "m");
    assert_string_equal(told(state, &view->attributes),
                        "query=TABLE t; materialized=true; tablespace=fast; with no data=true");
    assert_string_equal(view->relation->indexes.items[0]->name, "m_a_idx");
    assert_true(view->relation->indexes.items[1]->unique);
    assert_non_null(strstr(fault_of(state, "views: {v: {sql: DROP TABLE t}}\n"), "its SELECT"));
    assert_non_null(
        strstr(fault_of(state, "views: {v: {sql: SELECT 1; SELECT 2}}\n"), "one statement"));
}

static void routines_have_attributes(void **state)
{
    const struct orq_schema *schema = resolve(
        state,
        "functions:\n"
        "  f(int, a text):\n"
        "    sql: |\n"
        "      CREATE OR REPLACE FUNCTION public.f(integer, a text DEFAULT 'x')\n"
        "      RETURNS int4 LANGUAGE sql IMMUTABLE STRICT COST 5\n"
        "      SET search_path TO pg_catalog\n"
        "      AS $$ SELECT 1; $$;\n"
        "    comment: does it\n"
        "  audit.p(): {sql: \"CREATE PROCEDURE audit.p() LANGUAGE plpgsql AS 'BEGIN END'\"}\n"
        "  only: {sql: \"CREATE FUNCTION only() RETURNS int RETURN 1\"}\n");
    const struct orq_definition *function =
        definition_of(schema, ORQ_KIND_FUNCTION, "f(integer, text)");
    assert_string_equal(function->comment, "does it");
    assert_null(function->schema);
    assert_true(orq_ends_with(function->sql, "$$ SELECT 1; $$"));
    assert_string_equal(orq_attribute_text(&function->attributes, ORQ_ATTRIBUTE_RETURNS),
                        "integer");
    assert_string_equal(orq_attribute_text(&function->attributes, ORQ_ATTRIBUTE_BODY),
                        " SELECT 1; ");
    assert_string_equal(
        joined(state, &orq_attribute_find(&function->attributes, ORQ_ATTRIBUTE_OPTIONS)->list),
        "cost 5, immutable, strict");
    function = definition_of(schema, ORQ_KIND_FUNCTION, "p()");
    assert_string_equal(function->schema, "audit");
    assert_string_equal(orq_attribute_text(&function->attributes, ORQ_ATTRIBUTE_PROCEDURE), "true");
    assert_non_null(definition_of(schema, ORQ_KIND_FUNCTION, "only()"));
}

static void triggers_and_rules_stand_in_their_relation(void **state)
{
    const struct orq_schema *schema = resolve(
        state, "tables:\n"
               "  audit.t:\n"
               "    columns: {a: {type: text}}\n"
               "    triggers:\n"
               "      tr: {sql: CREATE TRIGGER tr BEFORE INSERT ON audit.t FOR EACH ROW\n"
               "                EXECUTE PROCEDURE f(), enabled: always}\n"
               "    rules:\n"
               "      r: {sql: CREATE RULE r AS ON INSERT TO audit.t DO INSTEAD NOTHING}\n"
               "  t:\n"
               "    columns: {a: {type: text}}\n"
               "    triggers:\n"
               "      tr: {sql: CREATE TRIGGER tr AFTER DELETE ON t EXECUTE FUNCTION f()}\n");
    const struct orq_definition *trigger = definition_of(schema, ORQ_KIND_TRIGGER, "tr");
    assert_string_equal(trigger->on, "audit.t");
    assert_string_equal(orq_attribute_text(&trigger->attributes, ORQ_ATTRIBUTE_ENABLED), "always");
    assert_non_null(strstr(orq_attribute_text(&trigger->attributes, ORQ_ATTRIBUTE_TEXT), "f()"));
    assert_string_equal(definition_of(schema, ORQ_KIND_RULE, "r")->on, "audit.t");
    assert_int_equal(schema->definitions.len, 3);
}

static void whole_statements_keep_their_text(void **state)
{
    const struct orq_schema *schema = resolve(
        state, "operators: {\"===(int, none)\": {sql: \"CREATE OPERATOR === (LEFTARG = int, "
               "FUNCTION = f)\"}}\n"
               "casts: {\"(int4 as text)\": {sql: CREATE CAST (integer AS text) WITH FUNCTION "
               "f(integer)}}\n"
               "collations: {german: {sql: \"CREATE COLLATION german (locale = 'de_DE')\"}}\n"
               "servers: {far: {sql: CREATE SERVER far FOREIGN DATA WRAPPER w, owner: app}}\n"
               "aggregates: {sum2(int): {sql: \"CREATE AGGREGATE sum2(integer) (SFUNC = f, STYPE = "
               "int)\"}}\n"
               "foreign_tables: {ft: {sql: CREATE FOREIGN TABLE ft (a integer) SERVER far}}\n");
    assert_non_null(definition_of(schema, ORQ_KIND_OPERATOR, "===(integer, NONE)"));
    assert_non_null(definition_of(schema, ORQ_KIND_CAST, "(integer AS text)"));
    assert_non_null(definition_of(schema, ORQ_KIND_COLLATION, "german"));
    assert_non_null(definition_of(schema, ORQ_KIND_AGGREGATE, "sum2(integer)"));
    assert_non_null(orq_attribute_text(
        &definition_of(schema, ORQ_KIND_FOREIGN_TABLE, "ft")->attributes, ORQ_ATTRIBUTE_TEXT));
    assert_string_equal(definition_of(schema, ORQ_KIND_SERVER, "far")->acl.owner, "app");
}

static void foreign_tables_are_partitions_and_have_comments(void **state)
{
    const struct orq_schema *schema = resolve(
        state,
        "tables: {t: {columns: {a: {type: integer}}, postgresql: {partition_by: {list: [a]}}}}\n"
        "foreign_tables:\n"
        "  audit.p: {sql: CREATE FOREIGN TABLE audit.p PARTITION OF public.t FOR VALUES IN (1) "
        "SERVER s,\n"
        "            column_comments: {a: its number}, triggers: {tr: {enabled: always}}}\n");
    const struct orq_definition *table = definition_of(schema, ORQ_KIND_FOREIGN_TABLE, "p");
    assert_string_equal(told(state, &table->attributes),
                        "definition=server s; partition of=t; bound=for values in (1)");
    assert_string_equal(orq_table_column(table->relation, "a")->comment, "its number");
    assert_true(orq_is_trigger_state(definition_of(schema, ORQ_KIND_TRIGGER, "tr")));
    assert_non_null(
        strstr(fault_of(state, "foreign_tables: {p: {sql: CREATE FOREIGN TABLE p PARTITION OF t "
                               "FOR VALUES IN (1)}}\n"),
               "expected FOR VALUES or DEFAULT, then SERVER"));
}

static void publications_say_what_and_tables_which(void **state)
{
    const struct orq_schema *schema = resolve(
        state, "publications:\n"
               "  all: {all_tables: true, publish: [truncate, delete, update, insert]}\n"
               "  some: {schemas: [b, a], publish: [update, insert], owner: app,\n"
               "         publish_via_partition_root: true, publish_generated_columns: stored}\n"
               "  none: {publish: [], publish_generated_columns: none, comment: for later}\n"
               "tables:\n"
               "  audit.t:\n"
               "    columns: {a: {type: integer}, b: {type: text}}\n"
               "    published_in: {none: {columns: [b, a], where: a > 1}}\n");
    const struct orq_definition *some = definition_of(schema, ORQ_KIND_PUBLICATION, "some");
    const struct orq_definition *none = definition_of(schema, ORQ_KIND_PUBLICATION, "none");
    const struct orq_definition *entry = definition_of(schema, ORQ_KIND_PUBLISHED, "none");
    assert_string_equal(
        told(state, &definition_of(schema, ORQ_KIND_PUBLICATION, "all")->attributes),
        "all tables=true");
    assert_string_equal(told(state, &some->attributes),
                        "schemas=[a, b]; publish=insert, update; via partition root=true; "
                        "generated columns=stored");
    assert_string_equal(some->acl.owner, "app");
    assert_string_equal(told(state, &none->attributes), "publish=");
    assert_string_equal(none->comment, "for later");
    assert_string_equal(told(state, &entry->attributes), "columns=[a, b]; where=a > 1");
    assert_string_equal(entry->on, "audit.t");
    assert_true(orq_schema_manages(schema, ORQ_KIND_TABLE));
    assert_false(orq_schema_manages(schema, ORQ_KIND_PUBLISHED));
    assert_non_null(strstr(fault_of(state, "publications: {p: {publish: [select]}}\n"),
                           "insert, update, delete or truncate"));
}

static void full_text_search_copies_and_maps(void **state)
{
    static const char text[] =
        "text_search_dictionaries:\n"
        "  d: {template: pg_catalog.simple, settings: {StopWords: english, accept: false}}\n"
        "text_search_configurations:\n"
        "  ru: {copy: russian, mappings: {word: [public.d, Other], email: [], tag: [a.b]}}\n"
        "  own: {parser: mine, mappings: {anything: [simple]}}\n";
    assert_string_equal(attributes_of(state, ORQ_KIND_TEXT_SEARCH_DICTIONARY, "d", text),
                        "template=simple; settings=[stopwords=english, accept=false]");
    assert_string_equal(
        attributes_of(state, ORQ_KIND_TEXT_SEARCH_CONFIGURATION, "ru", text),
        "mappings=[asciihword: english_stem, asciiword: english_stem, file: simple, float: simple, "
        "host: simple, hword: russian_stem, hword_asciipart: english_stem, hword_numpart: simple, "
        "hword_part: russian_stem, int: simple, numhword: simple, numword: simple, "
        "sfloat: simple, tag: a.b, uint: simple, url: simple, url_path: simple, version: simple, "
        "word: d, \"Other\"]");
    assert_string_equal(attributes_of(state, ORQ_KIND_TEXT_SEARCH_CONFIGURATION, "own", text),
                        "parser=mine; mappings=[anything: simple]");
    assert_string_equal(
        fault_of(state, "text_search_configurations: {c: {mappings: {words: [simple]}}}\n"),
        "the default parser has no type of token \"words\"");
}

/* Of a partition, whose triggers are copies. */
static void a_trigger_without_a_statement_is_the_state_of_a_copy(void **state)
{
    static const char parent[] = "tables:\n"
                                 "  t:\n"
                                 "    columns: {a: {type: integer}}\n"
                                 "    postgresql: {partition_by: {list: [a]}}\n"
                                 "    triggers:\n"
                                 "      tr: {sql: CREATE TRIGGER tr AFTER DELETE ON t FOR EACH ROW "
                                 "EXECUTE FUNCTION f(), enabled: origin}\n";
    const struct orq_schema *schema =
        resolve(state, orq_arena_printf(((struct fixture *)*state)->arena, "%s%s", parent,
                                        "  audit.u:\n"
                                        "    postgresql: {partition_of: {table: t, in: [1]}}\n"
                                        "    triggers: {tr: {enabled: origin, comment: other}}\n"));
    const struct orq_definition *own = schema->definitions.items[0],
                                *copy = schema->definitions.items[1];
    assert_false(orq_is_trigger_state(own));
    assert_null(orq_attribute_text(&own->attributes, ORQ_ATTRIBUTE_ENABLED));
    assert_true(orq_is_trigger_state(copy));
    assert_string_equal(told(state, &copy->attributes), "enabled=origin");
    assert_string_equal(copy->on, "audit.u");
    assert_string_equal(copy->comment, "other");
    assert_ptr_equal(orq_trigger_above(((struct fixture *)*state)->arena, schema, copy), own);
    assert_non_null(
        strstr(fault_of(state, "tables: {t: {columns: {a: {type: text}}, triggers: {tr: {enabled: "
                               "always}}}}\n"),
               "a trigger needs the key \"sql\""));
}

static void keys_agree_with_their_statements(void **state)
{
    static const char *const rows[] = {
        "functions: {f(text): {sql: CREATE FUNCTION f(integer) RETURNS int RETURN 1}}\n",
        "functions: {g(): {sql: CREATE FUNCTION f() RETURNS int RETURN 1}}\n",
        "functions: {audit.f(): {sql: CREATE FUNCTION f() RETURNS int RETURN 1}}\n",
        "collations: {a: {sql: \"CREATE COLLATION b (locale = 'C')\"}}\n",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_non_null(strstr(fault_of(state, rows[i]), "its key is"));
    assert_non_null(
        strstr(fault_of(state, "functions: {f(): {sql: CREATE TABLE f (a int)}}\n"), "no CREATE"));
    assert_non_null(
        strstr(fault_of(state, "tables: {t: {columns: {a: {type: text}}, triggers: {tr: {sql:\n"
                               "  CREATE TRIGGER tr AFTER DELETE ON u EXECUTE FUNCTION f()}}}}\n"),
               "stands under"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(schemas_and_extensions),
        TEST(grants_are_one_privilege_each),
        TEST(types_have_attributes),
        TEST(sequences_leave_defaults_out),
        TEST(statistics_list_columns_before_expressions),
        TEST(policies_have_attributes),
        TEST(views_have_attributes_and_parts),
        TEST(routines_have_attributes),
        TEST(triggers_and_rules_stand_in_their_relation),
        TEST(a_trigger_without_a_statement_is_the_state_of_a_copy),
        TEST(whole_statements_keep_their_text),
        TEST(publications_say_what_and_tables_which),
        TEST(foreign_tables_are_partitions_and_have_comments),
        TEST(full_text_search_copies_and_maps),
        TEST(keys_agree_with_their_statements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
