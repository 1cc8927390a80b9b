/* What a column has on PostgreSQL alone. */
#include "base/str.h"
#include "model/identity.h"
#include "model/naming.h"
#include "model/resolve_postgres.h"

#include <string.h>

/* The storage that values of a type have when nothing is said (pg_type.typstorage); NULL: not known
 * here. */
static const char *usual_storage(struct orq_arena *arena, const char *type)
{
    static const struct {
        const char *word, *storage;
    } rows[] = {
        {"text", "extended"},
        {"character varying", "extended"},
        {"character", "extended"},
        {"bpchar", "extended"},
        {"bytea", "extended"},
        {"json", "extended"},
        {"jsonb", "extended"},
        {"xml", "extended"},
        {"tsvector", "extended"},
        {"bit", "extended"},
        {"bit varying", "extended"},
        {"numeric", "main"},
        {"inet", "main"},
        {"cidr", "main"},
        {"smallint", "plain"},
        {"integer", "plain"},
        {"bigint", "plain"},
        {"boolean", "plain"},
        {"real", "plain"},
        {"double precision", "plain"},
        {"uuid", "plain"},
        {"date", "plain"},
        {"timestamp without time zone", "plain"},
        {"timestamp with time zone", "plain"},
    };
    struct orq_type_parts parts;
    if (!orq_type_split(arena, type, &parts))
        return NULL;
    if (parts.arrays > 0)
        return "extended";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].word, parts.words) == 0)
            return rows[i].storage;
    return NULL;
}

/* `default` and what the type has anyway go without saying. */
static const char *said_word(const struct orq_yaml *map, const char *key, const char *usual)
{
    const char *word = orq_text_of(map, key);
    bool plain = !word || strcmp(word, "default") == 0 || (usual && strcmp(word, usual) == 0);
    return plain ? NULL : word;
}

static const char *sequence_name(struct orq_resolver *resolver, const struct orq_table *table,
                                 const struct orq_column *column, const char *name)
{
    if (!name)
        return NULL;
    struct orq_strings columns = {0};
    ORQ_PUSH(resolver->passing, &columns, column->name);
    const char *usual = orq_name_from_template(resolver->passing, "{table}_{columns}_seq",
                                               table->name, &columns, NULL);
    const char *beside = orq_qualified(resolver->passing, resolver->dialect, table->schema, usual);
    name = orq_bare_name(name);
    return strcmp(name, beside) == 0 ? NULL : name;
}

static void read_identity(struct orq_resolver *resolver, const struct orq_table *table,
                          struct orq_column *column, struct orq_column_postgres *postgres,
                          const struct orq_yaml *node)
{
    const char *word = node->kind == ORQ_YAML_MAP ? orq_text_of(node, "generated") : node->text;
    postgres->identity = word ? word : "by default";
    postgres->sequence_name = sequence_name(resolver, table, column, orq_text_of(node, "name"));
    orq_sequence_of(resolver, node, column->type, &postgres->sequence);
    column->nullable = false;
    if (column->default_expr.text)
        orq_error(resolver->diags, column->default_expr.at, "an identity column has no default");
}

void orq_resolve_column_postgres(struct orq_resolver *resolver, const struct orq_table *table,
                                 struct orq_column *column, const struct orq_yaml *map)
{
    const struct orq_yaml *identity = orq_yaml_get(map, "identity");
    const char *statistics = orq_text_of(map, "statistics");
    const char *usual =
        orq_yaml_get(map, "storage") ? usual_storage(resolver->arena, column->type) : NULL;
    struct orq_column_postgres postgres = {
        .storage = said_word(map, "storage", usual),
        .compression = said_word(map, "compression", NULL),
        .statistics = statistics && strcmp(statistics, "-1") != 0 ? statistics : NULL,
        .options = orq_parameters_of(resolver, orq_yaml_get(map, "options")),
        .inherited = orq_truth_of(map, "inherited", false),
    };
    postgres.local = !postgres.inherited;
    orq_grants_of(resolver, orq_yaml_get(map, "grants"), ORQ_KIND_COLUMN, &postgres.acl);
    if (identity && !orq_yaml_was_reported(identity))
        read_identity(resolver, table, column, &postgres, identity);
    if (column->collation)
        column->collation =
            strcmp(column->collation, "default") == 0 ? NULL : orq_bare_name(column->collation);
    if (!postgres.storage && !postgres.compression && !postgres.statistics &&
        postgres.options.len == 0 && !postgres.inherited && !postgres.acl.given &&
        !postgres.identity)
        return;
    struct orq_column_postgres *kept = ORQ_NEW(resolver->arena, struct orq_column_postgres);
    *kept = postgres;
    column->postgres = kept;
}
