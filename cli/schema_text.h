/* Tables and definitions of a schema as text for a person, and as JSON. */
#ifndef ORQ_CLI_SCHEMA_TEXT_H
#define ORQ_CLI_SCHEMA_TEXT_H

#include "base/json.h"
#include "model/schema.h"

/* Adds an object: schema_text.c, and as one JSON value: schema_json.c. */
void orq_table_text(struct orq_str *out, const struct orq_table *table);
void orq_table_json(struct orq_json *json, const struct orq_table *table);
void orq_definition_text(struct orq_str *out, const struct orq_definition *definition);
void orq_definition_json(struct orq_json *json, const struct orq_definition *definition);
/* Is the attribute part of what the definition means, and not told by its statement already? */
bool orq_attribute_is_shown(const struct orq_definition *definition,
                            const struct orq_attribute *attribute);

#endif
