/* Tables and definitions of a schema as text for a person, and as JSON. */
#ifndef ORQ_CLI_SCHEMA_TEXT_H
#define ORQ_CLI_SCHEMA_TEXT_H

#include "base/json.h"
#include "model/schema.h"

void orq_table_text(struct orq_str *out, const struct orq_table *table);
void orq_table_json(struct orq_json *json, const struct orq_table *table);
void orq_definition_text(struct orq_str *out, const struct orq_definition *definition);
void orq_definition_json(struct orq_json *json, const struct orq_definition *definition);

#endif
