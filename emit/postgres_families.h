/* What each kind of definition gives to its row of the table of kinds (postgres_object_kind.c): its
 * statement, what further statements tell, and its rules or its way of being altered, as
 * struct orq_pg_object_kind has them. */
#ifndef ORQ_EMIT_POSTGRES_FAMILIES_H
#define ORQ_EMIT_POSTGRES_FAMILIES_H

#include "emit/postgres_object.h"

const char *orq_pg_extension_sql(struct orq_pg_emitter *emitter,
                                 const struct orq_definition *definition);
extern const struct orq_pg_rule orq_pg_extension_rules[];
const char *orq_pg_enum_sql(struct orq_pg_emitter *emitter,
                            const struct orq_definition *definition);
void orq_pg_enum_alter(struct orq_pg_change *change);
const char *orq_pg_domain_sql(struct orq_pg_emitter *emitter,
                              const struct orq_definition *definition);
void orq_pg_domain_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                          const struct orq_definition *definition);
extern const struct orq_pg_rule orq_pg_domain_rules[];
const char *orq_pg_composite_sql(struct orq_pg_emitter *emitter,
                                 const struct orq_definition *definition);
void orq_pg_columns_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                           const struct orq_definition *definition);
const char *orq_pg_range_sql(struct orq_pg_emitter *emitter,
                             const struct orq_definition *definition);
const char *orq_pg_sequence_sql(struct orq_pg_emitter *emitter,
                                const struct orq_definition *definition);
void orq_pg_sequence_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                            const struct orq_definition *definition);
void orq_pg_sequence_alter(struct orq_pg_change *change);
/* When it is altered: before what drops its old owner, else before what uses it. */
enum orq_pg_phase orq_pg_sequence_phase(const struct orq_pg_change *change);
/* The new owner, behind the tasks that make it. */
void orq_pg_sequence_settle(struct orq_pg_change *change);
const char *orq_pg_statistics_sql(struct orq_pg_emitter *emitter,
                                  const struct orq_definition *definition);
void orq_pg_statistics_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                              const struct orq_definition *definition);
extern const struct orq_pg_rule orq_pg_statistics_rules[];
const char *orq_pg_policy_sql(struct orq_pg_emitter *emitter,
                              const struct orq_definition *definition);
extern const struct orq_pg_rule orq_pg_policy_rules[];
/* "ENABLE REPLICA", "DISABLE", …: how a trigger or rule is switched. */
const char *orq_pg_enabled_word(const struct orq_definition *definition);
const char *orq_pg_trigger_sql(struct orq_pg_emitter *emitter,
                               const struct orq_definition *definition);
const char *orq_pg_trigger_drop_sql(struct orq_pg_emitter *emitter,
                                    const struct orq_definition *definition);
/* Switches copies of triggers again whose state another operation takes: the partition gets another
 * place, or what is above them is switched. After the tasks of all operations on definitions. */
void orq_pg_trigger_states(struct orq_pg_emitter *emitter);
void orq_pg_enabled_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                           const struct orq_definition *definition);
extern const struct orq_pg_rule orq_pg_enabled_rules[];
const char *orq_pg_view_sql(struct orq_pg_emitter *emitter,
                            const struct orq_definition *definition);
void orq_pg_view_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                        const struct orq_definition *definition);
extern const struct orq_pg_rule orq_pg_view_rules[];
const char *orq_pg_dictionary_sql(struct orq_pg_emitter *emitter,
                                  const struct orq_definition *definition);
extern const struct orq_pg_rule orq_pg_dictionary_rules[];
const char *orq_pg_configuration_sql(struct orq_pg_emitter *emitter,
                                     const struct orq_definition *definition);
void orq_pg_configuration_finish(struct orq_pg_emitter *emitter, struct orq_pg_task *task,
                                 const struct orq_definition *definition);
extern const struct orq_pg_rule orq_pg_configuration_rules[];
const char *orq_pg_publication_sql(struct orq_pg_emitter *emitter,
                                   const struct orq_definition *definition);
extern const struct orq_pg_rule orq_pg_publication_rules[];
const char *orq_pg_published_sql(struct orq_pg_emitter *emitter,
                                 const struct orq_definition *definition);
const char *orq_pg_published_drop_sql(struct orq_pg_emitter *emitter,
                                      const struct orq_definition *definition);
void orq_pg_function_alter(struct orq_pg_change *change);

#endif
