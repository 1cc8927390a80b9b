/* What continuous integration shows beside the changed lines. */
#include "review/report_parts.h"

#include "base/json.h"

#include <string.h>

/* -- GitHub: workflow commands --
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */

/* It shows so many of a level from one step. */
#define SHOWN_MOST 10

static const char *const commands[] = {
    [ORQ_LEVEL_NOTE] = "notice", [ORQ_LEVEL_WARNING] = "warning", [ORQ_LEVEL_ERROR] = "error"};

static void add_escaped(struct orq_str *out, const char *text, const char *also)
{
    for (const char *at = text; *at; at++) {
        if (*at == '%' || *at == '\r' || *at == '\n' || strchr(also, *at))
            orq_str_addf(out, "%%%02X", (unsigned char)*at);
        else
            orq_str_addc(out, *at);
    }
}

static void add_property(struct orq_str *out, const char *name, const char *value)
{
    orq_str_addf(out, "%s=", name);
    add_escaped(out, value, ":,");
}

static void add_command(struct orq_str *out, const struct orq_review *review,
                        const struct orq_finding *finding)
{
    const char *file = orq_finding_file(review, finding);
    orq_str_addf(out, "::%s ", commands[finding->level]);
    if (*file) {
        add_property(out, "file", file);
        orq_str_addf(out, ",line=%zu,", finding->at.line > 0 ? finding->at.line : 1);
    }
    add_property(out, "title", finding->rule->id);
    orq_str_add(out, "::");
    add_escaped(out, orq_finding_text(out->arena, finding), "");
    orq_str_addc(out, '\n');
}

static size_t count_level(const struct orq_reviews *reviews, enum orq_level level)
{
    size_t count = 0;
    for (size_t i = 0; i < reviews->len; i++)
        count += orq_findings_of(&reviews->items[i].findings, level);
    return count;
}

/* Where there are more than it shows, the last one that it shows says how many are left. */
static void add_level(struct orq_str *out, const struct orq_reviews *reviews, enum orq_level level)
{
    size_t count = count_level(reviews, level), told = 0;
    size_t most = count > SHOWN_MOST ? SHOWN_MOST - 1 : count;
    for (size_t i = 0; i < reviews->len; i++) {
        const struct orq_findings *findings = &reviews->items[i].findings;
        for (size_t j = 0; j < findings->len && told < most; j++) {
            const struct orq_finding *finding = &findings->items[j];
            if (finding->level != level || finding->allowed)
                continue;
            add_command(out, &reviews->items[i], finding);
            told++;
        }
    }
    if (count > most)
        orq_str_addf(out, "::%s title=orqgen::%zu more of this level: orqgen review lists them\n",
                     commands[level], count - most);
}

void orq_report_github(struct orq_str *out, const struct orq_reviews *reviews,
                       const struct orq_report_options *options)
{
    (void)options;
    add_level(out, reviews, ORQ_LEVEL_ERROR);
    add_level(out, reviews, ORQ_LEVEL_WARNING);
    add_level(out, reviews, ORQ_LEVEL_NOTE);
}

/* -- GitLab: a code quality report --
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */

static const char *const severities[] = {
    [ORQ_LEVEL_NOTE] = "info", [ORQ_LEVEL_WARNING] = "major", [ORQ_LEVEL_ERROR] = "critical"};

static void add_quality(struct orq_json *json, const struct orq_review *review,
                        const struct orq_finding *finding)
{
    orq_json_open_object(json);
    orq_json_member(json, "description", orq_finding_text(json->out->arena, finding));
    orq_json_member(json, "check_name", finding->rule->id);
    orq_json_member(json, "fingerprint", finding->fingerprint);
    orq_json_member(json, "severity", severities[finding->level]);
    orq_json_key(json, "location");
    orq_json_open_object(json);
    orq_json_member(json, "path", orq_finding_file(review, finding));
    orq_json_key(json, "lines");
    orq_json_open_object(json);
    orq_json_key(json, "begin");
    orq_json_number(json, finding->at.line > 0 ? (int64_t)finding->at.line : 1);
    orq_json_close_object(json);
    orq_json_close_object(json);
    orq_json_close_object(json);
}

void orq_report_gitlab(struct orq_str *out, const struct orq_reviews *reviews,
                       const struct orq_report_options *options)
{
    struct orq_json json = orq_json_new(out);
    (void)options;
    orq_json_open_array(&json);
    for (size_t i = 0; i < reviews->len; i++) {
        const struct orq_findings *findings = &reviews->items[i].findings;
        for (size_t j = 0; j < findings->len; j++) {
            if (!findings->items[j].allowed)
                add_quality(&json, &reviews->items[i], &findings->items[j]);
        }
    }
    orq_json_close_array(&json);
}
