#include "cli/option.h"

#include "base/similar.h"
#include "base/str.h"

#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const struct orq_option common[] = {
    ORQ_VALUE('C', "directory", "DIR", folder, "run as if started in DIR"),
    ORQ_VALUE('e', "environment", "NAME", environment, "an environment of orqgen.yaml"),
    ORQ_VALUE(0, "model", "PATH", model, "the model: a YAML file, or a folder of them"),
    ORQ_VALUE(0, "migrations", "DIR", migrations, "the folder of the migration files"),
    ORQ_VALUE(0, "db", "URL", database, "the database"),
    ORQ_VALUE(0, "scratch", "URL", scratch, "a server where scratch databases may be made"),
    ORQ_FLAG('q', "quiet", quiet, "only warnings and errors"),
    ORQ_FLAG('v', "verbose", verbose, "the same as --log-level debug"),
    ORQ_CHOICE(0, "log-level", "LEVEL", "error warning info debug", log_level,
               "what to tell on stderr (debug shows the SQL that runs)"),
    ORQ_CHOICE(0, "color", "WHEN", "auto always never", colour, "colours in what is printed"),
    ORQ_FLAG('h', "help", help, "this text"),
    ORQ_FLAG(0, "version", version, "the versions of orqgen and of its libraries"),
};
const struct orq_options orq_options_common = ORQ_OPTIONS(common);

static const struct orq_option many[] = {
    ORQ_LIST(0, "target", "URL", target, "a database, or a line as in FILE; may be repeated"),
    ORQ_VALUE(0, "targets", "FILE", targets, "a list of databases (-: standard input)"),
    ORQ_VALUE(0, "jobs", "N", jobs, "so many databases at once; 1 if not given"),
    ORQ_FLAG(0, "keep-going", keep_going, "go on to the others after a failure"),
};
const struct orq_options orq_options_many = ORQ_OPTIONS(many);

/* getopt_long's return values for options: their index, above all letters. */
#define FIRST_VALUE 256

/* -1 is a number of revisions and no option. This byte in front hides it from
 * getopt, and is taken off again wherever a word is handed out. */
#define NUMBER_MARK '\001'

struct getopt_tables {
    struct option *longs;
    struct orq_str letters;
};

static struct getopt_tables tables_of(struct orq_arena *arena, struct orq_options options)
{
    struct getopt_tables tables = {ORQ_NEW_ARRAY(arena, struct option, options.len + 1),
                                   orq_str_new(arena)};
    /* '+': stop at the first word that is no option; ':': tell a missing value apart. */
    orq_str_add(&tables.letters, "+:");
    for (size_t i = 0; i < options.len; i++) {
        const struct orq_option *option = &options.items[i];
        int takes = option->value ? required_argument : no_argument;
        if (option->kind == ORQ_OPTION_MAYBE)
            takes = optional_argument;
        tables.longs[i] = (struct option){option->name, takes, NULL, FIRST_VALUE + (int)i};
        if (option->letter)
            orq_str_addf(&tables.letters, "%c%s", option->letter, option->value ? ":" : "");
    }
    return tables;
}

static const char *unmarked(const char *word)
{
    return word[0] == NUMBER_MARK ? word + 1 : word;
}

static const char *marked(struct orq_arena *arena, const char *word)
{
    size_t digits = strspn(word + (word[0] == '-'), "0123456789");
    if (word[0] == '-' && digits > 0 && word[1 + digits] == '\0')
        return orq_arena_printf(arena, "%c%s", NUMBER_MARK, word);
    return word;
}

/* argv as getopt wants it, beginning with the program's name. */
static char **argv_of(struct orq_arena *arena, const struct orq_strings *words)
{
    char **argv = ORQ_NEW_ARRAY(arena, char *, words->len + 2);
    argv[0] = orq_arena_strdup(arena, "orqgen");
    for (size_t i = 0; i < words->len; i++)
        argv[i + 1] = orq_arena_strdup(arena, marked(arena, words->items[i]));
    return argv;
}

static const struct orq_option *option_of(struct orq_options options, int value)
{
    if (value >= FIRST_VALUE)
        return &options.items[value - FIRST_VALUE];
    for (size_t i = 0; i < options.len; i++)
        if (options.items[i].letter == (char)value)
            return &options.items[i];
    return NULL;
}

struct orq_options orq_options_join(struct orq_arena *arena, struct orq_options a,
                                    struct orq_options b)
{
    struct orq_option *items = ORQ_NEW_ARRAY(arena, struct orq_option, a.len + b.len);
    if (a.len > 0)
        memcpy(items, a.items, a.len * sizeof *items);
    if (b.len > 0)
        memcpy(items + a.len, b.items, b.len * sizeof *items);
    return (struct orq_options){items, a.len + b.len};
}

/* The option that getopt stopped at, as it was typed. */
static const char *typed(struct orq_arena *arena, char *const *argv)
{
    const char *word = argv[optind - 1];
    if (optopt > 0 && optopt < FIRST_VALUE && !orq_starts_with(word, "--"))
        return orq_arena_printf(arena, "-%c", optopt);
    return word;
}

struct orq_command_line orq_command_line_scan(struct orq_arena *arena, int argc,
                                              const char *const *argv, struct orq_options extra)
{
    struct orq_command_line line = {0};
    for (int i = 1; i < argc; i++)
        ORQ_PUSH(arena, &line.words, argv[i]);
    struct orq_options options = orq_options_join(arena, orq_options_common, extra);
    struct getopt_tables tables = tables_of(arena, options);
    char **copy = argv_of(arena, &line.words);
    opterr = 0;
    optind = 0; /* glibc: start afresh */
    for (;;) {
        int value = getopt_long(argc, copy, orq_str_text(&tables.letters), tables.longs, NULL);
        if (value == -1)
            break;
        const struct orq_option *option =
            value == '?' || value == ':' ? NULL : option_of(options, value);
        if (!option && value == '?' && !line.unknown)
            line.unknown = typed(arena, copy);
        line.beyond_common |= option && option >= options.items + orq_options_common.len;
    }
    line.command = (size_t)(optind < argc ? optind : argc) - 1;
    return line;
}

void orq_option_unknown(struct orq_arena *arena, const char *word, struct orq_options options,
                        struct orq_diags *diags)
{
    struct orq_strings names = {0};
    for (size_t i = 0; i < options.len; i++)
        ORQ_PUSH(arena, &names, orq_arena_printf(arena, "--%s", options.items[i].name));
    const char *bare = orq_arena_strndup(arena, word, strcspn(word, "="));
    const char *near = orq_starts_with(bare, "--") ? orq_similar(bare, &names) : NULL;
    if (near)
        orq_error(diags, ORQ_NOWHERE, "unknown option \"%s\" (did you mean \"%s\"?)", bare, near);
    else
        orq_error(diags, ORQ_NOWHERE, "unknown option \"%s\"", bare);
}

static struct orq_strings split_words(struct orq_arena *arena, const char *text)
{
    struct orq_strings words = {0};
    while (*text) {
        size_t len = strcspn(text, " ");
        ORQ_PUSH(arena, &words, orq_arena_strndup(arena, text, len));
        text += len + (text[len] == ' ');
    }
    return words;
}

static enum orq_status check_choice(struct orq_arena *arena, const struct orq_option *option,
                                    const char *value, struct orq_diags *diags)
{
    struct orq_strings choices = split_words(arena, option->choices);
    struct orq_str listed = orq_str_new(arena);
    for (size_t i = 0; i < choices.len; i++) {
        if (strcmp(choices.items[i], value) == 0)
            return ORQ_OK;
        orq_str_addf(&listed, "%s%s", i == 0 ? "" : ", ", choices.items[i]);
    }
    const char *near = orq_similar(value, &choices);
    const char *meant = near ? orq_arena_printf(arena, " (did you mean \"%s\"?)", near) : "";
    orq_error(diags, ORQ_NOWHERE, "--%s \"%s\" is none of %s%s", option->name, value,
              orq_str_text(&listed), meant);
    return ORQ_INVALID;
}

#define LARGEST_COUNT 1000000

static enum orq_status read_count(const struct orq_option *option, const char *value,
                                  struct orq_diags *diags, struct orq_count *count)
{
    char *end = NULL;
    long number = *value >= '0' && *value <= '9' ? strtol(value, &end, 10) : -1;
    if (number < 0 || *end != '\0' || number > LARGEST_COUNT) {
        orq_error(diags, ORQ_NOWHERE, "--%s \"%s\" is no number from 0 to %d", option->name, value,
                  LARGEST_COUNT);
        return ORQ_INVALID;
    }
    *count = (struct orq_count){true, (int)number};
    return ORQ_OK;
}

static enum orq_status store(struct orq_arena *arena, const struct orq_option *option,
                             const char *value, struct orq_diags *diags,
                             struct orq_arguments *arguments)
{
    char *field = (char *)arguments + option->offset;
    switch (option->kind) {
    case ORQ_OPTION_FLAG:
        *(bool *)(void *)field = true;
        break;
    case ORQ_OPTION_MAYBE:
    case ORQ_OPTION_VALUE:
        if (option->choices && check_choice(arena, option, value, diags) != ORQ_OK)
            return ORQ_INVALID;
        *(const char **)(void *)field = value;
        break;
    case ORQ_OPTION_COUNT:
        return read_count(option, value, diags, (struct orq_count *)(void *)field);
    case ORQ_OPTION_LIST: {
        struct orq_strings *list = (struct orq_strings *)(void *)field;
        ORQ_PUSH(arena, list, value);
        break;
    }
    }
    return ORQ_OK;
}

/* getopt could not read the option that it stands at. */
static void report(struct orq_arena *arena, int value, char *const *argv,
                   struct orq_options options, struct orq_diags *diags)
{
    const char *word = typed(arena, argv);
    if (value == ':') {
        orq_error(diags, ORQ_NOWHERE, "option \"%s\" needs a value", word);
        return;
    }
    if (optopt >= FIRST_VALUE) {
        orq_error(diags, ORQ_NOWHERE, "option \"--%s\" takes no value",
                  option_of(options, optopt)->name);
        return;
    }
    orq_option_unknown(arena, word, options, diags);
}

enum orq_status orq_options_read(struct orq_arena *arena, const struct orq_strings *words,
                                 struct orq_options options, struct orq_diags *diags,
                                 struct orq_arguments *arguments)
{
    struct getopt_tables tables = tables_of(arena, options);
    char **argv = argv_of(arena, words);
    int argc = (int)words->len + 1;
    enum orq_status status = ORQ_OK;
    opterr = 0;
    optind = 0;
    while (optind < argc) {
        int value = getopt_long(argc, argv, orq_str_text(&tables.letters), tables.longs, NULL);
        if (value == '?' || value == ':') {
            report(arena, value, argv, options, diags);
            status = ORQ_INVALID;
        } else if (value != -1) {
            const char *text = optarg ? unmarked(optarg) : "";
            enum orq_status stored =
                store(arena, option_of(options, value), text, diags, arguments);
            status = stored == ORQ_OK ? status : stored;
        } else if (optind < argc) {
            /* After "--" getopt would go on to see options. */
            bool rest = strcmp(argv[optind - 1], "--") == 0;
            do {
                ORQ_PUSH(arena, &arguments->words, unmarked(argv[optind]));
                optind++;
            } while (rest && optind < argc);
        }
    }
    return status;
}
