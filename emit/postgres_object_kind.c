/* The kinds of definition, a row each. */
#include "diff/attributes.h"
#include "emit/postgres_families.h"

#include <stdarg.h>
#include <string.h>

static const char *namespace_sql(struct orq_pg_emitter *emitter,
                                 const struct orq_definition *definition)
{
    return orq_arena_printf(emitter->arena, "CREATE SCHEMA %s",
                            orq_pg_definition_sql(emitter->arena, definition));
}

#define PHASES(of) .create = ORQ_PG_PHASE_##of, .drop = ORQ_PG_PHASE_DROP_##of

static const struct orq_pg_object_kind kinds[ORQ_KIND_COUNT] = {
    [ORQ_KIND_NAMESPACE] = {.word = "SCHEMA", PHASES(NAMESPACE), .sql = namespace_sql},
    [ORQ_KIND_EXTENSION] = {.word = "EXTENSION",
                            PHASES(EXTENSION),
                            .sql = orq_pg_extension_sql,
                            .rules = orq_pg_extension_rules},
    [ORQ_KIND_ENUM] = {.word = "TYPE",
                       PHASES(TYPE),
                       .is_type = true,
                       .sql = orq_pg_enum_sql,
                       .alter = orq_pg_enum_alter},
    [ORQ_KIND_DOMAIN] = {.word = "DOMAIN",
                         PHASES(TYPE),
                         .is_type = true,
                         .sql = orq_pg_domain_sql,
                         .finish = orq_pg_domain_finish,
                         .rules = orq_pg_domain_rules},
    [ORQ_KIND_COMPOSITE] = {.word = "TYPE",
                            PHASES(TYPE),
                            .is_type = true,
                            .sql = orq_pg_composite_sql,
                            .finish = orq_pg_columns_finish},
    [ORQ_KIND_RANGE] = {.word = "TYPE", PHASES(TYPE), .is_type = true, .sql = orq_pg_range_sql},
    [ORQ_KIND_COLLATION] = {.word = "COLLATION", PHASES(TYPE), .sql = orq_pg_text_sql},
    [ORQ_KIND_SEQUENCE] = {.word = "SEQUENCE",
                           PHASES(SEQUENCE),
                           .sql = orq_pg_sequence_sql,
                           .finish = orq_pg_sequence_finish,
                           .alter = orq_pg_sequence_alter},
    [ORQ_KIND_STATISTICS] = {.word = "STATISTICS",
                             PHASES(STATISTICS),
                             .sql = orq_pg_statistics_sql,
                             .finish = orq_pg_statistics_finish,
                             .rules = orq_pg_statistics_rules},
    [ORQ_KIND_POLICY] = {.word = "POLICY",
                         PHASES(POLICY),
                         .in_relation = true,
                         .sql = orq_pg_policy_sql,
                         .rules = orq_pg_policy_rules},
    [ORQ_KIND_RULE] = {.word = "RULE",
                       PHASES(RULE),
                       .in_relation = true,
                       .sql = orq_pg_text_sql,
                       .finish = orq_pg_enabled_finish,
                       .rules = orq_pg_enabled_rules},
    [ORQ_KIND_TRIGGER] = {.word = "TRIGGER",
                          PHASES(TRIGGER),
                          .in_relation = true,
                          .sql = orq_pg_trigger_sql,
                          .drop_sql = orq_pg_trigger_drop_sql,
                          .finish = orq_pg_enabled_finish,
                          .rules = orq_pg_enabled_rules},
    [ORQ_KIND_VIEW] = {.word = "VIEW",
                       .other = ORQ_ATTRIBUTE_MATERIALIZED,
                       .other_word = "MATERIALIZED VIEW",
                       PHASES(VIEW),
                       .sql = orq_pg_view_sql,
                       .finish = orq_pg_view_finish,
                       .rules = orq_pg_view_rules},
    [ORQ_KIND_FUNCTION] = {.word = "FUNCTION",
                           .other = ORQ_ATTRIBUTE_PROCEDURE,
                           .other_word = "PROCEDURE",
                           PHASES(FUNCTION),
                           .sql = orq_pg_text_sql,
                           .alter = orq_pg_function_alter},
    [ORQ_KIND_AGGREGATE] = {.word = "AGGREGATE", PHASES(FUNCTION), .sql = orq_pg_text_sql},
    [ORQ_KIND_OPERATOR] = {.word = "OPERATOR", PHASES(FUNCTION), .sql = orq_pg_text_sql},
    [ORQ_KIND_CAST] = {.word = "CAST", PHASES(FUNCTION), .sql = orq_pg_text_sql},
    [ORQ_KIND_SERVER] = {.word = "SERVER", PHASES(TYPE), .sql = orq_pg_text_sql},
    [ORQ_KIND_TEXT_SEARCH_DICTIONARY] = {.word = "TEXT SEARCH DICTIONARY",
                                         PHASES(TYPE),
                                         .sql = orq_pg_dictionary_sql,
                                         .rules = orq_pg_dictionary_rules},
    [ORQ_KIND_TEXT_SEARCH_CONFIGURATION] = {.word = "TEXT SEARCH CONFIGURATION",
                                            PHASES(TYPE),
                                            .sql = orq_pg_configuration_sql,
                                            .finish = orq_pg_configuration_finish,
                                            .rules = orq_pg_configuration_rules},
    [ORQ_KIND_EVENT_TRIGGER] = {.word = "EVENT TRIGGER",
                                PHASES(TRIGGER),
                                .sql = orq_pg_text_sql,
                                .finish = orq_pg_enabled_finish,
                                .rules = orq_pg_enabled_rules},
    [ORQ_KIND_PUBLICATION] = {.word = "PUBLICATION",
                              PHASES(TRIGGER),
                              .sql = orq_pg_publication_sql,
                              .rules = orq_pg_publication_rules},
    [ORQ_KIND_PUBLISHED] = {.word = "PUBLICATION",
                            PHASES(POLICY),
                            .in_relation = true,
                            .sql = orq_pg_published_sql,
                            .drop_sql = orq_pg_published_drop_sql},
    [ORQ_KIND_FOREIGN_TABLE] = {.word = "FOREIGN TABLE",
                                PHASES(TABLE),
                                .sql = orq_pg_text_sql,
                                .finish = orq_pg_columns_finish},
};

const struct orq_pg_object_kind *orq_pg_object_kind(enum orq_kind kind)
{
    return &kinds[kind];
}

const char *orq_pg_object_word(const struct orq_definition *definition)
{
    const struct orq_pg_object_kind *kind = &kinds[definition->kind];
    bool other = kind->other_word && orq_attribute_is_set(&definition->attributes, kind->other);
    return other ? kind->other_word : kind->word;
}

static const char *object_name(struct orq_arena *arena, const struct orq_definition *definition)
{
    const char *name = orq_pg_definition_sql(arena, definition);
    if (kinds[definition->kind].in_relation)
        return orq_arena_printf(arena, "%s ON %s", name,
                                orq_pg_reference_sql(arena, definition->on));
    if (definition->kind == ORQ_KIND_AGGREGATE && orq_ends_with(name, "()"))
        return orq_arena_printf(arena, "%.*s*)", (int)strlen(name) - 1, name);
    return name;
}

const char *orq_pg_object_called(struct orq_arena *arena, const struct orq_definition *definition)
{
    return orq_arena_printf(arena, "%s %s", orq_pg_object_word(definition),
                            object_name(arena, definition));
}

/* -- what rules say with -- */

void orq_pg_say(struct orq_pg_change *change, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    ORQ_PUSH(change->emitter->arena, &change->sql,
             orq_arena_vprintf(change->emitter->arena, format, args));
    va_end(args);
}

const char *orq_pg_altered(struct orq_pg_change *change)
{
    struct orq_arena *arena = change->emitter->arena;
    return orq_arena_printf(arena, "ALTER %s", orq_pg_object_called(arena, change->to));
}

bool orq_pg_changes(const struct orq_pg_change *change, enum orq_attribute_key key)
{
    return orq_op_changes_attribute(change->op, key);
}

const struct orq_strings *orq_pg_list(const struct orq_definition *definition,
                                      enum orq_attribute_key key)
{
    static const struct orq_strings none = {0};
    const struct orq_attribute *found = orq_attribute_find(&definition->attributes, key);
    return found ? &found->list : &none;
}
