#include "cli/lint_config.h"

#include "base/similar.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    struct orq_arena *arena;
    struct orq_diags *diags;
    struct orq_lint *lint;
};

static bool is_map(struct reader *reader, const struct orq_yaml *value, const char *what)
{
    if (value->kind == ORQ_YAML_MAP)
        return true;
    orq_error(reader->diags, orq_yaml_at(value), "%s is a map, and this is %s", what,
              orq_yaml_kind_word(value));
    return false;
}

static bool knows_rule(struct reader *reader, const char *id, struct orq_span at)
{
    struct orq_strings names = {0};
    if (orq_rule_find(id))
        return true;
    for (const struct orq_rule *rule = orq_rules; rule->id; rule++)
        ORQ_PUSH(reader->arena, &names, rule->id);
    const char *near = orq_similar(id, &names);
    if (near) {
        orq_error(reader->diags, at, "no rule is called \"%s\" (did you mean \"%s\"?)", id, near);
    } else {
        orq_error(reader->diags, at, "no rule is called \"%s\"", id);
        orq_hint(reader->diags, "orqgen explain --list shows all");
    }
    return false;
}

/* Only these keys, each with a text; NULL: not there. */
static bool has_only(struct reader *reader, const struct orq_yaml *map, const char *const *keys)
{
    for (size_t i = 0; i < map->entries->len; i++) {
        const struct orq_yaml_entry *entry = &map->entries->items[i];
        size_t at = 0;
        while (keys[at] && strcmp(keys[at], entry->key) != 0)
            at++;
        if (!keys[at]) {
            orq_error(reader->diags, orq_yaml_key_at(entry), "unknown key \"%s\"", entry->key);
            return false;
        }
    }
    return true;
}

static const char *text_of(struct reader *reader, const struct orq_yaml *map, const char *key)
{
    const struct orq_yaml *value = orq_yaml_get(map, key);
    if (!value)
        return NULL;
    if (value->kind == ORQ_YAML_TEXT)
        return value->text;
    orq_error(reader->diags, orq_yaml_at(value), "\"%s\" is text, and this is %s", key,
              orq_yaml_kind_word(value));
    return NULL;
}

/* ---- allow ---- */

static void read_allowance(struct reader *reader, const struct orq_yaml *map)
{
    static const char *const keys[] = {"rule", "object", "reason", NULL};
    if (!is_map(reader, map, "an allowance") || !has_only(reader, map, keys))
        return;
    struct orq_lint_allow allow = {.rule = text_of(reader, map, "rule"),
                                   .object = text_of(reader, map, "object"),
                                   .reason = text_of(reader, map, "reason"),
                                   .at = orq_yaml_at(map),
                                   .used = ORQ_NEW(reader->arena, bool)};
    if (!allow.rule)
        orq_error(reader->diags, allow.at, "an allowance names a rule: {rule: …, reason: …}");
    else if (knows_rule(reader, allow.rule, allow.at))
        ORQ_PUSH(reader->arena, &reader->lint->allows, allow);
}

static void read_allowances(struct reader *reader, const struct orq_yaml *list)
{
    if (list->kind != ORQ_YAML_LIST) {
        orq_error(reader->diags, orq_yaml_at(list), "\"allow\" is a list, and this is %s",
                  orq_yaml_kind_word(list));
        return;
    }
    for (size_t i = 0; i < list->items->len; i++)
        read_allowance(reader, list->items->items[i]);
}

/* ---- levels ---- */

static struct orq_lint_level *level_of(struct reader *reader, const char *rule)
{
    struct orq_lint_levels *levels = &reader->lint->levels;
    for (size_t i = 0; i < levels->len; i++)
        if (strcmp(levels->items[i].rule, rule) == 0)
            return &levels->items[i];
    ORQ_PUSH(reader->arena, levels, (struct orq_lint_level){.rule = rule});
    return &levels->items[levels->len - 1];
}

static void read_level(struct reader *reader, const struct orq_yaml_entry *entry)
{
    struct orq_lint_level *level = level_of(reader, entry->key);
    const struct orq_yaml *value = entry->value;
    static const char *const keys[] = {"level", "reason", NULL};
    if (value->kind == ORQ_YAML_MAP && has_only(reader, value, keys) &&
        orq_str_equal(text_of(reader, value, "level"), "off") && text_of(reader, value, "reason")) {
        level->off = text_of(reader, value, "reason");
        return;
    }
    for (enum orq_level each = ORQ_LEVEL_NOTE; each <= ORQ_LEVEL_ERROR; each++) {
        if (value->kind == ORQ_YAML_TEXT && strcmp(value->text, orq_level_name(each)) == 0) {
            level->given = true;
            level->level = each;
            return;
        }
    }
    orq_error(reader->diags, orq_yaml_at(value),
              "a level is note, warning or error, or {level: off, reason: …}");
}

/* ---- limits ---- */

static int64_t number_of(struct reader *reader, const struct orq_yaml *map, const char *key)
{
    const struct orq_yaml *value = orq_yaml_get(map, key);
    if (!value)
        return 0;
    char *end = NULL;
    long long number = value->kind == ORQ_YAML_NUMBER ? strtoll(value->text, &end, 10) : 0;
    if (number <= 0 || *end != '\0') {
        orq_error(reader->diags, orq_yaml_at(value), "\"%s\" is a whole number above 0", key);
        return 0;
    }
    return number;
}

static void read_limit(struct reader *reader, const struct orq_yaml_entry *entry)
{
    static const char *const keys[] = {"rows", "bytes", NULL};
    struct orq_lint_level *level = level_of(reader, entry->key);
    if (is_map(reader, entry->value, "a limit") && has_only(reader, entry->value, keys)) {
        level->rows = number_of(reader, entry->value, "rows");
        level->bytes = number_of(reader, entry->value, "bytes");
    }
}

static void read_by_rule(struct reader *reader, const struct orq_yaml *map, const char *what,
                         void (*read)(struct reader *, const struct orq_yaml_entry *))
{
    for (size_t i = 0; is_map(reader, map, what) && i < map->entries->len; i++) {
        const struct orq_yaml_entry *entry = &map->entries->items[i];
        if (knows_rule(reader, entry->key, orq_yaml_key_at(entry)))
            read(reader, entry);
    }
}

void orq_lint_config_read(struct orq_arena *arena, const struct orq_yaml *value,
                          struct orq_diags *diags, struct orq_lint *lint)
{
    static const char *const keys[] = {"allow", "levels", "limits", NULL};
    struct reader reader = {arena, diags, lint};
    if (!is_map(&reader, value, "\"lint\"") || !has_only(&reader, value, keys))
        return;
    const struct orq_yaml *allow = orq_yaml_get(value, "allow");
    const struct orq_yaml *levels = orq_yaml_get(value, "levels");
    const struct orq_yaml *limits = orq_yaml_get(value, "limits");
    if (allow)
        read_allowances(&reader, allow);
    if (levels)
        read_by_rule(&reader, levels, "\"levels\"", read_level);
    if (limits)
        read_by_rule(&reader, limits, "\"limits\"", read_limit);
}
