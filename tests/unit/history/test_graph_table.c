/* What identifiers, ranges, upgrades and downgrades mean in the histories of tests/fixtures/graph:
 * its README says how they are written. */
#include "base/file.h"
#include "base/str.h"
#include "history/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct table {
    struct orq_arena *arena;
    const char *file;
    size_t line;
    struct orq_history *history;
    struct orq_migrations migrations; /* of the topology that is being read */
    size_t cases, failed;
};

struct graph_case {
    const char *kind, *text, *current, *expected;
};

static const char *trimmed(struct orq_arena *arena, const char *text, size_t len)
{
    while (len > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        len--;
    }
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
        len--;
    return orq_arena_strndup(arena, text, len);
}

/* The parts of text between separators, trimmed. */
static void split(struct orq_arena *arena, const char *text, char separator,
                  struct orq_strings *parts)
{
    for (;;) {
        const char *end = strchr(text, separator);
        const char *part = trimmed(arena, text, end ? (size_t)(end - text) : strlen(text));
        if (separator != ' ' || *part != '\0')
            ORQ_PUSH(arena, parts, part);
        if (!end)
            return;
        text = end + 1;
    }
}

static const char *part_of(const struct orq_strings *parts, size_t at)
{
    return at < parts->len ? parts->items[at] : "";
}

/* -- topologies -- */

static void add_lines(struct table *table, struct orq_str *text, const char *key, const char *ids)
{
    struct orq_strings words = {0};
    split(table->arena, ids, ' ', &words);
    for (size_t i = 0; i < words.len; i++)
        orq_str_addf(text, "-- %s: %s\n", key, words.items[i]);
}

/* "a3: a1 a2; b1; label": read as the file 3.sql where it is the third. */
static void add_revision(struct table *table, const char *line)
{
    const char *colon = strchr(line, ':');
    struct orq_strings parts = {0};
    struct orq_str text = orq_str_new(table->arena);
    struct orq_diags *diags = orq_diags_new(table->arena);
    const char *id = trimmed(table->arena, line, (size_t)(colon - line));
    split(table->arena, colon + 1, ';', &parts);
    orq_str_addf(&text, "-- orqgen migration: make %s\n-- revision: %s\n", id, id);
    add_lines(table, &text, "parent", part_of(&parts, 0));
    add_lines(table, &text, "depends-on", part_of(&parts, 1));
    add_lines(table, &text, "label", part_of(&parts, 2));
    orq_str_add(&text, "-- +orqgen upgrade\n-- +orqgen downgrade\n");
    const char *path = orq_arena_printf(table->arena, "%zu.sql", table->migrations.len + 1);
    struct orq_migration *migration =
        orq_migration_read(table->arena, path, orq_str_text(&text), text.len, diags);
    assert_int_equal(orq_diags_errors(diags), 0);
    ORQ_PUSH(table->arena, &table->migrations, migration);
}

/* -- what came out, in words -- */

static const char *ids_of(struct orq_arena *arena, const struct orq_revisions *revisions,
                          const char *none)
{
    struct orq_str ids = orq_str_new(arena);
    for (size_t i = 0; i < revisions->len; i++)
        orq_str_addf(&ids, "%s%s", i > 0 ? " " : "", revisions->items[i]->migration->revision);
    return revisions->len > 0 ? orq_str_text(&ids) : none;
}

static bool says(const struct orq_diags *diags, const char *wanted)
{
    for (size_t i = 0; i < orq_diags_len(diags); i++) {
        const struct orq_diag *diag = orq_diags_at(diags, i);
        if (strstr(diag->message, wanted) || (diag->hint && strstr(diag->hint, wanted)))
            return true;
    }
    return *wanted == '\0';
}

static const char *all_said(struct orq_arena *arena, const struct orq_diags *diags)
{
    struct orq_str text = orq_str_new(arena);
    for (size_t i = 0; i < orq_diags_len(diags); i++) {
        const struct orq_diag *diag = orq_diags_at(diags, i);
        orq_str_addf(&text, "\n    %s%s%s", diag->message, diag->hint ? "\n    " : "",
                     diag->hint ? diag->hint : "");
    }
    return orq_str_text(&text);
}

static const struct {
    enum orq_status status;
    const char *word;
} words[] = {{ORQ_INVALID, "error"}, {ORQ_AMBIGUOUS, "ambiguous"}};

/* "error: what is said" */
static bool failed_as(enum orq_status status, const struct orq_diags *diags, const char *expected)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].status != status || !orq_starts_with(expected, words[i].word))
            continue;
        const char *said = expected + strlen(words[i].word);
        return orq_diags_errors(diags) > 0 && says(diags, *said == ':' ? said + 2 : said);
    }
    return false;
}

/* -- cases -- */

struct question {
    struct table *table;
    struct orq_target target;
    struct orq_diags *diags;
    struct orq_map *applied;
    struct orq_revisions answer;
    const char *more; /* behind the ids */
};

static enum orq_status ask_means(struct question *asked)
{
    struct table *table = asked->table;
    struct orq_resolved resolved;
    enum orq_status status =
        orq_history_resolve(table->arena, table->history, &asked->target, asked->diags, &resolved);
    asked->answer = resolved.revisions;
    if (status == ORQ_OK && resolved.branch)
        asked->more =
            orq_arena_printf(table->arena, " via %s", resolved.branch->migration->revision);
    return status;
}

static enum orq_status ask_one(struct question *asked)
{
    struct table *table = asked->table;
    const struct orq_revision *revision = NULL;
    enum orq_status status = orq_history_resolve_one(table->arena, table->history, &asked->target,
                                                     asked->diags, &revision);
    if (revision)
        ORQ_PUSH(table->arena, &asked->answer, table->history->revisions.items[revision->index]);
    return status;
}

static enum orq_status ask_range(struct question *asked)
{
    struct table *table = asked->table;
    return orq_history_range(table->arena, table->history, &asked->target, asked->diags,
                             &asked->answer);
}

static enum orq_status ask_way(struct question *asked, bool up)
{
    struct table *table = asked->table;
    struct orq_resolved resolved;
    const struct orq_way way = {.to = &resolved, .applied = asked->applied};
    enum orq_status status =
        orq_history_resolve(table->arena, table->history, &asked->target, asked->diags, &resolved);
    if (status != ORQ_OK)
        return status;
    return up ? orq_history_upgrades(table->arena, table->history, &way, asked->diags,
                                     &asked->answer)
              : orq_history_downgrades(table->arena, table->history, &way, asked->diags,
                                       &asked->answer);
}

static enum orq_status ask_up(struct question *asked)
{
    return ask_way(asked, true);
}

static enum orq_status ask_down(struct question *asked)
{
    return ask_way(asked, false);
}

static enum orq_status ask_heads(struct question *asked)
{
    orq_history_heads(asked->table->arena, asked->table->history, &asked->answer);
    return ORQ_OK;
}

static enum orq_status ask_all(struct question *asked)
{
    asked->answer = asked->table->history->revisions;
    return ORQ_OK;
}

static enum orq_status ask_labels(struct question *asked)
{
    const struct orq_revision *revision =
        orq_history_find(asked->table->history, asked->target.text);
    struct orq_str text = orq_str_new(asked->table->arena);
    for (size_t i = 0; i < revision->labels.len; i++)
        orq_str_addf(&text, "%s%s", i > 0 ? " " : "", revision->labels.items[i]);
    asked->more = orq_str_text(&text);
    return ORQ_OK;
}

static enum orq_status ask_sound(struct question *asked)
{
    asked->more = "yes";
    return orq_revision_sound(orq_history_find(asked->table->history, asked->target.text),
                              asked->diags);
}

/* "2.sql:3": where each fault is. */
static enum orq_status ask_faults(struct question *asked)
{
    const struct orq_diags *faults = asked->table->history->faults;
    struct orq_str text = orq_str_new(asked->table->arena);
    for (size_t i = 0; i < orq_diags_len(faults); i++) {
        struct orq_span at = orq_diags_at(faults, i)->at;
        orq_str_addf(&text, "%s%s:%zu", i > 0 ? " " : "", at.file ? at.file : "-", at.line);
    }
    asked->more = orq_str_text(&text);
    return ORQ_OK;
}

static const struct {
    const char *kind;
    enum orq_status (*ask)(struct question *asked);
    const char *none; /* instead of ids */
} kinds[] = {
    {"means", ask_means, "base"}, {"one", ask_one, "base"},      {"range", ask_range, "none"},
    {"up", ask_up, "nothing"},    {"down", ask_down, "nothing"}, {"heads", ask_heads, "none"},
    {"all", ask_all, "none"},     {"labels", ask_labels, ""},    {"sound", ask_sound, ""},
    {"faults", ask_faults, ""},
};

/* The database holds what is current, and all that it needs. */
static void apply(struct question *asked)
{
    struct table *table = asked->table;
    struct orq_resolved current = {0};
    const struct orq_way way = {.to = &current};
    struct orq_revisions path = {0};
    struct orq_diags *diags = orq_diags_new(table->arena);
    asked->applied = orq_map_new(table->arena, ORQ_KEYS_EXACT);
    for (size_t i = 0; i < asked->target.current->len; i++) {
        struct orq_revision *revision =
            orq_map_get(table->history->by_id, asked->target.current->items[i]);
        if (revision)
            ORQ_PUSH(table->arena, &current.revisions, revision);
    }
    orq_history_upgrades(table->arena, table->history, &way, diags, &path);
    for (size_t i = 0; i < path.len; i++)
        orq_map_put(asked->applied, path.items[i]->migration->revision, path.items[i]);
}

static void run_case(struct table *table, const struct graph_case *given)
{
    struct orq_strings current = {0};
    size_t kind = 0;
    while (kind < sizeof kinds / sizeof *kinds && strcmp(kinds[kind].kind, given->kind) != 0)
        kind++;
    assert_true(kind < sizeof kinds / sizeof *kinds);
    if (strcmp(given->current, "-") != 0)
        split(table->arena, given->current, ' ', &current);
    struct question asked = {.table = table,
                             .target = {.text = given->text, .current = &current},
                             .diags = orq_diags_new(table->arena),
                             .more = ""};
    apply(&asked);
    enum orq_status status = kinds[kind].ask(&asked);
    const char *is = orq_arena_printf(
        table->arena, "%s%s", ids_of(table->arena, &asked.answer, kinds[kind].none), asked.more);
    bool right = status == ORQ_OK ? strcmp(is, given->expected) == 0
                                  : failed_as(status, asked.diags, given->expected);
    table->cases++;
    if (right)
        return;
    table->failed++;
    print_message("%s:%zu: %s \"%s\" at %s: status %d, %s%s\n", table->file, table->line,
                  given->kind, given->text, given->current, status, status == ORQ_OK ? is : "",
                  all_said(table->arena, asked.diags));
}

/* "means a1+1 | a2 | a2" */
static void read_case(struct table *table, const char *line)
{
    struct orq_strings parts = {0};
    split(table->arena, line, '|', &parts);
    assert_int_equal(parts.len, 3);
    size_t word = strcspn(parts.items[0], " ");
    struct graph_case given = {
        .kind = orq_arena_strndup(table->arena, parts.items[0], word),
        .text = trimmed(table->arena, parts.items[0] + word, strlen(parts.items[0] + word)),
        .current = parts.items[1],
        .expected = parts.items[2]};
    run_case(table, &given);
}

/* A line of the topology has no |; the first case ends it, and a new one begins another. */
static void read_line(struct table *table, const char *line)
{
    if (*line == '\0' || *line == '#')
        return;
    if (!strchr(line, '|')) {
        if (table->history)
            table->migrations = (struct orq_migrations){0};
        table->history = NULL;
        if (strcmp(line, "empty") != 0)
            add_revision(table, line);
        return;
    }
    if (!table->history)
        table->history = orq_history_of(table->arena, "migrations", &table->migrations);
    read_case(table, line);
}

static const char *folder(struct orq_arena *arena)
{
    const char *root = getenv("ORQ_ROOT");
    return orq_path_join(arena, root ? root : ".", "tests/fixtures/graph");
}

static void run_file(struct table *table, const char *name)
{
    struct orq_diags *diags = orq_diags_new(table->arena);
    const char *text = NULL;
    size_t len = 0;
    struct orq_strings lines = {0};
    const char *path = orq_path_join(table->arena, folder(table->arena), name);
    assert_int_equal(orq_file_read(table->arena, path, diags, &text, &len), ORQ_OK);
    split(table->arena, orq_arena_strndup(table->arena, text, len), '\n', &lines);
    table->file = name;
    table->history = NULL;
    table->migrations = (struct orq_migrations){0};
    for (table->line = 1; table->line <= lines.len; table->line++)
        read_line(table, lines.items[table->line - 1]);
}

static void the_table_holds(void **state)
{
    struct table table = {.arena = orq_arena_new()};
    struct orq_strings names = {0};
    (void)state;
    assert_int_equal(orq_folder_list(table.arena, folder(table.arena), ".txt",
                                     orq_diags_new(table.arena), &names),
                     ORQ_OK);
    for (size_t i = 0; i < names.len; i++)
        run_file(&table, names.items[i]);
    print_message("%zu cases, %zu wrong\n", table.cases, table.failed);
    assert_int_equal(table.failed, 0);
    assert_true(table.cases >= 300);
    orq_arena_free(table.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
