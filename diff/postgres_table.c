/* What only a table of PostgreSQL has. */
#include "diff/postgres_fields.h"

static const struct orq_table_postgres *of(const struct orq_side *side)
{
    return orq_table_postgres(side->table);
}

/* Fields that are a text, a list or a flag of struct orq_table_postgres, compared as they are. */
#define TEXT_FIELD(name)                                                                       \
    static enum orq_rule judge_##name(const struct orq_sides *sides)                           \
    {                                                                                          \
        return orq_rule_of_texts(of(&sides->have)->name, of(&sides->want)->name);              \
    }                                                                                          \
    static const char *show_##name(const struct orq_sides *sides, const struct orq_side *side) \
    {                                                                                          \
        (void)sides;                                                                           \
        return of(side)->name;                                                                 \
    }
#define LIST_FIELD(name)                                                                       \
    static enum orq_rule judge_##name(const struct orq_sides *sides)                           \
    {                                                                                          \
        return orq_pg_rule_of_lists(&of(&sides->have)->name, &of(&sides->want)->name);         \
    }                                                                                          \
    static const char *show_##name(const struct orq_sides *sides, const struct orq_side *side) \
    {                                                                                          \
        return orq_pg_shown_list(sides->arena, &of(side)->name);                               \
    }
#define FLAG_FIELD(name)                                                                       \
    static enum orq_rule judge_##name(const struct orq_sides *sides)                           \
    {                                                                                          \
        return orq_rule_of_flags(of(&sides->have)->name, of(&sides->want)->name);              \
    }                                                                                          \
    static const char *show_##name(const struct orq_sides *sides, const struct orq_side *side) \
    {                                                                                          \
        (void)sides;                                                                           \
        return of(side)->name ? "true" : NULL;                                                 \
    }

TEXT_FIELD(partition_of)
LIST_FIELD(inherits)
TEXT_FIELD(of_type)
FLAG_FIELD(unlogged)
TEXT_FIELD(method)
TEXT_FIELD(tablespace)
LIST_FIELD(with)
TEXT_FIELD(replica_identity)
TEXT_FIELD(cluster_on)
FLAG_FIELD(row_security)
FLAG_FIELD(force_row_security)

static enum orq_rule judge_partition_by(const struct orq_sides *sides)
{
    return orq_pg_rule_of_partition_keys(sides, of(&sides->have)->partition_by,
                                         of(&sides->want)->partition_by);
}

static const char *show_partition_by(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return of(side)->partition_by;
}

static enum orq_rule judge_bound(const struct orq_sides *sides)
{
    return orq_pg_rule_of_bounds(sides, of(&sides->want)->partition_of,
                                 of(&sides->have)->partition_bound,
                                 of(&sides->want)->partition_bound);
}

static const char *show_bound(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return of(side)->partition_bound;
}

static enum orq_rule judge_owner(const struct orq_sides *sides)
{
    return orq_pg_rule_of_owners(&of(&sides->have)->acl, &of(&sides->want)->acl);
}

static const char *show_owner(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return of(side)->acl.owner;
}

static enum orq_rule judge_grants(const struct orq_sides *sides)
{
    return orq_pg_rule_of_grants(&of(&sides->have)->acl, &of(&sides->want)->acl);
}

static const char *show_grants(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_shown_grants(sides->arena, &of(side)->acl);
}

static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    return orq_rule_of_texts(sides->have.table->comment, sides->want.table->comment);
}

static const char *show_comment(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->table->comment;
}

static const struct orq_field fields[] = {
    {ORQ_BIT_INHERITANCE, 0, judge_partition_by, show_partition_by, NULL, "partition by"},
    {ORQ_BIT_INHERITANCE, 0, judge_partition_of, show_partition_of, NULL, "partition of"},
    {ORQ_BIT_INHERITANCE, 0, judge_bound, show_bound, NULL, "bound"},
    {ORQ_BIT_INHERITANCE, 0, judge_inherits, show_inherits, NULL, "inherits"},
    {ORQ_BIT_INHERITANCE, 0, judge_of_type, show_of_type, NULL, "of type"},
    {ORQ_BIT_OPTIONS, 0, judge_unlogged, show_unlogged, NULL, "unlogged"},
    {ORQ_BIT_OPTIONS, 0, judge_method, show_method, NULL, "access method"},
    {ORQ_BIT_OPTIONS, 0, judge_tablespace, show_tablespace, NULL, "tablespace"},
    {ORQ_BIT_OPTIONS, 0, judge_with, show_with, NULL, "with"},
    {ORQ_BIT_OPTIONS, 0, judge_replica_identity, show_replica_identity, NULL, "replica identity"},
    {ORQ_BIT_OPTIONS, 0, judge_cluster_on, show_cluster_on, NULL, "cluster on"},
    {ORQ_BIT_SECURITY, 0, judge_row_security, show_row_security, NULL, NULL},
    {ORQ_BIT_SECURITY, 0, judge_force_row_security, show_force_row_security, NULL, "forced"},
    {ORQ_BIT_OWNER, 0, judge_owner, show_owner, NULL, NULL},
    {ORQ_BIT_GRANTS, 0, judge_grants, show_grants, NULL, NULL},
    {ORQ_BIT_COMMENT, 0, judge_comment, show_comment, NULL, NULL},
};
const struct orq_fields orq_pg_table_fields = {fields, sizeof fields / sizeof fields[0]};
