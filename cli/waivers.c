#include "cli/waivers.h"

#include "base/file.h"
#include "cli/cli.h"
#include "history/source.h"
#include "model/patch.h"
#include "sql/quote.h"

#include <stddef.h>
#include <string.h>

#define DAY 86400

/* ---- reading ---- */

static const struct {
    const char *key;
    size_t offset;
} keys[] = {
    {"object", offsetof(struct orq_waiver, object)},
    {"difference", offsetof(struct orq_waiver, difference)},
    {"until", offsetof(struct orq_waiver, until)},
    {"reason", offsetof(struct orq_waiver, reason)},
};
#define KEYS (sizeof keys / sizeof *keys)

static const char **field_of(struct orq_waiver *waiver, size_t key)
{
    return (const char **)(void *)((char *)waiver + keys[key].offset);
}

static void read_key(const struct orq_yaml_entry *entry, struct orq_diags *diags,
                     struct orq_waiver *waiver)
{
    for (size_t i = 0; i < KEYS; i++) {
        const struct orq_yaml *value = entry->value;
        if (strcmp(keys[i].key, entry->key) != 0)
            continue;
        if (!value->text || value->kind == ORQ_YAML_NULL) {
            orq_error(diags, orq_yaml_at(value), "\"%s\" is text, and this is %s", entry->key,
                      orq_yaml_kind_word(value));
        } else {
            *field_of(waiver, i) = value->text;
        }
        return;
    }
    orq_error(diags, orq_yaml_key_at(entry), "unknown key \"%s\"", entry->key);
    orq_hint(diags, "the keys here are object, difference, until, reason");
}

static void read_waiver(struct orq_arena *arena, const struct orq_yaml *map,
                        struct orq_diags *diags, struct orq_waivers *waivers)
{
    struct orq_waiver waiver = {.at = orq_yaml_at(map)};
    size_t errors = orq_diags_errors(diags);
    if (map->kind != ORQ_YAML_MAP) {
        orq_error(diags, waiver.at, "a waiver is a map, and this is %s", orq_yaml_kind_word(map));
        return;
    }
    for (size_t i = 0; i < map->entries->len; i++)
        read_key(&map->entries->items[i], diags, &waiver);
    for (size_t i = 0; i < KEYS && orq_diags_errors(diags) == errors; i++) {
        if (!*field_of(&waiver, i)) {
            orq_error(diags, waiver.at, "a waiver without \"%s\"", keys[i].key);
            orq_hint(diags, "orqgen check --fix waive -m \"REASON\" writes one");
        }
    }
    if (waiver.until && !orq_day_valid(waiver.until)) {
        orq_error(diags, orq_yaml_at(orq_yaml_get(map, "until")), "\"%s\" is no day: 2026-12-31 is",
                  waiver.until);
    }
    if (orq_diags_errors(diags) == errors)
        ORQ_PUSH(arena, waivers, waiver);
}

void orq_waivers_read(struct orq_arena *arena, const struct orq_yaml *list, struct orq_diags *diags,
                      struct orq_waivers *waivers)
{
    if (list->kind == ORQ_YAML_NULL)
        return;
    if (list->kind != ORQ_YAML_LIST) {
        orq_error(diags, orq_yaml_at(list), "\"waivers\" is a list, and this is %s",
                  orq_yaml_kind_word(list));
        return;
    }
    for (size_t i = 0; i < list->items->len; i++)
        read_waiver(arena, list->items->items[i], diags, waivers);
}

/* ---- writing ---- */

static const char *text_of(const struct orq_layout_entry *item, const char *key)
{
    const struct orq_layout_entry *entry = orq_layout_get(orq_layout_meant(item->value), key);
    return entry ? entry->value->text : NULL;
}

static struct orq_node *waiver_node(struct orq_arena *arena, const struct orq_waiver *waiver)
{
    struct orq_node *map = orq_node_map(arena);
    struct orq_waiver copy = *waiver;
    for (size_t i = 0; i < KEYS; i++)
        orq_node_put_text(arena, map, keys[i].key, *field_of(&copy, i));
    return map;
}

static void note_waivers(const struct orq_layout *layout, const struct orq_waivers *waivers)
{
    const struct orq_layout_entry *entry = orq_layout_get(layout->root, "waivers");
    struct orq_layout_node *list =
        entry && entry->value->kind == ORQ_LAYOUT_LIST ? entry->value : NULL;
    struct orq_node *fresh = orq_node_block_list(layout->arena);
    for (size_t i = 0; i < waivers->len; i++) {
        struct orq_node *node = waiver_node(layout->arena, &waivers->items[i]);
        for (size_t k = 0; list && k < list->entries.len; k++) {
            struct orq_layout_entry *old = list->entries.items[k];
            old->gone |= orq_str_equal(text_of(old, "object"), waivers->items[i].object);
        }
        if (list)
            orq_patch_add(layout, list, orq_patch_last(list), (struct orq_node_item){NULL, node});
        else
            orq_node_push(layout->arena, fresh, node);
    }
    if (!list)
        orq_patch_put(layout, layout->root, "waivers", fresh);
}

/* Would the text be read as the waivers that it should hold? */
static bool holds_all(struct orq_arena *arena, const char *text, size_t len,
                      const struct orq_waivers *waivers)
{
    struct orq_diags *aside = orq_diags_new(arena);
    struct orq_waivers read = {0};
    size_t found = 0;
    const struct orq_yaml *root = orq_yaml_parse(arena, ORQ_CONFIG_NAME, text, len, aside);
    const struct orq_yaml *list = orq_yaml_get(root, "waivers");
    if (list)
        orq_waivers_read(arena, list, aside, &read);
    for (size_t i = 0; i < waivers->len; i++) {
        for (size_t k = 0; k < read.len; k++) {
            found += strcmp(read.items[k].object, waivers->items[i].object) == 0 &&
                     strcmp(read.items[k].difference, waivers->items[i].difference) == 0;
        }
    }
    return orq_diags_errors(aside) == 0 && found == waivers->len;
}

enum orq_status orq_waivers_write(struct orq_cli *cli, const char *file,
                                  const struct orq_waivers *waivers)
{
    const char *text = "";
    size_t len = 0;
    struct orq_edits edits = {0};
    enum orq_status status = ORQ_OK;
    if (file)
        status = orq_file_read(cli->arena, file, cli->diags, &text, &len);
    if (status != ORQ_OK)
        return status;
    const struct orq_layout *layout = orq_layout_parse(cli->arena, file, text, len);
    if (layout)
        note_waivers(layout, waivers);
    bool done = layout && orq_patch_edits(layout, &edits);
    const char *patched = done ? orq_edits_apply(cli->arena, text, &len, &edits) : NULL;
    if (!patched || !holds_all(cli->arena, patched, len, waivers)) {
        orq_error(cli->diags, (struct orq_span){.file = file},
                  "the waivers cannot be added to this file line by line");
        orq_hint(cli->diags, "write \"waivers:\" as a list of lines, then try again");
        return ORQ_INVALID;
    }
    return orq_file_write(file ? file : ORQ_CONFIG_NAME, patched, len, cli->diags);
}

/* ---- telling ---- */

const char *orq_cli_day(struct orq_cli *cli, int days)
{
    return orq_day_of(cli->arena, orq_source_system.now(&orq_source_system) + (int64_t)days * DAY);
}

static const char *shown(struct orq_str *out, const char *text)
{
    return orq_shown_name(out->arena, text);
}

void orq_waived_report(struct orq_str *out, const struct orq_waived_ops *waived)
{
    for (size_t i = 0; i < waived->len; i++) {
        const struct orq_waiver *waiver = waived->items[i].waiver;
        orq_str_addf(out, "  waived until %s: %s (%s)\n", waiver->until, shown(out, waiver->object),
                     shown(out, waiver->reason));
    }
}

void orq_unwaived_report(struct orq_str *out, const struct orq_waiving *waiving)
{
    for (size_t i = 0; i < waiving->expired.len; i++) {
        const struct orq_waiver *waiver = waiving->expired.items[i].waiver;
        orq_str_addf(out, "  the waiver of %s expired on %s (%s)\n", shown(out, waiver->object),
                     waiver->until, shown(out, waiver->reason));
    }
    for (size_t i = 0; i < waiving->other.len; i++) {
        orq_str_addf(out, "  the waiver of %s is of another difference\n",
                     shown(out, waiving->other.items[i].waiver->object));
    }
}

static void add_waived_json(struct orq_json *json, const char *key,
                            const struct orq_waived_ops *waived)
{
    orq_json_key(json, key);
    orq_json_open_array(json);
    for (size_t i = 0; i < waived->len; i++) {
        struct orq_waiver waiver = *waived->items[i].waiver;
        orq_json_open_object(json);
        orq_json_member(json, "summary", orq_op_summary(json->out->arena, waived->items[i].op));
        for (size_t k = 0; k < KEYS; k++)
            orq_json_member(json, keys[k].key, *field_of(&waiver, k));
        orq_json_close_object(json);
    }
    orq_json_close_array(json);
}

void orq_waiving_json(struct orq_json *json, const struct orq_waiving *waiving)
{
    add_waived_json(json, "waived", &waiving->waived);
    add_waived_json(json, "expired", &waiving->expired);
}

void orq_idle_report(struct orq_cli *cli, const struct orq_waivers *idle)
{
    for (size_t i = 0; i < idle->len; i++) {
        orq_warning(cli->diags, idle->items[i].at,
                    "the waiver of %s matches nothing any more: take it out",
                    orq_shown_name(cli->arena, idle->items[i].object));
    }
}
