/* Columns of PostgreSQL. */
#include "diff/postgres_fields.h"
#include "diff/postgres_list.h"
#include "diff/show.h"
#include "sql/postgres_normal.h"

#include <string.h>

static const struct orq_column_postgres *of(const struct orq_side *side)
{
    return orq_column_postgres(side->column);
}

/* -- type, null, collation -- */

static enum orq_rule judge_type(const struct orq_sides *sides)
{
    const char *have = sides->have.column->type, *want = sides->want.column->type;
    if (orq_str_equal(have, want))
        return ORQ_RULE_EQUAL;
    return sides->dialect->same_type(have, want, true) ? ORQ_RULE_EQUAL : ORQ_RULE_TYPE;
}

static bool never_null(const struct orq_side *side)
{
    const struct orq_constraint *key = orq_table_primary_key(side->table);
    if (!side->column->nullable || of(side)->identity)
        return true;
    for (size_t i = 0; key && i < key->parts.len; i++)
        if (orq_str_equal(key->parts.items[i].column, side->column->name))
            return true;
    return false;
}

static enum orq_rule judge_nullable(const struct orq_sides *sides)
{
    if (sides->have.column->nullable == sides->want.column->nullable)
        return ORQ_RULE_EQUAL;
    return never_null(&sides->have) == never_null(&sides->want) ? ORQ_RULE_NEVER_NULL
                                                                : ORQ_RULE_DIFFERENT;
}

static const char *collation_of(const struct orq_side *side)
{
    const char *collation = side->column->collation;
    return orq_str_equal(collation, "default") ? NULL : collation;
}

static enum orq_rule judge_collation(const struct orq_sides *sides)
{
    return orq_rule_of_texts(collation_of(&sides->have), collation_of(&sides->want));
}

/* -- defaults -- */

/* The sequence of "nextval('public.t_id_seq'::regclass)", without `public.`; NULL: the text is
 * something else. Of tables by the thousand that spares as many questions. */
static const char *next_value_of(struct orq_arena *arena, const char *text)
{
    struct orq_strings arguments = {0};
    if (!orq_ascii_equal(orq_pg_list_inside(arena, text, &arguments), "nextval") ||
        arguments.len != 1 || !orq_ends_with(text, ")"))
        return NULL;
    const char *argument = arguments.items[0];
    struct orq_pg_tokens tokens = orq_pg_tokens_of(arena, argument, strlen(argument));
    bool cast = tokens.len == 4 && orq_pg_token_is(argument, tokens.items[1], "::") &&
                orq_pg_token_is(argument, tokens.items[2], "regclass");
    if (tokens.items[0].kind != ORQ_PG_STRING || (tokens.len != 2 && !cast))
        return NULL;
    const char *name = orq_pg_token_value(arena, argument, tokens.items[0]);
    return orq_starts_with(name, "public.") ? name + strlen("public.") : name;
}

/* DEFAULT NULL in any spelling; unlike none, it stands in a dump. */
static const char *default_of(struct orq_arena *arena, const struct orq_side *side)
{
    const char *text = side->column->default_expr.text;
    if (!text)
        return NULL;
    const char *normal = orq_pg_expression_normal(arena, text);
    return normal && (strcmp(normal, "null") == 0 || orq_starts_with(normal, "null::")) ? NULL
                                                                                        : text;
}

static bool same_string(const struct orq_sides *sides, const char *have, const char *want)
{
    const char *type = sides->want.column->type;
    if (!have || !want || !orq_str_equal(type, sides->have.column->type))
        return false;
    const char *mine = orq_pg_string_of(sides->arena, have, type);
    return mine && orq_str_equal(mine, orq_pg_string_of(sides->arena, want, type));
}

/* A default is converted with its column, and then prints as a conversion: it is set anew. */
static enum orq_rule rule_of_changed_texts(const struct orq_sides *sides, const char *have,
                                           const char *want)
{
    const struct orq_column *mine = sides->have.column, *theirs = sides->want.column;
    enum orq_rule rule = orq_pg_rule_of_pair(
        sides,
        (struct orq_pair){.kind = ORQ_PAIR_DEFAULT,
                          .type = theirs->type && theirs->type[0] ? theirs->type : mine->type,
                          .table = sides->want.table,
                          .a = have,
                          .b = want});
    bool retyped = have && want && rule != ORQ_RULE_EQUAL && rule != ORQ_RULE_NORMAL_EQUAL &&
                   orq_rule_verdict(rule) != ORQ_UNLIKE &&
                   sides->want.table->kind == ORQ_KIND_TABLE &&
                   orq_rule_verdict(judge_type(sides)) == ORQ_UNLIKE;
    return retyped ? ORQ_RULE_RETYPED : rule;
}

/* The server keeps DEFAULT NULL only where it becomes more than a constant: where the value is cut
 * to a length, or checked by a domain (AddRelationNewConstraints in its catalog/heap.c). Elsewhere
 * a database never has it, whatever was written. */
static bool keeps_null_default(const struct orq_sides *sides)
{
    const char *type = sides->want.column->type;
    return strchr(type, '(') ||
           orq_schema_definition(sides->arena, sides->diff->want, ORQ_KIND_DOMAIN, type);
}

static enum orq_rule rule_of_nulls(const struct orq_sides *sides)
{
    bool have = sides->have.column->default_expr.text, want = sides->want.column->default_expr.text;
    if (have == want || (want && !keeps_null_default(sides)))
        return ORQ_RULE_NULL_DEFAULT;
    return ORQ_RULE_ONE_SIDED;
}

static enum orq_rule judge_default(const struct orq_sides *sides)
{
    const struct orq_column *have = sides->have.column, *want = sides->want.column;
    if (orq_str_equal(have->default_expr.text, want->default_expr.text))
        return have->default_expr.text ? ORQ_RULE_EQUAL : ORQ_RULE_NEITHER;
    const char *mine = default_of(sides->arena, &sides->have);
    const char *theirs = default_of(sides->arena, &sides->want);
    if (!mine && !theirs)
        return rule_of_nulls(sides);
    if (same_string(sides, mine, theirs))
        return ORQ_RULE_NORMAL_EQUAL;
    const char *next = mine && theirs ? next_value_of(sides->arena, mine) : NULL;
    if (next && orq_str_equal(next, next_value_of(sides->arena, theirs)))
        return ORQ_RULE_NORMAL_EQUAL;
    return rule_of_changed_texts(sides, mine, theirs);
}

static enum orq_rule judge_generated(const struct orq_sides *sides)
{
    const struct orq_column *have = sides->have.column, *want = sides->want.column;
    if (have->generated != want->generated)
        return ORQ_RULE_DIFFERENT;
    return orq_pg_rule_of_pair(sides, (struct orq_pair){.kind = ORQ_PAIR_GENERATED,
                                                        .type = want->type,
                                                        .table = sides->want.table,
                                                        .a = have->generated_expr.text,
                                                        .b = want->generated_expr.text});
}

/* -- identity -- */

static enum orq_rule judge_identity(const struct orq_sides *sides)
{
    const struct orq_column_postgres *have = of(&sides->have), *want = of(&sides->want);
    enum orq_rule rule = orq_rule_of_texts(have->identity, want->identity);
    if (!have->identity || !want->identity)
        return rule;
    for (unsigned key = 0; key < ORQ_ATTRIBUTE_COUNT; key++)
        rule = orq_pg_worse(rule, orq_pg_rule_of_attribute(sides, &have->sequence, &want->sequence,
                                                           (enum orq_attribute_key)key));
    return rule;
}

static const char *show_identity(const struct orq_sides *sides, const struct orq_side *side)
{
    const struct orq_column_postgres *column = of(side);
    struct orq_str out = orq_str_new(sides->arena);
    if (!column->identity)
        return NULL;
    orq_str_add(&out, column->identity);
    for (size_t i = 0; i < column->sequence.len; i++) {
        enum orq_attribute_key key = column->sequence.items[i].key;
        orq_str_addf(&out, ", %s %s", orq_attribute_word(key),
                     orq_pg_shown_attribute(sides->arena, &column->sequence, key));
    }
    return orq_str_text(&out);
}

/* A model that gives the sequence no name takes any; a database always has one. */
static enum orq_rule judge_sequence_name(const struct orq_sides *sides)
{
    const struct orq_column_postgres *have = of(&sides->have), *want = of(&sides->want);
    if (!have->identity || !want->identity)
        return ORQ_RULE_NEITHER;
    if (!want->sequence_name && !sides->diff->want->live)
        return have->sequence_name ? ORQ_RULE_OWN_NAME : ORQ_RULE_NEITHER;
    return orq_rule_of_texts(have->sequence_name, want->sequence_name);
}

static const char *show_sequence_name(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return of(side)->identity ? of(side)->sequence_name : NULL;
}

/* -- storage -- */

/* Another type comes with its own storage and compression: what was set is gone then, a child's
 * too (ATExecAlterColumnType in the server's commands/tablecmds.c). */
static enum orq_rule rule_of_storage(const struct orq_sides *sides, const char *have,
                                     const char *want)
{
    bool retyped = have && orq_rule_verdict(judge_type(sides)) == ORQ_UNLIKE;
    return orq_rule_of_texts(retyped ? NULL : have, want);
}

static enum orq_rule judge_storage(const struct orq_sides *sides)
{
    return rule_of_storage(sides, of(&sides->have)->storage, of(&sides->want)->storage);
}

static enum orq_rule judge_compression(const struct orq_sides *sides)
{
    return rule_of_storage(sides, of(&sides->have)->compression, of(&sides->want)->compression);
}

static enum orq_rule judge_statistics(const struct orq_sides *sides)
{
    return orq_rule_of_texts(of(&sides->have)->statistics, of(&sides->want)->statistics);
}

static enum orq_rule judge_options(const struct orq_sides *sides)
{
    return orq_pg_rule_of_lists(&of(&sides->have)->options, &of(&sides->want)->options);
}

static enum orq_rule judge_grants(const struct orq_sides *sides)
{
    return orq_pg_rule_of_grants(&of(&sides->have)->acl, &of(&sides->want)->acl);
}

static enum orq_rule judge_comment(const struct orq_sides *sides)
{
    return orq_rule_of_texts(sides->have.column->comment, sides->want.column->comment);
}

/* -- what --why shows -- */

static const char *show_type(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->column->type;
}

static const char *canonical_default(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_expression_canonical(sides->arena, side->table, side->column->default_expr.text);
}

static const char *canonical_generated(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_expression_canonical(sides->arena, side->table,
                                       side->column->generated_expr.text);
}

static const char *show_storage(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return of(side)->storage;
}

static const char *show_compression(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return of(side)->compression;
}

static const char *show_statistics(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return of(side)->statistics;
}

static const char *show_options(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_shown_list(sides->arena, &of(side)->options);
}

static const char *show_grants(const struct orq_sides *sides, const struct orq_side *side)
{
    return orq_pg_shown_grants(sides->arena, &of(side)->acl);
}

static const char *show_comment(const struct orq_sides *sides, const struct orq_side *side)
{
    (void)sides;
    return side->column->comment;
}

#define DEFAULT_FIELD                                                                \
    {                                                                                \
        ORQ_BIT_DEFAULT, 0, judge_default, orq_show_default, canonical_default, NULL \
    }
#define GRANTS_FIELD                                             \
    {                                                            \
        ORQ_BIT_GRANTS, 0, judge_grants, show_grants, NULL, NULL \
    }
#define COMMENT_FIELD                                               \
    {                                                               \
        ORQ_BIT_COMMENT, 0, judge_comment, show_comment, NULL, NULL \
    }
#define CHILD_FIELDS                                                                      \
    {ORQ_BIT_NULLABLE, 0, judge_nullable, orq_show_nullable, NULL, NULL}, DEFAULT_FIELD,  \
        {ORQ_BIT_STORAGE, 0, judge_storage, show_storage, NULL, NULL},                    \
        {ORQ_BIT_STORAGE, 0, judge_compression, show_compression, NULL, "compression"},   \
        {ORQ_BIT_STORAGE, 0, judge_statistics, show_statistics, NULL, "statistics"},      \
        {ORQ_BIT_STORAGE, 0, judge_options, show_options, NULL, "options"}, GRANTS_FIELD, \
        COMMENT_FIELD

static const struct orq_field fields[] = {
    {ORQ_BIT_TYPE, 0, judge_type, show_type, NULL, NULL},
    {ORQ_BIT_COLLATION, 0, judge_collation, orq_show_collation, NULL, NULL},
    {ORQ_BIT_GENERATED, 0, judge_generated, orq_show_generated, canonical_generated, NULL},
    {ORQ_BIT_IDENTITY, 0, judge_identity, show_identity, NULL, NULL},
    {ORQ_BIT_IDENTITY, 0, judge_sequence_name, show_sequence_name, NULL, "sequence"},
    CHILD_FIELDS,
};
static const struct orq_field child_fields[] = {CHILD_FIELDS};
static const struct orq_field view_fields[] = {DEFAULT_FIELD, GRANTS_FIELD, COMMENT_FIELD};

const struct orq_fields orq_pg_column_fields = {fields, sizeof fields / sizeof fields[0]};
const struct orq_fields orq_pg_child_column_fields = {child_fields,
                                                      sizeof child_fields / sizeof child_fields[0]};
const struct orq_fields orq_pg_view_column_fields = {view_fields,
                                                     sizeof view_fields / sizeof view_fields[0]};
