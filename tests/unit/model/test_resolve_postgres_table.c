/* Tables, columns, constraints and indexes of a model on PostgreSQL. */
#include "tests/unit/model/resolved.h"

static void options_of_a_table(void **state)
{
    const struct orq_table *table =
        table_of(state,
                 "tables:\n"
                 "  t:\n"
                 "    columns: {a: {type: integer, primary_key: true}}\n"
                 "    owner: app\n"
                 "    postgresql: {unlogged: true, tablespace: fast, access_method: heap,\n"
                 "      with: {toast.autovacuum_enabled: false, fillfactor: 70},\n"
                 "      row_level_security: forced, replica_identity: {index: t_pkey},\n"
                 "      cluster_on: t_pkey}\n",
                 "t");
    const struct orq_table_postgres *postgres = orq_table_postgres(table);
    assert_true(postgres->unlogged && postgres->row_security && postgres->force_row_security);
    assert_string_equal(postgres->tablespace, "fast");
    assert_null(postgres->method);
    assert_string_equal(joined(state, &postgres->with),
                        "fillfactor=70, toast.autovacuum_enabled=false");
    assert_string_equal(postgres->replica_identity, "index t_pkey");
    assert_string_equal(postgres->cluster_on, "t_pkey");
    assert_string_equal(postgres->acl.owner, "app");
    assert_false(postgres->acl.given);
}

static const char *key_of(void **state, const char *key)
{
    const char *text =
        orq_arena_printf(((struct fixture *)*state)->arena,
                         "tables: {t: {columns: {a: {type: integer}, B: {type: text}},\n"
                         "             postgresql: {partition_by: %s}}}\n",
                         key);
    return orq_table_postgres(table_of(state, text, "t"))->partition_by;
}

static void partition_keys_are_spelled_as_the_server_does(void **state)
{
    assert_string_equal(key_of(state, "{range: [a]}"), "RANGE (a)");
    assert_string_equal(key_of(state, "{list: [B]}"), "LIST (\"B\")");
    assert_string_equal(key_of(state, "{hash: [{column: B, collate: C, opclass: text_ops}, a]}"),
                        "HASH (\"B\" COLLATE \"C\" text_ops, a)");
    assert_string_equal(key_of(state, "{range: [{expr: lower(b)}, {expr: a + 1}]}"),
                        "RANGE (lower(b), (a + 1))");
    assert_string_equal(key_of(state, "\"RANGE (date_trunc('day'::text, a))\""),
                        "RANGE (date_trunc('day'::text, a))");
}

static const char *bound_of(void **state, const char *type, const char *bound)
{
    const char *text = orq_arena_printf(
        ((struct fixture *)*state)->arena,
        "tables: {t: {columns: {a: {type: %s}}, postgresql: {partition_by: {range: [a]},\n"
        "             partitions: {p: %s}}}}\n",
        type, bound);
    return orq_table_postgres(table_of(state, text, "p"))->partition_bound;
}

static void bounds_are_spelled_as_the_server_does(void **state)
{
    static const struct {
        const char *type, *bound, *text;
    } rows[] = {
        {"integer", "{from: 1, to: 10}", "FOR VALUES FROM (1) TO (10)"},
        {"integer", "{from: -1, to: maxvalue}", "FOR VALUES FROM ('-1') TO (MAXVALUE)"},
        {"bigint", "{from: [1], to: [10]}", "FOR VALUES FROM ('1') TO ('10')"},
        {"text", "{in: [a, null, 'maxvalue', it's]}",
         "FOR VALUES IN ('a', NULL, 'maxvalue', 'it''s')"},
        {"boolean", "{in: true}", "FOR VALUES IN (true)"},
        {"date", "{from: 2020-01-01, to: {sql: MAXVALUE}}",
         "FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)"},
        {"timestamp", "{from: 2020-01-01, to: 2021-01-01 12:30}",
         "FOR VALUES FROM ('2020-01-01 00:00:00') TO ('2021-01-01 12:30:00')"},
        {"timestamptz", "{from: 2020-01-01, to: \"2021-01-01 00:00:00+01\"}",
         "FOR VALUES FROM ('2020-01-01 00:00:00+00') TO ('2021-01-01 00:00:00+01')"},
        {"integer", "{modulus: 4, remainder: 1}", "FOR VALUES WITH (modulus 4, remainder 1)"},
        {"integer", "{default: true}", "DEFAULT"},
        {"integer", "{bound: FOR VALUES FROM (1) TO (2)}", "FOR VALUES FROM (1) TO (2)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(bound_of(state, rows[i].type, rows[i].bound), rows[i].text);
}

static const char tree[] =
    "tables:\n"
    "  audit.t:\n"
    "    columns:\n"
    "      id: {type: bigint, nullable: false}\n"
    "      at: {type: date, default: {sql: now()}, storage: plain, comment: when}\n"
    "    primary_key: [id, at]\n"
    "    checks: {positive: id > 0, own: {sql: id < 9, no_inherit: true}}\n"
    "    postgresql:\n"
    "      partition_by: {range: [at]}\n"
    "      partitions:\n"
    "        t_1: {from: 2020-01-01, to: 2021-01-01, partition_by: {list: [id]},\n"
    "              partitions: {t_11: {in: [1]}}}\n"
    "  t_2:\n"
    "    columns: {at: {type: date, comment: then}}\n"
    "    postgresql: {partition_of: {table: audit.t, default: true}}\n";

static void partitions_have_their_parents_columns(void **state)
{
    const struct orq_schema *schema = resolve(state, tree);
    const struct orq_table *leaf = orq_schema_table(schema, "audit.t_11");
    assert_string_equal(orq_table_postgres(leaf)->partition_of, "audit.t_1");
    assert_string_equal(orq_table_postgres(leaf)->partition_bound, "FOR VALUES IN ('1')");
    assert_int_equal(leaf->columns.len, 2);
    const struct orq_column *at = column_of(leaf, "at");
    assert_string_equal(at->default_expr.text, "now()");
    assert_null(at->comment);
    assert_false(at->nullable);
    assert_true(orq_column_postgres(at)->inherited);
    assert_false(orq_column_postgres(at)->local);
    assert_int_equal(leaf->constraints.len, 1);
    assert_string_equal(leaf->constraints.items[0]->name, "positive");
    assert_true(leaf->constraints.items[0]->inherited);
}

static void a_column_that_a_partition_writes_is_as_written(void **state)
{
    const struct orq_table *other = orq_schema_table(resolve(state, tree), "t_2");
    const struct orq_column *at = column_of(other, "at");
    assert_string_equal(other->columns.items[0]->name, "id");
    assert_string_equal(at->comment, "then");
    assert_null(at->default_expr.text);
    assert_false(at->nullable);
    assert_false(orq_column_postgres(at)->local);
    assert_string_equal(orq_table_postgres(other)->partition_of, "audit.t");
}

static void children_inherit(void **state)
{
    const struct orq_schema *schema =
        resolve(state, "tables:\n"
                       "  c: {columns: {b: {type: text}, x: {type: text},\n"
                       "                a: {type: integer, inherited: true, default: 2}},\n"
                       "      postgresql: {inherits: [p, q]}}\n"
                       "  p: {columns: {a: {type: integer, default: 1}, b: {type: text}}}\n"
                       "  q: {columns: {b: {type: text, nullable: false}}}\n");
    const struct orq_table *child = orq_schema_table(schema, "c");
    assert_string_equal(joined(state, &orq_table_postgres(child)->inherits), "p, q");
    assert_int_equal(child->columns.len, 3);
    assert_string_equal(child->columns.items[0]->default_expr.text, "2");
    assert_false(orq_column_postgres(child->columns.items[0])->local);
    assert_true(orq_column_postgres(column_of(child, "b"))->inherited);
    assert_true(orq_column_postgres(column_of(child, "b"))->local);
    assert_false(column_of(child, "b")->nullable);
    assert_false(orq_column_postgres(column_of(child, "x"))->inherited);
}

static void faults_of_families_are_reported(void **state)
{
    assert_non_null(strstr(fault_of(state, "tables:\n"
                                           "  a: {postgresql: {inherits: b}}\n"
                                           "  b: {postgresql: {inherits: a}}\n"),
                           "its own ancestor"));
    assert_non_null(
        strstr(fault_of(state, "tables: {a: {postgresql: {inherits: b}}}\n"), "does not have"));
    assert_non_null(
        strstr(fault_of(state, "tables:\n"
                               "  a: {columns: {x: {type: text}}}\n"
                               "  b: {postgresql: {partition_of: {table: a, in: 1}}}\n"),
               "not partitioned"));
    assert_non_null(
        strstr(fault_of(state, "tables: {t: {columns: {a: {type: text}}, postgresql: {partition_by:"
                               " {list: [a]}, partitions: {p: {comment: x}}}}}\n"),
               "holds"));
    assert_non_null(
        strstr(fault_of(state, "tables: {t: {columns: {a: {type: text, inherited: true}}}}\n"),
               "no parent"));
}

static void columns_have_what_only_postgresql_has(void **state)
{
    const struct orq_table *table = table_of(
        state,
        "tables:\n"
        "  t:\n"
        "    columns:\n"
        "      id: {type: integer, identity: {generated: always, name: public.t_id_seq,\n"
        "                                     start: 1, max: 2147483647, increment: 2}}\n"
        "      n:  {type: integer, identity: {name: s.counter, min: -5, start: -5}}\n"
        "      d:  {type: integer, identity: by default}\n"
        "      a:  {type: text, storage: extended, compression: lz4, statistics: 500,\n"
        "           collate: pg_catalog.C, options: {n_distinct: -0.5}, grants: {reader: select}}\n"
        "      b:  {type: \"text[]\", default: [], storage: external, collate: default}\n"
        "      c:  {type: text, storage: extended}\n",
        "t");
    const struct orq_column *id = column_of(table, "id"), *n = column_of(table, "n");
    assert_string_equal(orq_column_postgres(id)->identity, "always");
    assert_null(orq_column_postgres(id)->sequence_name);
    assert_string_equal(told(state, &orq_column_postgres(id)->sequence), "increment=2");
    assert_false(id->nullable);
    assert_string_equal(orq_column_postgres(n)->identity, "by default");
    assert_string_equal(orq_column_postgres(n)->sequence_name, "s.counter");
    assert_string_equal(told(state, &orq_column_postgres(n)->sequence), "minimum=-5");
    assert_int_equal(orq_column_postgres(column_of(table, "d"))->sequence.len, 0);
    const struct orq_column_postgres *a = orq_column_postgres(column_of(table, "a"));
    assert_null(a->storage);
    assert_string_equal(a->compression, "lz4");
    assert_string_equal(a->statistics, "500");
    assert_string_equal(joined(state, &a->options), "n_distinct=-0.5");
    assert_string_equal(joined(state, &a->acl.grants), "SELECT TO reader");
    assert_string_equal(column_of(table, "a")->collation, "C");
    assert_string_equal(orq_column_postgres(column_of(table, "b"))->storage, "external");
    assert_string_equal(column_of(table, "b")->default_expr.text, "'{}'");
    assert_null(column_of(table, "b")->collation);
    assert_null(column_of(table, "c")->postgres);
}

static void types_of_the_model_are_spelled_as_sql(void **state)
{
    static const struct {
        const char *said, *text;
    } rows[] = {
        {"mood", "mood"},
        {"\"mood[]\"", "mood[]"},
        {"public.mood", "mood"},
        {"audit.mood", "audit.mood"},
        {"\"audit.mood[]\"", "audit.mood[]"},
        {"Odd", "\"Odd\""},
        {"\"Odd[]\"", "\"Odd\"[]"},
        {"'\"Odd\"'", "\"Odd\""},
        {"pg_catalog.int4", "integer"},
        {"public.citext", "citext"},
        {"ext.citext", "ext.citext"},
        {"timestamptz(3)", "timestamp(3) with time zone"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *text = orq_arena_printf(((struct fixture *)*state)->arena,
                                            "enums: {mood: {values: [a]}, audit.mood: {values: "
                                            "[a]}}\n"
                                            "domains: {Odd: {type: text}}\n"
                                            "tables: {t: {columns: {c: {type: %s}}}}\n",
                                            rows[i].said);
        assert_string_equal(column_of(table_of(state, text, "t"), "c")->type, rows[i].text);
    }
}

static void constraints_have_what_only_postgresql_has(void **state)
{
    const struct orq_table *table = table_of(
        state,
        "tables:\n"
        "  t:\n"
        "    columns: {a: {type: integer}, b: {type: integer}, r: {type: int4range}}\n"
        "    primary_key: {columns: [a], include: [b], with: {fillfactor: 70}, tablespace: fast}\n"
        "    unique: {u: {columns: [a, r], without_overlaps: true, nulls_distinct: false}}\n"
        "    foreign_keys: {f: {columns: [a], references: t(a), on_delete: {set null: [a]},\n"
        "                       not_valid: true, not_enforced: true, comment: to itself}}\n"
        "    exclusions: {x: {using: gist, elements: [{column: r, with: \"&&\",\n"
        "                     opclass: pg_catalog.range_ops}], with: {fillfactor: 90}}}\n",
        "t");
    const struct orq_constraint *key = orq_table_primary_key(table);
    assert_string_equal(joined(state, &key->include), "b");
    assert_string_equal(joined(state, &key->with), "fillfactor=70");
    assert_string_equal(key->tablespace, "fast");
    assert_true(table->constraints.items[1]->without_overlaps);
    assert_true(table->constraints.items[1]->nulls_not_distinct);
    const struct orq_constraint *foreign = table->constraints.items[2];
    assert_true(foreign->not_valid && foreign->not_enforced);
    assert_string_equal(foreign->comment, "to itself");
    assert_string_equal(joined(state, &foreign->set_columns), "a");
    assert_string_equal(table->constraints.items[3]->parts.items[0].opclass, "range_ops");
    assert_string_equal(joined(state, &table->constraints.items[3]->with), "fillfactor=90");
}

static void indexes_have_what_only_postgresql_has(void **state)
{
    const struct orq_table *table = table_of(
        state,
        "tables:\n"
        "  t:\n"
        "    columns: {a: {type: text}}\n"
        "    indexes:\n"
        "      i: {using: gist, with: {fillfactor: 70, buffering: on},\n"
        "          columns: [{column: a, opclass: gist_trgm_ops(siglen=32), order: desc,\n"
        "                     nulls: first},\n"
        "                    {expr: lower(a), statistics: 500, nulls: last, collate: C}]}\n"
        "      j: [{column: a, order: desc, nulls: last}, {column: a, nulls: first}]\n",
        "t");
    const struct orq_index *index = table->indexes.items[0];
    assert_string_equal(joined(state, &index->with), "buffering=on, fillfactor=70");
    assert_string_equal(joined(state, &index->statistics), "2=500");
    assert_string_equal(index->parts.items[0].opclass, "gist_trgm_ops (siglen='32')");
    assert_int_equal(index->parts.items[0].nulls, ORQ_NULLS_DEFAULT);
    assert_int_equal(index->parts.items[1].nulls, ORQ_NULLS_DEFAULT);
    assert_string_equal(index->parts.items[1].collation, "C");
    assert_int_equal(table->indexes.items[1]->parts.items[0].nulls, ORQ_NULLS_LAST);
    assert_int_equal(table->indexes.items[1]->parts.items[1].nulls, ORQ_NULLS_FIRST);
}

static void references_mean_the_table_beside_first(void **state)
{
    const struct orq_schema *schema =
        resolve(state, "tables:\n"
                       "  p: {columns: {id: {type: integer, primary_key: true}}}\n"
                       "  audit.p: {columns: {id: {type: integer, primary_key: true}}}\n"
                       "  q: {columns: {id: {type: integer, primary_key: true}}}\n"
                       "  audit.t:\n"
                       "    columns:\n"
                       "      a: {type: integer, references: p}\n"
                       "      b: {type: integer, references: public.p}\n"
                       "      c: {type: integer, references: q}\n"
                       "      d: {type: integer, references: audit.p}\n");
    const struct orq_table *table = orq_schema_table(schema, "audit.t");
    assert_null(table->constraints.items[0]->ref_schema);
    assert_string_equal(table->constraints.items[1]->ref_schema, "public");
    assert_string_equal(table->constraints.items[2]->ref_schema, "public");
    assert_null(table->constraints.items[3]->ref_schema);
    assert_string_equal(joined(state, &schema->schemas), "public, audit");
}

static void each_schema_has_its_own_names(void **state)
{
    const struct orq_schema *schema =
        resolve(state, "tables:\n"
                       "  t: {columns: {id: {type: integer, primary_key: true}}}\n"
                       "  audit.t: {columns: {id: {type: integer, primary_key: true},\n"
                       "                      Id: {type: integer}}}\n");
    const struct orq_table *table = orq_schema_table(schema, "audit.t");
    assert_string_equal(orq_table_primary_key(table)->name, "t_pkey");
    assert_int_equal(table->columns.len, 2);
    assert_true(column_of(table, "Id")->nullable);
}

static void expressions_are_balanced(void **state)
{
    static const char text[] = "tables: {t: {columns: {a: {type: text, check: \"%s\"}}}}\n";
    struct orq_arena *arena = ((struct fixture *)*state)->arena;
    static const char *const good[] = {"a ~ $$(($$", "a <> E'\\\\'('", "a[1] > 0"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        resolve(state, orq_arena_printf(arena, text, good[i]));
    assert_non_null(strstr(fault_of(state, orq_arena_printf(arena, text, "a[1 > 0")), "closed"));
    const struct orq_table *table = table_of(
        state, "tables: {t: {columns: {a: {type: text}}, checks: [\"a > '' /* b */\"]}}\n", "t");
    assert_string_equal(table->constraints.items[0]->expr.text, "a > ''");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(options_of_a_table),
        TEST(partition_keys_are_spelled_as_the_server_does),
        TEST(bounds_are_spelled_as_the_server_does),
        TEST(partitions_have_their_parents_columns),
        TEST(a_column_that_a_partition_writes_is_as_written),
        TEST(children_inherit),
        TEST(faults_of_families_are_reported),
        TEST(columns_have_what_only_postgresql_has),
        TEST(types_of_the_model_are_spelled_as_sql),
        TEST(constraints_have_what_only_postgresql_has),
        TEST(indexes_have_what_only_postgresql_has),
        TEST(references_mean_the_table_beside_first),
        TEST(each_schema_has_its_own_names),
        TEST(expressions_are_balanced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
