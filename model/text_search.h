/* The configurations of full text search that every PostgreSQL server brings.
 * https://www.postgresql.org/docs/current/textsearch-parsers.html */
#ifndef ORQ_MODEL_TEXT_SEARCH_H
#define ORQ_MODEL_TEXT_SEARCH_H

#include "base/vec.h"

#include <stdbool.h>

/* Their names, sorted; NULL behind the last. */
extern const char *const orq_text_search_languages[];
/* Which dictionaries the language's configuration asks for each type of token, as
 * ORQ_ATTRIBUTE_MAPPINGS has it: "word: english_stem", sorted. */
void orq_text_search_base(struct orq_arena *arena, const char *language,
                          struct orq_strings *mappings);
/* Is it a type of token of the server's own parser? */
bool orq_text_search_is_token(const char *name);
/* "word" of "word: unaccent, english_stem", and what stands behind it. */
const char *orq_mapping_token(struct orq_arena *arena, const char *mapping);
const char *orq_mapping_dictionaries(const char *mapping);
/* The mapping of that token; NULL: none. */
const char *orq_mapping_of(struct orq_arena *arena, const struct orq_strings *mappings,
                           const char *token);

#endif
