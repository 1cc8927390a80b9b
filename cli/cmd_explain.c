#include "base/similar.h"
#include "cli/cli.h"
#include "review/rule.h"
#include "sql/quote.h"

#include <string.h>

/* Where the second column of the list begins. */
#define TEXT_COLUMN 26

static void print_list(struct orq_str *out)
{
    for (const struct orq_rule *rule = orq_rules; rule->id; rule++) {
        orq_str_addf(out, "%-*s%-9s%s\n", TEXT_COLUMN, rule->id, orq_level_name(rule->level),
                     rule->summary);
    }
}

static void add_indented(struct orq_str *out, const char *text)
{
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\n");
        orq_str_add(out, "  ");
        orq_str_addn(out, at, len);
        orq_str_addc(out, '\n');
        at += at[len] ? len + 1 : len;
    }
}

/* Lines of at most 78 characters. */
static void add_wrapped(struct orq_str *out, const char *text)
{
    size_t width = 0;
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, " ");
        if (width > 0 && width + 1 + len > 78) {
            orq_str_addc(out, '\n');
            width = 0;
        }
        orq_str_add(out, width > 0 ? " " : "");
        width += (width > 0) + len;
        orq_str_addn(out, at, len);
        at += at[len] ? len + 1 : len;
    }
    orq_str_addc(out, '\n');
}

static void print_rule(struct orq_str *out, const struct orq_rule *rule)
{
    orq_str_addf(out, "%s (%s; %s): %s\n\n", rule->id, orq_level_name(rule->level), rule->dialects,
                 rule->summary);
    add_wrapped(out, rule->why);
    if (rule->safe_form) {
        orq_str_add(out, "\nThe safe form:\n");
        add_indented(out, rule->safe_form);
    }
    orq_str_addf(out, "\nTo allow it, above the statement:\n  -- orqgen:allow %s -- reason\n",
                 rule->id);
}

static enum orq_status unknown(struct orq_cli *cli, const char *name)
{
    struct orq_strings names = {0};
    for (const struct orq_rule *rule = orq_rules; rule->id; rule++)
        ORQ_PUSH(cli->arena, &names, rule->id);
    const char *near = orq_similar(name, &names);
    orq_error(cli->diags, ORQ_NOWHERE, "no rule is called \"%s\"%s%s%s",
              orq_shown_name(cli->arena, name), near ? " (did you mean \"" : "", near ? near : "",
              near ? "\"?)" : "");
    orq_hint(cli->diags, "orqgen explain --list shows all");
    return ORQ_INVALID;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_str out = orq_str_new(cli->arena);
    const char *name = orq_word(cli, 0);
    if (cli->arguments.list || !name) {
        print_list(&out);
    } else {
        const struct orq_rule *rule = orq_rule_find(name);
        if (!rule)
            return unknown(cli, name);
        print_rule(&out, rule);
    }
    orq_print(&out);
    return ORQ_OK;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "list", list, "all rules, with their levels"),
};

const struct orq_command orq_cmd_explain = {
    .name = "explain",
    .words = "[RULE]",
    .summary = "say what a rule of lint is about, and how the same is done without harm",
    .details = "Without RULE: the list of all rules.",
    .example = "  $ orqgen explain index-blocking\n"
               "  index-blocking (warning; postgresql): an index is built while writes wait\n"
               "  ...\n",
    .options = ORQ_OPTIONS(options),
    .words_max = 1,
    .unconfigured = true,
    .run = run,
};
