#include "cli/completion.h"

#include "cli/help_topics.h"
#include "review/rule.h"

#include <string.h>

static void add_commands(struct orq_arena *arena, struct orq_candidates *candidates)
{
    for (size_t i = 0; orq_commands[i]; i++)
        ORQ_PUSH(arena, &candidates->choices, orq_commands[i]->name);
}

static void add_topics(struct orq_arena *arena, struct orq_candidates *candidates)
{
    for (const struct orq_topic *topic = orq_topics; topic->name; topic++)
        ORQ_PUSH(arena, &candidates->choices, topic->name);
}

static void add_rules(struct orq_arena *arena, struct orq_candidates *candidates)
{
    for (const struct orq_rule *rule = orq_rules; rule->id; rule++)
        ORQ_PUSH(arena, &candidates->choices, rule->id);
}

/* What the words stand for that the help writes for values. Of the others nothing is known. */
static const struct meaning {
    const char *word;
    bool files, folders, revisions;
    void (*add)(struct orq_arena *arena, struct orq_candidates *candidates);
} meanings[] = {
    {.word = "FILE", .files = true},
    {.word = "PATH", .files = true},
    {.word = "URL", .files = true},
    {.word = "FROM", .files = true},
    {.word = "TO", .files = true},
    {.word = "DIR", .folders = true},
    {.word = "REV", .revisions = true},
    {.word = "RANGE", .revisions = true},
    {.word = "TARGET", .revisions = true},
    {.word = "A:B", .revisions = true},
    {.word = "COMMAND", .add = add_commands},
    {.word = "TOPIC", .add = add_topics},
    {.word = "RULE", .add = add_rules},
};

static void add_meaning(struct orq_arena *arena, const char *word,
                        struct orq_candidates *candidates)
{
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        const struct meaning *meaning = &meanings[i];
        if (strcmp(meaning->word, word) != 0)
            continue;
        candidates->files |= meaning->files;
        candidates->folders |= meaning->folders;
        candidates->revisions |= meaning->revisions;
        if (meaning->add)
            meaning->add(arena, candidates);
    }
}

/* "[FILE|REV...]", "list|purge [REV...]": small letters are to be typed, large ones stand for
 * something. */
static struct orq_candidates candidates_of(struct orq_arena *arena, const char *text)
{
    static const char separators[] = " []|.";
    struct orq_candidates candidates = {0};
    for (const char *at = text + strspn(text, separators); *at; at += strspn(at, separators)) {
        size_t len = strcspn(at, separators);
        const char *word = orq_arena_strndup(arena, at, len);
        if (*word >= 'a' && *word <= 'z')
            ORQ_PUSH(arena, &candidates.choices, word);
        else
            add_meaning(arena, word, &candidates);
        at += len;
    }
    return candidates;
}

struct orq_candidates orq_candidates_option(struct orq_arena *arena,
                                            const struct orq_option *option)
{
    const char *text = option->choices ? option->choices : option->value;
    return candidates_of(arena, text ? text : "");
}

struct orq_candidates orq_candidates_words(struct orq_arena *arena,
                                           const struct orq_command *command)
{
    return candidates_of(arena, command->words);
}

struct orq_options orq_command_options(struct orq_arena *arena, const struct orq_command *command)
{
    struct orq_options options = command ? command->options : orq_cmd_revision.options;
    if (command && command->many)
        options = orq_options_join(arena, options, orq_options_many);
    return orq_options_join(arena, options, orq_options_common);
}

void orq_add_joined(struct orq_str *out, const struct orq_strings *words, const char *between)
{
    for (size_t i = 0; i < words->len; i++) {
        orq_str_add(out, i == 0 ? "" : between);
        orq_str_add(out, words->items[i]);
    }
}

void orq_add_quoted(struct orq_str *out, const char *text, const char *special)
{
    for (const char *at = text; *at; at++) {
        if (strchr(special, *at))
            orq_str_addc(out, '\\');
        if (*at == '\'' && !strchr(special, '\''))
            orq_str_add(out, "'\\'");
        orq_str_addc(out, *at);
    }
}
