#include "model/text_search.h"

#include "base/str.h"

#include <string.h>

const char *const orq_text_search_languages[] = {
    "arabic",    "armenian",   "basque",   "catalan", "danish",     "dutch",
    "english",   "finnish",    "french",   "german",  "greek",      "hindi",
    "hungarian", "indonesian", "irish",    "italian", "lithuanian", "nepali",
    "norwegian", "portuguese", "romanian", "russian", "serbian",    "simple",
    "spanish",   "swedish",    "tamil",    "turkish", "yiddish",    NULL};

enum form { OTHER, WORD, ASCII_WORD };

static const struct {
    const char *name;
    enum form form;
    bool unmapped; /* no configuration that comes with the server looks at it */
} tokens[] = {{"asciihword", ASCII_WORD, false},
              {"asciiword", ASCII_WORD, false},
              {"blank", OTHER, true},
              {"email", OTHER, false},
              {"entity", OTHER, true},
              {"file", OTHER, false},
              {"float", OTHER, false},
              {"host", OTHER, false},
              {"hword", WORD, false},
              {"hword_asciipart", ASCII_WORD, false},
              {"hword_numpart", OTHER, false},
              {"hword_part", WORD, false},
              {"int", OTHER, false},
              {"numhword", OTHER, false},
              {"numword", OTHER, false},
              {"protocol", OTHER, true},
              {"sfloat", OTHER, false},
              {"tag", OTHER, true},
              {"uint", OTHER, false},
              {"url", OTHER, false},
              {"url_path", OTHER, false},
              {"version", OTHER, false},
              {"word", WORD, false}};
#define TOKENS (sizeof tokens / sizeof *tokens)

/* Words of plain letters are English among those of another script. */
static const char *stem_of(const char *language, enum form form)
{
    bool foreign = strcmp(language, "hindi") == 0 || strcmp(language, "russian") == 0;
    return foreign && form == ASCII_WORD ? "english" : language;
}

void orq_text_search_base(struct orq_arena *arena, const char *language,
                          struct orq_strings *mappings)
{
    bool simple = strcmp(language, "simple") == 0;
    for (size_t i = 0; i < TOKENS; i++) {
        if (tokens[i].unmapped)
            continue;
        const char *mapping = simple || tokens[i].form == OTHER
                                  ? orq_arena_printf(arena, "%s: simple", tokens[i].name)
                                  : orq_arena_printf(arena, "%s: %s_stem", tokens[i].name,
                                                     stem_of(language, tokens[i].form));
        ORQ_PUSH(arena, mappings, mapping);
    }
}

bool orq_text_search_is_token(const char *name)
{
    for (size_t i = 0; i < TOKENS; i++)
        if (strcmp(tokens[i].name, name) == 0)
            return true;
    return false;
}

const char *orq_mapping_token(struct orq_arena *arena, const char *mapping)
{
    return orq_arena_strndup(arena, mapping, strcspn(mapping, ":"));
}

const char *orq_mapping_dictionaries(const char *mapping)
{
    return mapping + strcspn(mapping, ":") + strlen(": ");
}

const char *orq_mapping_of(struct orq_arena *arena, const struct orq_strings *mappings,
                           const char *token)
{
    for (size_t i = 0; i < mappings->len; i++)
        if (strcmp(orq_mapping_token(arena, mappings->items[i]), token) == 0)
            return mappings->items[i];
    return NULL;
}
