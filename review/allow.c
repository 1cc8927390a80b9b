/* Allowances: of the statement below the line, of the configuration. */
#include "review/review_parts.h"

#include "base/str.h"

#include <string.h>

struct allowing {
    struct orq_arena *arena;
    struct orq_review *review;
    const struct orq_lint *lint;
};

static const char *const of_data_loss[] = {"drop-table", "drop-column", "irreversible-downgrade"};

static bool means(const char *rule, const struct orq_rule *found)
{
    for (size_t i = 0;
         strcmp(rule, ORQ_ALLOW_DATA_LOSS) == 0 && i < sizeof of_data_loss / sizeof(char *); i++) {
        if (strcmp(of_data_loss[i], found->id) == 0)
            return true;
    }
    return strcmp(rule, found->id) == 0;
}

/* An error wants a reason. True: it counts no more. */
static bool allow(const struct allowing *allowing, struct orq_finding *finding, const char *reason,
                  struct orq_span at)
{
    if (finding->level == ORQ_LEVEL_ERROR && !reason) {
        const struct orq_rule *rule = orq_rule_find("allow-reason");
        struct orq_finding missing = *finding;
        missing.rule = rule;
        missing.level = rule->level;
        missing.precheck = missing.allowed = NULL;
        missing.at = at;
        missing.message = orq_arena_printf(allowing->arena,
                                           "%s is an error: allowing it takes a "
                                           "reason",
                                           finding->rule->id);
        ORQ_PUSH(allowing->arena, &allowing->review->findings, missing);
        return false;
    }
    finding->allowed = reason ? reason : "";
    return true;
}

/* ---- lines of the file ---- */

/* The line is above the statement of the finding, with no other statement between them; a finding
 * about the section as a whole is allowed anywhere in it. */
static bool stands_above(const struct orq_reviewed *reviewed, const struct orq_allow *line,
                         const struct orq_finding *finding)
{
    if (finding->at.line <= reviewed->section->at.line)
        return true;
    for (size_t i = 0; i < reviewed->observed.len; i++) {
        size_t at = reviewed->observed.items[i].at.line;
        if (at > line->at.line)
            return at == finding->at.line;
    }
    return false;
}

static void tell(const struct allowing *allowing, const char *id, const struct orq_allow *line,
                 const struct orq_reviewed *reviewed)
{
    struct orq_finding finding =
        orq_allowance_finding(allowing->arena, allowing->review, id, line->rule);
    finding.at = line->at;
    finding.direction = reviewed->section->direction;
    ORQ_PUSH(allowing->arena, &allowing->review->findings, finding);
}

bool orq_review_judged(const struct orq_review *review, const struct orq_rule *rule)
{
    return !orq_strings_hold(&review->not_judged, rule->id) &&
           strstr(rule->dialects, review->dialect) != NULL;
}

static void apply_line(const struct allowing *allowing, const struct orq_reviewed *reviewed,
                       const struct orq_allow *line)
{
    struct orq_findings *findings = &allowing->review->findings;
    const struct orq_rule *rule = orq_rule_find(line->rule);
    size_t len = findings->len;
    bool used = false;
    if (!rule && strcmp(line->rule, ORQ_ALLOW_DATA_LOSS) != 0) {
        tell(allowing, "allow-unknown", line, reviewed);
        return;
    }
    for (size_t i = 0; i < len; i++) {
        struct orq_finding finding = findings->items[i];
        if (finding.direction != reviewed->section->direction || !means(line->rule, finding.rule) ||
            !stands_above(reviewed, line, &finding))
            continue;
        used = true;
        if (allow(allowing, &finding, line->reason, line->at))
            findings->items[i] = finding;
    }
    if (!used && rule && orq_review_judged(allowing->review, rule))
        tell(allowing, "allow-unused", line, reviewed);
}

static void apply_lines(const struct allowing *allowing, const struct orq_reviewed *reviewed)
{
    for (size_t i = 0; reviewed->section && i < reviewed->section->allows.len; i++)
        apply_line(allowing, reviewed, &reviewed->section->allows.items[i]);
}

/* ---- the configuration ---- */

/* "users" stands for all that is in it, and on it. */
static bool is_about(const char *object, const struct orq_finding *finding)
{
    const char *found = finding->object;
    size_t len = object ? strlen(object) : 0;
    return !object || strcmp(object, found) == 0 || orq_str_equal(object, finding->table) ||
           (strncmp(object, found, len) == 0 && found[len] == '.');
}

static bool is_small(const struct orq_lint_level *level, const struct orq_finding *finding)
{
    bool limited = level->rows > 0 || level->bytes > 0;
    return limited && (level->rows == 0 || (finding->rows >= 0 && finding->rows <= level->rows)) &&
           (level->bytes == 0 || (finding->bytes >= 0 && finding->bytes <= level->bytes));
}

/* Worked on a copy: an allowance without a reason adds a finding to the list. */
static struct orq_finding linted(const struct allowing *allowing, const struct orq_finding *found)
{
    struct orq_finding copy = *found, *finding = &copy;
    const struct orq_lint *lint = allowing->lint;
    for (size_t i = 0; i < lint->levels.len; i++) {
        const struct orq_lint_level *level = &lint->levels.items[i];
        if (strcmp(level->rule, finding->rule->id) != 0)
            continue;
        if (level->off)
            finding->allowed = level->off;
        if (level->given)
            finding->level = level->level;
        if (is_small(level, finding))
            finding->level = ORQ_LEVEL_NOTE;
    }
    for (size_t i = 0; i < lint->allows.len && !finding->allowed; i++) {
        const struct orq_lint_allow *each = &lint->allows.items[i];
        if (!means(each->rule, finding->rule) || !is_about(each->object, finding))
            continue;
        allow(allowing, finding, each->reason, each->at);
        *each->used = true;
    }
    return copy;
}

void orq_review_allow(struct orq_arena *arena, struct orq_review *review,
                      const struct orq_lint *lint)
{
    const struct allowing allowing = {arena, review, lint};
    for (size_t i = 0, len = review->findings.len; lint && i < len; i++) {
        struct orq_finding finding = linted(&allowing, &review->findings.items[i]);
        review->findings.items[i] = finding;
    }
    apply_lines(&allowing, &review->up);
    apply_lines(&allowing, &review->down);
}
