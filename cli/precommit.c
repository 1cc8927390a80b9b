#include "cli/precommit.h"

#include "base/str.h"
#include "model/yaml.h"

#include <string.h>

static const char *const entry_lines[] = {
    "- repo: local",
    "  hooks:",
    "    - id: orqgen-check",
    "      name: migrations build the model",
    "      entry: orqgen check --history",
    "      language: system",
    "      pass_filenames: false",
    "      require_serial: true",
};

const char *orq_precommit_entry(struct orq_arena *arena, int indent)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < sizeof entry_lines / sizeof *entry_lines; i++)
        orq_str_addf(&text, "%*s%s\n", indent, "", entry_lines[i]);
    return orq_str_text(&text);
}

bool orq_precommit_has_entry(const char *text)
{
    return strstr(text, "orqgen") != NULL;
}

/* The list of repos, when it is what the file ends with. */
static const struct orq_yaml *last_repos(struct orq_arena *arena, const char *text, size_t len)
{
    struct orq_diags *aside = orq_diags_new(arena);
    const struct orq_yaml *root = orq_yaml_parse(arena, "", text, len, aside);
    if (!root || root->kind != ORQ_YAML_MAP || root->entries->len == 0)
        return NULL;
    const struct orq_yaml_entry *last = &root->entries->items[root->entries->len - 1];
    bool repos = strcmp(last->key, "repos") == 0 && last->value->kind == ORQ_YAML_LIST;
    return repos ? last->value : NULL;
}

const char *orq_precommit_with_entry(struct orq_arena *arena, const char *text, size_t len)
{
    if (!text)
        return orq_arena_printf(arena, "repos:\n%s", orq_precommit_entry(arena, 2));
    const struct orq_yaml *repos = last_repos(arena, text, len);
    if (orq_precommit_has_entry(text) || !repos || repos->items->len == 0)
        return NULL;
    /* An item's map begins behind its "- ". */
    size_t column = orq_yaml_at(repos->items->items[0]).column;
    if (column < 3)
        return NULL;
    const char *longer =
        orq_arena_printf(arena, "%s%s%s", text, orq_ends_with(text, "\n") ? "" : "\n",
                         orq_precommit_entry(arena, (int)column - 3));
    /* A flow-style list, or any other surprise: then it does not read as one item more. */
    const struct orq_yaml *after = last_repos(arena, longer, strlen(longer));
    return after && after->items->len == repos->items->len + 1 ? longer : NULL;
}
