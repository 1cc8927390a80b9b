#include "cli/graph_drawing.h"
#include "cli/looking.h"

#include <stdint.h>
#include <string.h>

/* All of them, or those of -r; newest first. */
static enum orq_status choose(struct orq_looking *looking, struct orq_revisions *chosen)
{
    struct orq_cli *cli = looking->cli;
    const struct orq_history *history = looking->project.history;
    struct orq_revisions range = history->revisions;
    enum orq_status status = ORQ_OK;
    if (cli->arguments.rev_range) {
        struct orq_target wish = {.text = cli->arguments.rev_range, .current = &looking->current};
        range = (struct orq_revisions){0};
        status = orq_history_range(cli->arena, history, &wish, cli->diags, &range);
    }
    for (size_t i = range.len; i > 0; i--)
        ORQ_PUSH(cli->arena, chosen, range.items[i - 1]);
    return status;
}

static void describe(const struct orq_looking *looking, struct orq_str *out,
                     const struct orq_revision *revision)
{
    if (orq_tells(looking->cli, ORQ_LOG_DEBUG)) {
        orq_describe_at_length(&looking->describer, out, revision);
    } else {
        orq_describe_line(&looking->describer, out, revision);
        orq_str_addc(out, '\n');
    }
}

/* A parent that is not drawn, or was drawn already (in a circle), leads nowhere. */
static void find_drawn_parents(struct orq_arena *arena, const struct orq_revision *revision,
                               const struct orq_map *to_come, struct orq_strings *ids)
{
    for (size_t i = 0; i < revision->parent_count; i++) {
        const struct orq_revision *parent = revision->parents[i];
        if (parent && orq_map_get(to_come, parent->migration->revision))
            ORQ_PUSH(arena, ids, parent->migration->revision);
    }
}

static void draw(struct orq_looking *looking, const struct orq_revisions *chosen)
{
    struct orq_arena *arena = looking->cli->arena;
    struct orq_map *to_come = orq_map_new(arena, ORQ_KEYS_EXACT);
    struct orq_drawing drawing = orq_drawing_new(&looking->out, orq_drawing_boxes());
    for (size_t i = 0; i < chosen->len; i++)
        orq_map_put(to_come, chosen->items[i]->migration->revision, chosen->items[i]);
    for (size_t i = 0; i < chosen->len; i++) {
        struct orq_revision *revision = chosen->items[i];
        struct orq_strings parents = {0};
        struct orq_str text = orq_str_new(arena);
        orq_map_remove(to_come, revision->migration->revision);
        find_drawn_parents(arena, revision, to_come, &parents);
        describe(looking, &text, revision);
        orq_drawing_add(&drawing, &(struct orq_drawn){.id = revision->migration->revision,
                                                      .parents = &parents,
                                                      .text = orq_str_text(&text)});
    }
}

static void print(struct orq_looking *looking, const struct orq_revisions *chosen)
{
    if (looking->cli->arguments.json)
        orq_describe_list_json(&looking->describer, &looking->out, chosen);
    else if (looking->cli->arguments.graph)
        draw(looking, chosen);
    else
        for (size_t i = 0; i < chosen->len; i++)
            describe(looking, &looking->out, chosen->items[i]);
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_looking looking;
    struct orq_revisions chosen = {0};
    bool current = cli->arguments.indicate_current || orq_asks_current(cli->arguments.rev_range);
    enum orq_status status = orq_look_open(cli, current, &looking);
    if (status == ORQ_OK)
        status = choose(&looking, &chosen);
    if (cli->arguments.indicate_current)
        looking.describer = orq_describer_new(cli->arena, &looking.current);
    if (status == ORQ_OK) {
        print(&looking, &chosen);
        status = orq_look_faults(&looking);
    }
    orq_look_close(&looking);
    return status;
}

static const struct orq_option options[] = {
    ORQ_VALUE('r', "rev-range", "A:B", rev_range, "only those from A to B, both included"),
    ORQ_FLAG('i', "indicate-current", indicate_current, "mark what the database is at"),
    ORQ_FLAG(0, "graph", graph, "draw how they stand on one another"),
    ORQ_FLAG(0, "json", json, "the same as JSON"),
};

const struct orq_command orq_cmd_history = {
    .name = "history",
    .words = "",
    .summary = "print all migrations, newest first",
    .details = "With -v, each with its labels and its file. A range is A:B, A: or :B; its ends are "
               "named as\n"
               "everywhere: current:head, -2:current, current:+1.",
    .example = "  $ orqgen history\n"
               "  9d02ab31c5fe -> 4f1c2a9be0d3 (head), add rating\n"
               "  <base> -> 9d02ab31c5fe, first\n",
    .options = ORQ_OPTIONS(options),
    .run = run,
};
