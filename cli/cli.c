#include "cli/cli.h"

#include "base/str.h"
#include "base/term.h"
#include "cli/signals.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

bool orq_tells(const struct orq_cli *cli, enum orq_log_level level)
{
    return cli->level >= level;
}

void orq_tell(const struct orq_cli *cli, enum orq_log_level level, const char *format, ...)
{
    if (!orq_tells(cli, level))
        return;
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

void orq_print(const struct orq_str *text)
{
    if (text->len > 0)
        fwrite(orq_str_text(text), 1, text->len, stdout);
}

const char *orq_word(const struct orq_cli *cli, size_t index)
{
    return index < cli->arguments.words.len ? cli->arguments.words.items[index] : NULL;
}

static enum orq_log_level level_of(const struct orq_arguments *arguments)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    for (size_t i = 0; arguments->log_level && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], arguments->log_level) == 0)
            return (enum orq_log_level)i;
    if (arguments->verbose)
        return ORQ_LOG_DEBUG;
    return arguments->quiet ? ORQ_LOG_WARNING : ORQ_LOG_INFO;
}

static enum orq_colour colour_of(const struct orq_arguments *arguments)
{
    if (!arguments->colour || strcmp(arguments->colour, "auto") == 0)
        return ORQ_COLOUR_AUTO;
    return strcmp(arguments->colour, "always") == 0 ? ORQ_COLOUR_ALWAYS : ORQ_COLOUR_NEVER;
}

/* The command that a line names, or means; NULL: none, reported. */
static const struct orq_command *choose(struct orq_cli *cli, struct orq_command_line *line,
                                        struct orq_strings *rest)
{
    const struct orq_command *implied = line->beyond_common ? &orq_cmd_revision : NULL;
    const char *word = line->command < line->words.len ? line->words.items[line->command] : NULL;
    const struct orq_command *command = word ? orq_command_find(word) : NULL;
    for (size_t i = 0; i < line->words.len; i++)
        if (i != line->command || !command)
            ORQ_PUSH(cli->arena, rest, line->words.items[i]);
    if (command || implied)
        return command ? command : implied;
    if (word && strcmp(word, "--") != 0) {
        orq_command_unknown(cli->arena, word, cli->diags);
    } else if (line->unknown) {
        orq_option_unknown(
            cli->arena, line->unknown,
            orq_options_join(cli->arena, orq_options_common, orq_cmd_revision.options), cli->diags);
    } else {
        orq_error(cli->diags, ORQ_NOWHERE, "which command?");
        orq_hint(cli->diags, "orqgen --help lists them");
    }
    return NULL;
}

static enum orq_status check_words(struct orq_cli *cli, const struct orq_command *command)
{
    const struct orq_strings *words = &cli->arguments.words;
    if (words->len >= command->words_min && words->len <= command->words_max)
        return ORQ_OK;
    if (words->len > command->words_max) {
        orq_error(cli->diags, ORQ_NOWHERE, "unexpected argument \"%s\"",
                  words->items[command->words_max]);
    } else {
        orq_error(cli->diags, ORQ_NOWHERE, "%s needs %s", command->name, command->words);
    }
    orq_hint(cli->diags, "usage: orqgen %s%s%s [OPTION...]", command->name,
             *command->words ? " " : "", command->words);
    return ORQ_INVALID;
}

static enum orq_status enter_folder(struct orq_cli *cli)
{
    const char *folder = cli->arguments.folder;
    if (folder && chdir(folder) != 0) {
        orq_error(cli->diags, (struct orq_span){folder, 0, 0}, "cannot work in this folder: %s",
                  strerror(errno));
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

static enum orq_status run(struct orq_cli *cli, const struct orq_command *command)
{
    enum orq_status status = check_words(cli, command);
    if (status == ORQ_OK)
        status = enter_folder(cli);
    if (status == ORQ_OK && !command->unconfigured)
        status = orq_config_read(cli->arena, &cli->arguments, cli->diags, &cli->config);
    if (status != ORQ_OK)
        return status;
    return command->many && orq_fleet_asked(cli) ? orq_fleet_run(cli, command) : command->run(cli);
}

/* Reads the words and does what they ask for. */
static enum orq_status serve(struct orq_cli *cli, int argc, const char *const *argv)
{
    struct orq_command_line line =
        orq_command_line_scan(cli->arena, argc, argv, orq_cmd_revision.options);
    struct orq_strings rest = {0};
    const struct orq_command *command = NULL;
    struct orq_options options = orq_options_common;
    bool bare = line.command >= line.words.len && !line.beyond_common && !line.unknown;
    if (!bare) {
        command = choose(cli, &line, &rest);
        if (!command)
            return ORQ_INVALID;
        options = orq_options_join(cli->arena, orq_options_common, command->options);
        if (command->many)
            options = orq_options_join(cli->arena, options, orq_options_many);
    }
    enum orq_status status = orq_options_read(cli->arena, bare ? &line.words : &rest, options,
                                              cli->diags, &cli->arguments);
    cli->level = level_of(&cli->arguments);
    enum orq_colour wish = colour_of(&cli->arguments);
    cli->colours_out = orq_term_colours(stdout, wish);
    cli->colours_err = orq_term_colours(stderr, wish);
    if (status != ORQ_OK)
        return status;
    if (cli->arguments.version)
        orq_version_print(stdout);
    else if (cli->arguments.help)
        orq_help_print(stdout, command);
    else if (!command)
        return choose(cli, &line, &rest) ? ORQ_OK : ORQ_INVALID;
    else
        return run(cli, command);
    return ORQ_OK;
}

static enum orq_log_level level_of_diag(enum orq_severity severity)
{
    switch (severity) {
    case ORQ_NOTE:
        return ORQ_LOG_INFO;
    case ORQ_WARNING:
        return ORQ_LOG_WARNING;
    case ORQ_ERROR:
        break;
    }
    return ORQ_LOG_ERROR;
}

/* A warning or a note that was told before: several parts of a run may come across the same. */
static bool is_old_remark(struct orq_cli *cli, const struct orq_diag *diag)
{
    if (diag->severity == ORQ_ERROR)
        return false;
    const char *key =
        orq_arena_printf(cli->arena, "%s:%zu:%zu %s", diag->at.file ? diag->at.file : "",
                         diag->at.line, diag->at.column, diag->message);
    return orq_map_put(cli->remarks, key, cli) != NULL;
}

void orq_tell_diags(struct orq_cli *cli)
{
    struct orq_diags *told = orq_diags_new(cli->arena);
    for (size_t i = cli->told; i < orq_diags_len(cli->diags); i++) {
        const struct orq_diag *diag = orq_diags_at(cli->diags, i);
        if (!orq_tells(cli, level_of_diag(diag->severity)) || is_old_remark(cli, diag))
            continue;
        switch (diag->severity) {
        case ORQ_NOTE:
            orq_note(told, diag->at, "%s", diag->message);
            break;
        case ORQ_WARNING:
            orq_warning(told, diag->at, "%s", diag->message);
            break;
        case ORQ_ERROR:
            orq_error(told, diag->at, "%s", diag->message);
            break;
        }
        if (diag->hint)
            orq_hint(told, "%s", diag->hint);
    }
    cli->told = orq_diags_len(cli->diags);
    orq_diags_print(told, 0, stderr, cli->colours_err);
}

static int finish_output(struct orq_cli *cli, int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    if (orq_signals_unread())
        return code == ORQ_OK ? 128 + SIGPIPE : code;
    orq_error(cli->diags, ORQ_NOWHERE, "cannot write the output: %s", strerror(errno));
    return code == ORQ_OK ? ORQ_INVALID : code;
}

int orq_cli_finish(struct orq_cli *cli, int code)
{
    code = finish_output(cli, code);
    orq_tell_diags(cli);
    if (code != ORQ_OK && orq_signals_seen() != 0) {
        fprintf(stderr, code == ORQ_PARTIAL
                            ? "orqgen: interrupted part-way: orqgen current tells\n"
                            : "orqgen: interrupted: what was under way was rolled back\n");
        code = 128 + orq_signals_seen();
    }
    return code;
}

int orq_cli_main(int argc, const char *const *argv)
{
    struct orq_arena *arena = orq_arena_new();
    struct orq_cli cli = {.arena = arena,
                          .diags = orq_diags_new(arena),
                          .remarks = orq_map_new(arena, ORQ_KEYS_EXACT),
                          .level = ORQ_LOG_INFO};
    orq_signals_start();
    int code = orq_cli_finish(&cli, (int)serve(&cli, argc, argv));
    orq_arena_free(arena);
    return code;
}
