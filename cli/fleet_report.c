/* What a person, or a program, is told of a run over many databases. */
#include "base/term.h"
#include "cli/fleet.h"
#include "cli/report.h"
#include "sql/quote.h"

#include <string.h>

#define TO_LINE_END "\033[K"

static const struct state_words {
    const char *word, *key; /* in the summary; in JSON */
    enum orq_style style;
} words[ORQ_FLEET_STATES] = {
    [ORQ_FLEET_WAITING] = {"not tried", "not_tried", ORQ_STYLE_WARNING},
    [ORQ_FLEET_RUNNING] = {"running", "running", ORQ_STYLE_NONE},
    [ORQ_FLEET_DONE] = {"done", "done", ORQ_STYLE_GOOD},
    [ORQ_FLEET_DIFFERENT] = {"different", "different", ORQ_STYLE_WARNING},
    [ORQ_FLEET_FAILED] = {"failed", "failed", ORQ_STYLE_ERROR},
};

static const char *word_of(const struct orq_fleet *fleet, enum orq_fleet_state state)
{
    return state == ORQ_FLEET_DONE ? fleet->command->many : words[state].word;
}

/* ---- a line each ---- */

/* The lines of a text that are no details of the one before them, in one line. */
static const char *gist(struct orq_arena *arena, const char *text)
{
    struct orq_str out = orq_str_new(arena);
    while (*text) {
        size_t len = strcspn(text, "\n");
        if (len > 0 && text[0] != ' ') {
            orq_str_add(&out, out.len > 0 ? "; " : "");
            orq_str_addn(&out, text, len);
        }
        text += len + (text[len] == '\n');
    }
    return orq_str_text(&out);
}

static const char *line_of(const struct orq_fleet *fleet, const struct orq_fleet_member *member)
{
    struct orq_arena *arena = fleet->cli->arena;
    const char *brief = orq_str_text(&member->texts[ORQ_STREAM_BRIEF]);
    if (member->state == ORQ_FLEET_FAILED)
        return orq_arena_printf(arena, "failed (exit code %d)", member->code);
    if (!*brief)
        brief = gist(arena, orq_str_text(&member->texts[ORQ_STREAM_OUT]));
    return *brief ? brief : word_of(fleet, member->state);
}

/* What it said, each line with its name in front. */
static void print_messages(const struct orq_fleet *fleet, const struct orq_fleet_member *member)
{
    const char *text = orq_str_text(&member->texts[ORQ_STREAM_ERR]);
    const char *name = orq_shown_name(fleet->cli->arena, member->url->shown);
    while (*text) {
        size_t len = strcspn(text, "\n");
        if (len > 0)
            fprintf(stderr, "%s: %.*s\n", name, (int)len, text);
        text += len + (text[len] == '\n');
    }
}

static void tell(struct orq_fleet *fleet, const struct orq_fleet_member *member)
{
    const struct orq_cli *cli = fleet->cli;
    bool fine = member->state == ORQ_FLEET_DONE;
    if (!cli->arguments.json && (!fine || orq_tells(cli, ORQ_LOG_INFO))) {
        printf("%s: %s%s%s\n", orq_shown_name(cli->arena, member->url->shown),
               orq_term_style(cli->colours_out, fine ? ORQ_STYLE_NONE : words[member->state].style),
               line_of(fleet, member), orq_term_style(cli->colours_out, ORQ_STYLE_NONE));
        fflush(stdout);
    }
    print_messages(fleet, member);
}

static void hide_progress(struct orq_fleet *fleet)
{
    if (fleet->progress_shown) {
        fprintf(stderr, "\r" TO_LINE_END);
        fflush(stderr);
        fleet->progress_shown = false;
    }
}

void orq_fleet_tell(struct orq_fleet *fleet)
{
    while (fleet->told < fleet->next && fleet->members[fleet->told].state > ORQ_FLEET_RUNNING) {
        hide_progress(fleet);
        tell(fleet, &fleet->members[fleet->told]);
        fleet->told++;
    }
}

void orq_fleet_progress(struct orq_fleet *fleet)
{
    const size_t *counts = fleet->counts;
    if (!fleet->shows_progress)
        return;
    size_t ended = fleet->len - counts[ORQ_FLEET_WAITING] - counts[ORQ_FLEET_RUNNING];
    fprintf(stderr, "\r%zu/%zu, %zu running, %zu failed" TO_LINE_END, ended, fleet->len,
            counts[ORQ_FLEET_RUNNING], counts[ORQ_FLEET_FAILED]);
    fflush(stderr);
    fleet->progress_shown = true;
}

/* ---- all of them ---- */

static const enum orq_fleet_state in_summary[] = {ORQ_FLEET_DONE, ORQ_FLEET_DIFFERENT,
                                                  ORQ_FLEET_FAILED, ORQ_FLEET_WAITING};
#define SUMMARY_LEN (sizeof in_summary / sizeof *in_summary)

static void print_summary(const struct orq_fleet *fleet)
{
    struct orq_str line = orq_str_new(fleet->cli->arena);
    for (size_t i = 0; i < SUMMARY_LEN; i++) {
        enum orq_fleet_state state = in_summary[i];
        if (fleet->counts[state] > 0) {
            orq_str_addf(&line, "%s%zu %s", line.len > 0 ? ", " : "", fleet->counts[state],
                         word_of(fleet, state));
        }
    }
    orq_tell(fleet->cli, ORQ_LOG_INFO, "%s", orq_str_text(&line));
    if (fleet->counts[ORQ_FLEET_WAITING] > 0)
        orq_tell(fleet->cli, ORQ_LOG_INFO, "  next: run it again, which does only what is pending");
}

static void add_messages(struct orq_json *json, const struct orq_fleet_member *member)
{
    const char *text = orq_str_text(&member->texts[ORQ_STREAM_ERR]);
    struct orq_strings lines = {0};
    while (*text) {
        size_t len = strcspn(text, "\n");
        if (len > 0)
            ORQ_PUSH(json->out->arena, &lines, orq_arena_strndup(json->out->arena, text, len));
        text += len + (text[len] == '\n');
    }
    if (lines.len > 0)
        orq_report_strings_json(json, "messages", &lines);
}

static void add_member(struct orq_json *json, const struct orq_fleet_member *member)
{
    orq_json_open_object(json);
    orq_json_member(json, "database", member->url->shown);
    orq_json_member(json, "state", words[member->state].key);
    if (member->state != ORQ_FLEET_WAITING) {
        orq_json_key(json, "exit_code");
        orq_json_number(json, member->code);
        if (member->texts[ORQ_STREAM_OUT].len > 0) {
            orq_json_key(json, "result");
            orq_json_written(json, orq_str_text(&member->texts[ORQ_STREAM_OUT]));
        }
        add_messages(json, member);
    }
    orq_json_close_object(json);
}

static void print_json(const struct orq_fleet *fleet)
{
    struct orq_str out = orq_str_new(fleet->cli->arena);
    struct orq_json json = orq_json_new(&out);
    orq_json_open_object(&json);
    orq_json_key(&json, "databases");
    orq_json_open_array(&json);
    for (size_t i = 0; i < fleet->len; i++)
        add_member(&json, &fleet->members[i]);
    orq_json_close_array(&json);
    for (size_t i = 0; i < SUMMARY_LEN; i++) {
        orq_json_key(&json, words[in_summary[i]].key);
        orq_json_number(&json, (int64_t)fleet->counts[in_summary[i]]);
    }
    orq_json_close_object(&json);
    orq_print(&out);
}

void orq_fleet_end(struct orq_fleet *fleet)
{
    hide_progress(fleet);
    if (fleet->cli->arguments.json)
        print_json(fleet);
    print_summary(fleet);
}
