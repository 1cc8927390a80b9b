#include "cli/describe.h"

#include "cli/report.h"
#include "sql/quote.h"

struct orq_describer orq_describer_new(struct orq_arena *arena, const struct orq_strings *current)
{
    struct orq_describer describer = {.current =
                                          current ? orq_map_new(arena, ORQ_KEYS_EXACT) : NULL};
    for (size_t i = 0; current && i < current->len; i++)
        orq_map_put(describer.current, current->items[i], describer.current);
    return describer;
}

static bool is_current(const struct orq_describer *describer, const struct orq_revision *revision)
{
    return describer->current && orq_map_get(describer->current, revision->migration->revision);
}

static void add_shown(struct orq_str *out, const char *text)
{
    orq_str_add(out, orq_shown_name(out->arena, text ? text : ""));
}

static void add_names(struct orq_str *out, const struct orq_strings *names)
{
    for (size_t i = 0; i < names->len; i++) {
        orq_str_add(out, i == 0 ? "" : ", ");
        add_shown(out, names->items[i]);
    }
}

static void add_parents(struct orq_str *out, const struct orq_migration *migration)
{
    struct orq_strings ids = {0};
    for (size_t i = 0; i < migration->parents.len; i++)
        ORQ_PUSH(out->arena, &ids, migration->parents.items[i].revision);
    orq_str_add(out, ids.len == 0 ? "<base>" : "");
    add_names(out, &ids);
}

static void add_marks(const struct orq_describer *describer, struct orq_str *out,
                      const struct orq_revision *revision)
{
    orq_str_add(out, revision->child_count == 0 ? " (head)" : "");
    orq_str_add(out, is_current(describer, revision) ? " (current)" : "");
    orq_str_add(out, revision->child_count > 1 ? " (branchpoint)" : "");
    orq_str_add(out, revision->parent_count > 1 ? " (mergepoint)" : "");
}

void orq_describe_name(const struct orq_describer *describer, struct orq_str *out,
                       const struct orq_revision *revision)
{
    const struct orq_strings *labels = &revision->labels;
    add_shown(out, revision->migration->revision);
    if (labels->len > 0) {
        orq_str_add(out, " (");
        add_names(out, labels);
        orq_str_add(out, ")");
    }
    add_marks(describer, out, revision);
}

void orq_describe_line(const struct orq_describer *describer, struct orq_str *out,
                       const struct orq_revision *revision)
{
    const struct orq_migration *migration = revision->migration;
    add_parents(out, migration);
    if (migration->depends_on.len > 0) {
        orq_str_add(out, " (");
        add_names(out, &migration->depends_on);
        orq_str_add(out, ")");
    }
    orq_str_add(out, " -> ");
    orq_describe_name(describer, out, revision);
    orq_str_add(out, ", ");
    add_shown(out, migration->message);
}

static void add_children(struct orq_str *out, const struct orq_revision *revision)
{
    struct orq_strings ids = {0};
    for (size_t i = 0; i < revision->child_count; i++)
        ORQ_PUSH(out->arena, &ids, revision->children[i]->migration->revision);
    orq_str_add(out, "Branches into: ");
    add_names(out, &ids);
    orq_str_addc(out, '\n');
}

static void add_list(struct orq_str *out, const char *key, const struct orq_strings *names)
{
    if (names->len > 0) {
        orq_str_addf(out, "%s: ", key);
        add_names(out, names);
        orq_str_addc(out, '\n');
    }
}

void orq_describe_at_length(const struct orq_describer *describer, struct orq_str *out,
                            const struct orq_revision *revision)
{
    const struct orq_migration *migration = revision->migration;
    orq_str_add(out, "Rev: ");
    add_shown(out, migration->revision);
    add_marks(describer, out, revision);
    orq_str_add(out, revision->parent_count > 1 ? "\nMerges: " : "\nParent: ");
    add_parents(out, migration);
    orq_str_addc(out, '\n');
    add_list(out, "Also depends on", &migration->depends_on);
    if (revision->child_count > 1)
        add_children(out, revision);
    add_list(out, "Branch names", &revision->labels);
    add_list(out, "Adopts", &migration->adopts);
    orq_str_addf(out, "Path: %s\n\n    ", orq_shown_name(out->arena, migration->path));
    add_shown(out, migration->message);
    orq_str_add(out, "\n\n");
}

static void add_children_json(struct orq_json *json, const struct orq_revision *revision)
{
    orq_json_key(json, "children");
    orq_json_open_array(json);
    for (size_t i = 0; i < revision->child_count; i++)
        orq_json_text(json, revision->children[i]->migration->revision);
    orq_json_close_array(json);
}

void orq_describe_json(const struct orq_describer *describer, struct orq_json *json,
                       const struct orq_revision *revision)
{
    const struct orq_migration *migration = revision->migration;
    orq_json_member(json, "revision", migration->revision);
    orq_json_key(json, "parents");
    orq_json_open_array(json);
    for (size_t i = 0; i < migration->parents.len; i++)
        orq_json_text(json, migration->parents.items[i].revision);
    orq_json_close_array(json);
    orq_report_strings_json(json, "depends_on", &migration->depends_on);
    add_children_json(json, revision);
    orq_report_strings_json(json, "labels", &revision->labels);
    orq_json_key(json, "head");
    orq_json_bool(json, revision->child_count == 0);
    if (describer->current) {
        orq_json_key(json, "current");
        orq_json_bool(json, is_current(describer, revision));
    }
    orq_json_member(json, "message", migration->message);
    orq_json_member(json, "created", migration->created);
    orq_json_member(json, "path", migration->path);
}

void orq_describe_list_json(const struct orq_describer *describer, struct orq_str *out,
                            const struct orq_revisions *revisions)
{
    struct orq_json json = orq_json_new(out);
    orq_json_open_array(&json);
    for (size_t i = 0; i < revisions->len; i++) {
        orq_json_open_object(&json);
        orq_describe_json(describer, &json, revisions->items[i]);
        orq_json_close_object(&json);
    }
    orq_json_close_array(&json);
}
