#include "cli/man.h"

#include "base/file.h"
#include "cli/completion.h"
#include "cli/help_topics.h"

#include <string.h>

/* Text as roff prints it: no byte of it is taken for roff's own. */
static void add_escaped(struct orq_str *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '\\':
            orq_str_add(out, "\\e");
            break;
        case '-':
            orq_str_add(out, "\\-");
            break;
        case '\'':
            orq_str_add(out, "\\(aq");
            break;
        case '`':
            orq_str_add(out, "\\(ga");
            break;
        case '^':
            orq_str_add(out, "\\(ha");
            break;
        case '~':
            orq_str_add(out, "\\(ti");
            break;
        default:
            orq_str_addc(out, text[i]);
        }
    }
}

static void add_text(struct orq_str *out, const char *text)
{
    add_escaped(out, text, strlen(text));
}

/* A line of its own, which is no request, whatever it begins with. */
static void add_line(struct orq_str *out, const char *line, size_t len)
{
    orq_str_add(out, len > 0 && *line == '.' ? "\\&" : "");
    add_escaped(out, line, len);
    orq_str_addc(out, '\n');
}

/* Lines that begin with a blank stay as they are, an empty one begins a paragraph, others are
 * filled. */
static void add_lines(struct orq_str *out, const char *text)
{
    bool kept = false;
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\n");
        if (kept != (*at == ' ')) {
            orq_str_add(out, kept ? ".EE\n.PP\n" : ".PP\n.EX\n");
            kept = !kept;
        } else if (len == 0) {
            orq_str_add(out, ".PP\n");
        }
        if (len > 0)
            add_line(out, at, len);
        at += at[len] ? len + 1 : len;
    }
    orq_str_add(out, kept ? ".EE\n" : "");
}

static void add_title(struct orq_str *out, const char *name)
{
    orq_str_add(out, ".TH ");
    for (const char *at = name; *at; at++) {
        char upper = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
        add_escaped(out, &upper, 1);
    }
    orq_str_add(out, " 1 \"\" \"orqgen " ORQ_VERSION "\" \"orqgen\"\n.SH NAME\n");
    add_text(out, name);
}

static void add_option(struct orq_str *out, const struct orq_option *option)
{
    orq_str_add(out, ".TP\n");
    if (option->letter)
        orq_str_addf(out, "\\fB\\-%c\\fR, ", option->letter);
    orq_str_add(out, "\\fB\\-\\-");
    add_text(out, option->name);
    orq_str_add(out, "\\fR");
    if (option->value) {
        bool maybe = option->kind == ORQ_OPTION_MAYBE;
        orq_str_add(out, maybe ? "[=\\fI" : " \\fI");
        add_text(out, option->value);
        orq_str_add(out, maybe ? "\\fR]" : "\\fR");
    }
    orq_str_addc(out, '\n');
    add_line(out, option->help, strlen(option->help));
    if (option->choices) {
        orq_str_add(out, ".br\n(");
        for (const char *at = option->choices; *at; at++)
            orq_str_addc(out, *at == ' ' ? '|' : *at);
        orq_str_add(out, ")\n");
    }
}

static void add_options(struct orq_str *out, const char *title, struct orq_options options)
{
    if (options.len == 0)
        return;
    orq_str_addf(out, ".SH %s\n", title);
    for (size_t i = 0; i < options.len; i++)
        add_option(out, &options.items[i]);
}

static void add_command(struct orq_arena *arena, struct orq_str *out,
                        const struct orq_command *command)
{
    add_title(out, orq_arena_printf(arena, "orqgen-%s", command->name));
    orq_str_add(out, " \\- ");
    add_text(out, command->summary);
    orq_str_add(out, "\n.SH SYNOPSIS\n.B orqgen ");
    add_text(out, command->name);
    orq_str_add(out, "\n");
    if (*command->words)
        add_line(out, command->words, strlen(command->words));
    orq_str_add(out, "[\\fIOPTION\\fR...]\n");
    if (command->details) {
        orq_str_add(out, ".SH DESCRIPTION\n");
        add_lines(out, command->details);
    }
    add_options(out, "OPTIONS", command->options);
    if (command->many) {
        add_options(out, "OPTIONS FOR MANY DATABASES", orq_options_many);
        add_lines(out, ORQ_HELP_TARGET_LINES);
    }
    add_options(out, "OPTIONS OF EVERY COMMAND", orq_options_common);
    orq_str_add(out, ".SH EXAMPLE\n");
    add_lines(out, command->example);
    orq_str_add(out, ".SH SEE ALSO\n.BR orqgen (1)\n");
}

static void add_program(struct orq_str *out)
{
    add_title(out, "orqgen");
    orq_str_add(out, " \\- keep a database and its YAML model in step\n"
                     ".SH SYNOPSIS\n"
                     ".B orqgen\n\\fICOMMAND\\fR [\\fIOPTION\\fR...]\n.br\n"
                     ".B orqgen \\-\\-autogenerate \\-m\n\\fIMESSAGE\\fR\n"
                     ".SH COMMANDS\n");
    for (size_t i = 0; orq_commands[i]; i++) {
        orq_str_addf(out, ".TP\n.BR orqgen\\-%s (1)\n", orq_commands[i]->name);
        add_line(out, orq_commands[i]->summary, strlen(orq_commands[i]->summary));
    }
    add_options(out, "OPTIONS OF EVERY COMMAND", orq_options_common);
    for (const struct orq_topic *topic = orq_topics; topic->name; topic++) {
        orq_str_add(out, ".SH ");
        for (const char *at = topic->name; *at; at++)
            orq_str_addc(out, *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : ' ');
        orq_str_addc(out, '\n');
        add_lines(out, topic->text);
    }
}

const char *orq_man_page(struct orq_arena *arena, const struct orq_command *command)
{
    struct orq_str out = orq_str_new(arena);
    if (command)
        add_command(arena, &out, command);
    else
        add_program(&out);
    return orq_str_text(&out);
}

static enum orq_status write_page(struct orq_arena *arena, const char *folder,
                                  const struct orq_command *command, struct orq_diags *diags)
{
    const char *name = command ? orq_arena_printf(arena, "orqgen-%s.1", command->name) : "orqgen.1";
    const char *text = orq_man_page(arena, command);
    return orq_file_write(orq_path_join(arena, folder, name), text, strlen(text), diags);
}

enum orq_status orq_man_write(struct orq_arena *arena, const char *folder, struct orq_diags *diags)
{
    enum orq_status status = orq_folder_create(folder, diags);
    if (status == ORQ_OK)
        status = write_page(arena, folder, NULL, diags);
    for (size_t i = 0; status == ORQ_OK && orq_commands[i]; i++)
        status = write_page(arena, folder, orq_commands[i], diags);
    return status;
}
