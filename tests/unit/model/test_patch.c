/* Changes to a YAML text: before, what is noted, after; byte for byte. And the patch of them. */
#include "base/diag.h"
#include "model/patch.h"
#include "model/write_parts.h"
#include "model/yaml.h"
#include "tests/helpers/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* A change: what is done to the node at a path ("tables.t.columns"; a number: an item of a list).
 */
enum deed { PUT, TAKE, ADD_FIRST, ADD_BEHIND, ADD_LAST };
struct change {
    enum deed deed;
    const char *path, *key, *value; /* value: YAML; ADD_BEHIND: "KEY=VALUE" of the new one */
};
struct sample {
    const char *name, *before, *after;
    struct change changes[4];
};

static struct orq_node *node_of(struct orq_arena *arena, const char *text)
{
    struct orq_diags *diags = orq_diags_new(arena);
    return orq_node_of_yaml(arena, orq_yaml_parse(arena, "v", text, strlen(text), diags));
}

static struct orq_layout_node *at_path(struct orq_layout *layout, const char *path)
{
    struct orq_layout_node *node = layout->root;
    while (*path) {
        size_t len = strcspn(path, ".");
        const char *word = orq_arena_strndup(layout->arena, path, len);
        node = orq_layout_meant(node) ? node : NULL;
        if (!node)
            fail_msg("no %s", path);
        struct orq_layout_entry *entry = node->kind == ORQ_LAYOUT_LIST
                                             ? node->entries.items[word[0] - '0']
                                             : orq_layout_get(node, word);
        if (!entry)
            fail_msg("no %s", word);
        node = entry->value;
        path += len + (path[len] == '.');
    }
    return node;
}

static void apply(struct orq_layout *layout, const struct change *change)
{
    struct orq_layout_node *node = at_path(layout, change->path);
    const char *sign = change->value ? strchr(change->value, '=') : NULL;
    switch (change->deed) {
    case PUT:
        orq_patch_put(layout, node, change->key, node_of(layout->arena, change->value));
        break;
    case TAKE:
        if (node->kind == ORQ_LAYOUT_LIST)
            node->entries.items[change->key[0] - '0']->gone = true;
        else
            orq_patch_take(layout, node, change->key);
        break;
    case ADD_FIRST:
        orq_patch_add(layout, node, NULL,
                      (struct orq_node_item){change->key, node_of(layout->arena, change->value)});
        break;
    case ADD_BEHIND:
        orq_patch_add(layout, node, orq_layout_get(node, change->key),
                      (struct orq_node_item){orq_arena_strndup(layout->arena, change->value,
                                                               (size_t)(sign - change->value)),
                                             node_of(layout->arena, sign + 1)});
        break;
    case ADD_LAST:
        orq_patch_add(layout, node, orq_patch_last(node),
                      (struct orq_node_item){change->key, node_of(layout->arena, change->value)});
        break;
    }
}

static const struct sample samples[] = {
    {"a column of a block goes behind another",
     "tables:\n  t: # the table\n    columns:\n      id: {type: integer}   # key\n"
     "      n: {type: text}\n\n    # end\n",
     "tables:\n  t: # the table\n    columns:\n      id: {type: integer}   # key\n"
     "      x: {type: real}\n      n: {type: text}\n\n    # end\n",
     {{ADD_BEHIND, "tables.t.columns", "id", "x={type: real}"}}},
    {"one that is written as a block has others so too",
     "columns:\n    id:\n        type: integer\n    n:\n        type: text\n",
     "columns:\n    id:\n        type: integer\n    n:\n        type: text\n    x:\n        type: "
     "real\n"
     "        nullable: false\n",
     {{ADD_LAST, "columns", "x", "{type: real, nullable: false}"}}},
    {"between brackets",
     "tables: {t: {columns: {id: {type: integer}, n: {type: text}}}} # all\n",
     "tables: {t: {columns: {id: {type: integer}, x: {type: real}, n: {type: text}}}} # all\n",
     {{ADD_BEHIND, "tables.t.columns", "id", "x={type: real}"}}},
    {"in front",
     "# head\ncolumns:\n  # the key\n  id: 1\n",
     "# head\ncolumns:\n  x: 2\n  # the key\n  id: 1\n",
     {{ADD_FIRST, "columns", "x", "2"}}},
    {"in front, between brackets",
     "c: {id: 1}\n",
     "c: {x: 2, id: 1}\n",
     {{ADD_FIRST, "c", "x", "2"}}},
    {"a line goes, with the comment above it",
     "columns:\n  id: 1 # one\n  # about n\n  # at length\n  n: 2 # two\n  m: 3\n",
     "columns:\n  id: 1 # one\n  m: 3\n",
     {{TAKE, "columns", "n", NULL}}},
    {"a comment further up stays",
     "a: 1\n\n# ---- part ----\n\n# about b\nb:\n  c: 1\n\nd: 2\n",
     "a: 1\n\n# ---- part ----\n\nd: 2\n",
     {{TAKE, "", "b", NULL}}},
    {"the last with the blank line above it",
     "a: 1\n\nb:\n  c: 1\n",
     "a: 1\n",
     {{TAKE, "", "b", NULL}}},
    {"what is left empty goes too",
     "t:\n  columns: {id: 1}\n  indexes:\n    - [a]\n  # end\n",
     "t:\n  columns: {id: 1}\n  # end\n",
     {{TAKE, "t.indexes", "0", NULL}}},
    {"an item of a list",
     "x:\n  - [a] # one\n  - columns: [b]\n    unique: true\n  - [c]\n",
     "x:\n  - [a] # one\n  - [c]\n",
     {{TAKE, "x", "1", NULL}}},
    {"an item of a list in brackets",
     "x: [[a], [b], [c]]\n",
     "x: [[a], [c]]\n",
     {{TAKE, "x", "1", NULL}}},
    {"the last in brackets", "x: [[a], [b]]\n", "x: [[a]]\n", {{TAKE, "x", "1", NULL}}},
    {"several in brackets",
     "x: {a: 1, b: 2, c: 3, d: 4}\n",
     "x: {b: 2, e: 5}\n",
     {{TAKE, "x", "a", NULL},
      {TAKE, "x", "c", NULL},
      {TAKE, "x", "d", NULL},
      {ADD_LAST, "x", "e", "5"}}},
    {"brackets over several lines",
     "x: {\n  a: 1, # one\n  b: 2, # two\n  c: 3  # three\n}\n",
     "x: {\n  a: 1, # one\n  c: 3,  # three\n  d: 4\n}\n",
     {{TAKE, "x", "b", NULL}, {ADD_LAST, "x", "d", "4"}}},
    {"empty brackets",
     "x: {}\ny: []\n",
     "x: {a: 1}\ny: [2]\n",
     {{ADD_LAST, "x", "a", "1"}, {ADD_LAST, "y", NULL, "2"}}},
    {"a value changes in its place",
     "c:\n  n: {type: \"integer\", nullable: false} # here\n  m:\n    type: text # there\n",
     "c:\n  n: {type: text, nullable: false} # here\n  m:\n    type: real # there\n",
     {{PUT, "c.n", "type", "text"}, {PUT, "c.m", "type", "real"}}},
    {"a block becomes a word",
     "c:\n  d:\n    sql: lower('x')\n  e: 1\n",
     "c:\n  d: 5\n  e: 1\n",
     {{PUT, "c", "d", "5"}}},
    {"a word becomes a block of lines",
     "v:\n  sql: SELECT 1\n  e: 1\n",
     "v:\n  sql: |-\n    SELECT 2,\n           3\n  e: 1\n",
     {{PUT, "v", "sql", "\"SELECT 2,\\n       3\""}}},
    {"a block of lines becomes another",
     "v:\n  sql: |\n    SELECT 2,\n           3\n\n  e: 1\n",
     "v:\n  sql: SELECT 1\n\n  e: 1\n",
     {{PUT, "v", "sql", "SELECT 1"}}},
    {"an alias is written out",
     "a: &a {type: text}\nb: *a\n",
     "a: &a {type: text}\nb: {<<: *a, default: x}\n",
     {{PUT, "b", "default", "x"}}},
    {"nothing becomes a map",
     "t:\n  a:\n  b: 1\n",
     "t:\n  a: {x: {k: 1}}\n  b: 1\n",
     {{PUT, "t.a", "x", "{k: 1}"}}},
    {"no newline at the end", "t:\n  a: 1", "t:\n  a: 1\n  b: 2", {{ADD_LAST, "t", "b", "2"}}},
    {"lines of Windows",
     "t:\r\n  a: 1 # one\r\n  b: 2\r\n",
     "t:\r\n  a: 1 # one\r\n  x:\r\n    long: " /* forces a block */
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "\r\n"
     "  b: 2\r\n",
     {{ADD_BEHIND, "t", "a",
       "x={long: "
       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
       "aa}"}}},
    {"letters beyond ASCII, and a byte order mark",
     "\xef\xbb\xbftabelle: {größe: {type: text}, maß: 1} # ü\n",
     "\xef\xbb\xbftabelle: {größe: {type: text, comment: \"é\\n\"}, neu: 2} # ü\n",
     {{PUT, "tabelle.größe", "comment", "\"é\\n\""},
      {TAKE, "tabelle", "maß", NULL},
      {ADD_LAST, "tabelle", "neu", "2"}}},
    {"tables that stand apart stay so",
     "tables:\n  a:\n    columns: {x: 1}\n\n  # b\n  b:\n    columns: {x: 1}\n",
     "tables:\n  a:\n    columns: {x: 1}\n\n  # b\n  b:\n    columns: {x: 1}\n\n  c:\n    columns: "
     "{x: 1}\n",
     {{ADD_LAST, "tables", "c", "{columns: {x: 1}}"}}},
    {"names that need quotes",
     "c:\n  a: 1\n",
     "c:\n  a: 1\n  \"it's \\\"so\\\"\\n\": 2\n",
     {{ADD_LAST, "c", "it's \"so\"\n", "2"}}},
    {"the first behind a dash",
     "x:\n  - a: 1\n    b: 2 # two\n",
     "x:\n  - b: 2 # two\n",
     {{TAKE, "x.0", "a", NULL}}},
    {"an empty document", "# nothing yet\n", "# nothing yet\nw: 1\n", {{ADD_LAST, "", "w", "1"}}},
    {"by dialect",
     "c:\n  type: {sqlite: integer, postgresql: bigint} # both\n  d: {sqlite: 1}\n",
     "c:\n  type: {sqlite: text, postgresql: bigint} # both\n",
     {{PUT, "c", "type", "text"}, {TAKE, "c", "d", NULL}}},
};

static void a_text_is_patched(void **state)
{
    struct orq_arena *arena = *state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *sample = &samples[i];
        size_t len = strlen(sample->before);
        struct orq_edits edits = {0};
        struct orq_layout *layout = orq_layout_parse(arena, "m.yaml", sample->before, len);
        if (!layout)
            fail_msg("%s: not read", sample->name);
        layout->dialect = "sqlite";
        for (size_t k = 0; k < 4 && sample->changes[k].path; k++)
            apply(layout, &sample->changes[k]);
        if (!orq_patch_edits(layout, &edits))
            fail_msg("%s: not possible", sample->name);
        const char *after = orq_edits_apply(arena, sample->before, &len, &edits);
        if (strcmp(after, sample->after) != 0)
            fail_msg("%s:\n%s--- instead of ---\n%s", sample->name, after, sample->after);
    }
}

static void nothing_noted_changes_nothing(void **state)
{
    struct orq_arena *arena = *state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct orq_edits edits = {0};
        const struct orq_layout *layout =
            orq_layout_parse(arena, "m.yaml", samples[i].before, strlen(samples[i].before));
        assert_true(orq_patch_edits(layout, &edits));
        assert_int_equal(edits.len, 0);
    }
}

static void what_cannot_be_written_is_told(void **state)
{
    struct orq_arena *arena = *state;
    const char *text = "? a\n: 1\nb: 2\n";
    struct orq_edits edits = {0};
    struct orq_layout *layout = orq_layout_parse(arena, "m.yaml", text, strlen(text));
    orq_patch_take(layout, layout->root, "a");
    assert_false(orq_patch_edits(layout, &edits));
}

static void what_is_no_yaml_has_no_layout(void **state)
{
    static const char *const texts[] = {"a: [", "a: 1\n---\nb: 2\n", "? [a]\n: 1\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_null(orq_layout_parse(*state, "m.yaml", texts[i], strlen(texts[i])));
}

/* The document's positions lead to the layout's entries. */
static void check_positions(struct orq_layout *layout, const struct orq_yaml *node)
{
    for (size_t i = 0; node->kind == ORQ_YAML_MAP && i < node->entries->len; i++) {
        const struct orq_yaml_entry *entry = &node->entries->items[i];
        const struct orq_span at = orq_yaml_key_at(entry);
        const struct orq_layout_entry *found = orq_layout_key_at(layout, at.line, at.column);
        if (!found || !found->key || strcmp(found->key, entry->key) != 0)
            fail_msg("%s at %zu:%zu is not found", entry->key, at.line, at.column);
        check_positions(layout, entry->value);
    }
    for (size_t i = 0; node->kind == ORQ_YAML_LIST && i < node->items->len; i++)
        check_positions(layout, node->items->items[i]);
}

static void positions_are_those_of_the_document(void **state)
{
    struct orq_arena *arena = *state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const char *text = samples[i].before;
        struct orq_diags *diags = orq_diags_new(arena);
        struct orq_layout *layout = orq_layout_parse(arena, "m.yaml", text, strlen(text));
        const struct orq_yaml *root = orq_yaml_parse(arena, "m.yaml", text, strlen(text), diags);
        check_positions(layout, root);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_text_is_patched, arena_set_up, arena_tear_down),
        cmocka_unit_test_setup_teardown(nothing_noted_changes_nothing, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_told, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_yaml_has_no_layout, arena_set_up,
                                        arena_tear_down),
        cmocka_unit_test_setup_teardown(positions_are_those_of_the_document, arena_set_up,
                                        arena_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
