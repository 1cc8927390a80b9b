/* The configurations of full text search that every PostgreSQL server brings.
 * https://www.postgresql.org/docs/current/textsearch-parsers.html */
#ifndef ORQ_MODEL_TEXT_SEARCH_H
#define ORQ_MODEL_TEXT_SEARCH_H

#include "base/vec.h"

#include <stdbool.h>

#define ORQ_TEXT_SEARCH_LANGUAGES(X)                                                           \
    X(arabic)                                                                                  \
    X(armenian)                                                                                \
    X(basque) X(catalan) X(danish) X(dutch) X(english) X(finnish) X(french) X(german) X(greek) \
        X(hindi) X(hungarian) X(indonesian) X(irish) X(italian) X(lithuanian) X(nepali)        \
            X(norwegian) X(portuguese) X(romanian) X(russian) X(serbian) X(simple) X(spanish)  \
                X(swedish) X(tamil) X(turkish) X(yiddish)

/* NULL behind the last. */
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
