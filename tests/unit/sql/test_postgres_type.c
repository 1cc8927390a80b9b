/* Two readers of types give one spelling: the model's, which also checks them, and the one of
 * statements. */
#include "tests/unit/sql/cmocka_all.h"

#include "model/dialect.h"
#include "sql/postgres_statement.h"

static const char *const types[] = {
    "smallint",
    "int2",
    "integer",
    "int",
    "int4",
    "bigint",
    "int8",
    "boolean",
    "bool",
    "real",
    "float4",
    "double precision",
    "float8",
    "float",
    "float(10)",
    "float(53)",
    "numeric",
    "decimal",
    "dec",
    "numeric(5)",
    "numeric(5,2)",
    "numeric(5,-2)",
    "money",
    "text",
    "character varying",
    "varchar",
    "varchar(10)",
    "char varying(3)",
    "nchar varying(3)",
    "national character varying(3)",
    "national char varying(3)",
    "character",
    "char",
    "char(3)",
    "nchar",
    "national character(3)",
    "national char",
    "bpchar",
    "bpchar(3)",
    "name",
    "uuid",
    "json",
    "jsonb",
    "xml",
    "bytea",
    "date",
    "time",
    "time(3)",
    "time without time zone",
    "timetz",
    "timetz(3)",
    "time with time zone",
    "timestamp",
    "timestamp(3)",
    "timestamp without time zone",
    "timestamptz",
    "timestamptz(0)",
    "timestamp with time zone",
    "interval",
    "interval(3)",
    "interval year to month",
    "bit",
    "bit(3)",
    "bit varying",
    "bit varying(3)",
    "varbit",
    "varbit(3)",
    "inet",
    "point",
    "tsvector",
    "int4range",
    "oid",
    "regclass",
    "citext",
    "int[]",
    "int[3][3]",
    "varchar(3)[]",
    "timestamptz(3)[]",
    "text array",
};

static void both_readers_agree(void **state)
{
    (void)state;
    struct orq_arena *arena = orq_arena_new();
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const char *problem = NULL;
        const char *model = orq_postgresql.native_type(arena, types[i], false, &problem);
        if (!model)
            fail_msg("%s", problem);
        assert_string_equal(orq_pg_type_normal(arena, types[i]), model);
    }
    orq_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_readers_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
