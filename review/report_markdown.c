/* A comment on a pull request: https://github.github.com/gfm/ */
#include "review/report_fold.h"
#include "review/report_parts.h"

#include <string.h>

/* GitHub's longest comment is 65,536 characters. */
#define CHARACTERS_MOST 65000
#define MARKER "<!-- orqgen:report -->\n"

/* How much is told, from all to the least. */
enum detail { LEAST, FINDINGS, STATEMENTS, SQL, PICTURES, ALL = PICTURES };
#define FINDINGS_OF_LEAST 40
#define MESSAGE_OF_LEAST 300

struct page {
    struct orq_str *out;
    struct orq_arena *arena;
    enum detail detail;
};

/* -- escaping -- */

/* What would be markup, a mention or a link is written as an entity. */
static const char *text(const struct page *page, const char *raw)
{
    struct orq_str out = orq_str_new(page->arena);
    for (const char *at = orq_plain(page->arena, raw); *at; at++) {
        bool address = *at == ':' && at[1] == '/';
        if (address || strchr("&<>\\`*[]|~@#$", *at))
            orq_str_addf(&out, "&#%d;", *at);
        else
            orq_str_addc(&out, *at);
    }
    return orq_str_text(&out);
}

static size_t longest_run(const char *raw, char byte)
{
    size_t longest = 0, run = 0;
    for (; *raw; raw++) {
        run = *raw == byte ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void add_times(struct orq_str *out, char byte, size_t times)
{
    while (times-- > 0)
        orq_str_addc(out, byte);
}

/* A code span in a cell of a table, where a | ends the cell even there. */
static const char *code(const struct page *page, const char *raw)
{
    struct orq_str out = orq_str_new(page->arena);
    const char *plain = orq_plain(page->arena, raw);
    if (!*plain)
        return "";
    size_t ticks = longest_run(plain, '`') + 1;
    add_times(&out, '`', ticks);
    orq_str_add(&out, ticks > 1 ? " " : "");
    for (const char *at = plain; *at; at++)
        orq_str_addf(&out, *at == '|' ? "\\%c" : "%c", *at);
    orq_str_add(&out, ticks > 1 ? " " : "");
    add_times(&out, '`', ticks);
    return orq_str_text(&out);
}

static void add_block(const struct page *page, const char *language, const char *raw)
{
    const char *shown = orq_visible(page->arena, raw);
    size_t ticks = longest_run(shown, '`') + 1;
    ticks = ticks < 3 ? 3 : ticks;
    add_times(page->out, '`', ticks);
    orq_str_addf(page->out, "%s\n%s%s", language, shown, orq_ends_with(shown, "\n") ? "" : "\n");
    add_times(page->out, '`', ticks);
    orq_str_addc(page->out, '\n');
}

/* -- parts -- */

static const char *const signs[] = {[ORQ_LEVEL_NOTE] = "ℹ️ note",
                                    [ORQ_LEVEL_WARNING] = "⚠️ warning",
                                    [ORQ_LEVEL_ERROR] = "🛑 error"};

static void add_finding(const struct page *page, const struct orq_finding *finding)
{
    const char *message = orq_finding_text(page->arena, finding);
    if (page->detail == LEAST)
        message = orq_cut(page->arena, message, MESSAGE_OF_LEAST);
    orq_str_addf(page->out, "| %s | %s | %s", finding->allowed ? "allowed" : signs[finding->level],
                 code(page, finding->rule->id), text(page, message));
    if (finding->precheck && page->detail >= FINDINGS)
        orq_str_addf(page->out, "<br>precheck: %s", code(page, finding->precheck));
    if (finding->allowed && page->detail >= FINDINGS)
        orq_str_addf(page->out, "<br>because: %s", text(page, finding->allowed));
    orq_str_addf(page->out, " | %s", finding->direction == ORQ_UPGRADE ? "up" : "down");
    if (finding->at.line > 0)
        orq_str_addf(page->out, ", line %zu", finding->at.line);
    orq_str_add(page->out, " |\n");
}

static void add_findings(const struct page *page, const struct orq_findings *findings)
{
    size_t most = page->detail == LEAST ? FINDINGS_OF_LEAST : SIZE_MAX, told = 0;
    if (findings->len == 0)
        return;
    orq_str_add(page->out, "\n| | rule | finding | where |\n|---|---|---|---|\n");
    struct orq_findings sorted = orq_findings_sorted(page->arena, findings);
    for (; told < sorted.len && told < most; told++)
        add_finding(page, &sorted.items[told]);
    if (findings->len > told)
        orq_str_addf(page->out, "\n… and %zu more\n", findings->len - told);
}

static void add_statements(const struct page *page, const struct orq_review *review,
                           enum orq_direction direction)
{
    const struct orq_reviewed *reviewed = direction == ORQ_UPGRADE ? &review->up : &review->down;
    const char *title = direction == ORQ_UPGRADE ? "Upgrade" : "Downgrade";
    struct orq_folds folds = {0};
    orq_str_addf(page->out, "\n**%s**: %s\n", title, orq_reviewed_size(page->arena, reviewed));
    for (size_t i = 0; i < reviewed->loses.len; i++)
        orq_str_addf(page->out, "- **loses data**: %s\n", code(page, reviewed->loses.items[i]));
    orq_review_folds(page->arena, review, direction, &folds);
    if (folds.len == 0)
        return;
    orq_str_add(page->out, "\n| step | statement | lock | cost | time |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < folds.len; i++) {
        const struct orq_observed *observed = &reviewed->observed.items[folds.items[i].first];
        orq_str_addf(page->out, "| %zu%s | %s%s%s", observed->step,
                     observed->batch > 0        ? " (batches)"
                     : observed->in_transaction ? ""
                                                : " (no tx)",
                     code(page, observed->summary), observed->error ? "<br>refused: " : "",
                     observed->error ? text(page, observed->error) : "");
        orq_str_addf(page->out, " | %s | %s | %s |\n",
                     text(page, orq_observed_locks(page->arena, observed)),
                     orq_observed_cost(observed),
                     text(page, orq_observed_time(page->arena, review, observed)));
    }
}

static void add_sql(const struct page *page, const struct orq_reviewed *reviewed, const char *title)
{
    if (!reviewed->section)
        return;
    orq_str_addf(page->out, "\n<details><summary>%s SQL</summary>\n\n", title);
    add_block(page, "sql", orq_file_section_text(page->arena, reviewed->section));
    orq_str_add(page->out, "\n</details>\n");
}

static void add_picture(const struct page *page, const struct orq_review *review)
{
    struct orq_picture picture;
    struct orq_str diagram = orq_str_new(page->arena);
    orq_picture_of(page->arena, review, &picture);
    if (picture.figures.len == 0)
        return;
    orq_picture_mermaid(&diagram, &picture);
    orq_str_addc(page->out, '\n');
    add_block(page, "mermaid", orq_str_text(&diagram));
    orq_str_add(page->out, "`+` added, `~` changed, `-` dropped\n");
}

static void add_review(const struct page *page, const struct orq_review *review)
{
    orq_str_addf(page->out, "\n### %s\n\n", code(page, orq_review_name(page->arena, review)));
    if (review->migration->message)
        orq_str_addf(page->out, "%s\n\n",
                     text(page, orq_cut(page->arena, review->migration->message, 300)));
    orq_str_addf(page->out, "%s · %s · **%s** · %s %s\n", orq_review_engine(page->arena, review),
                 orq_reviewed_size(page->arena, &review->up),
                 orq_findings_count(page->arena, &review->findings),
                 orq_review_proven(review) ? "✅" : "❔",
                 text(page, orq_cut(page->arena, orq_review_proof(page->arena, review), 300)));
    if (review->why_not)
        orq_str_addf(page->out, "\nNot judged (%s): %zu rules\n", text(page, review->why_not),
                     review->not_judged.len);
    add_findings(page, &review->findings);
    if (page->detail >= PICTURES)
        add_picture(page, review);
    if (page->detail >= STATEMENTS) {
        add_statements(page, review, ORQ_UPGRADE);
        if (review->down.section)
            add_statements(page, review, ORQ_DOWNGRADE);
        else
            orq_str_add(page->out, "\n**Downgrade**: none\n");
    }
    if (page->detail >= SQL) {
        add_sql(page, &review->up, "Upgrade");
        add_sql(page, &review->down, "Downgrade");
    }
}

static const char *print(const struct orq_reviews *reviews,
                         const struct orq_report_options *options, enum detail detail,
                         struct orq_arena *arena)
{
    struct orq_str out = orq_str_new(arena);
    const struct page page = {&out, arena, detail};
    orq_str_add(&out, MARKER "## ");
    orq_str_add(&out, options->title ? text(&page, orq_cut(arena, options->title, 200))
                                     : "Migration review");
    orq_str_addc(&out, '\n');
    if (detail < ALL)
        orq_str_add(&out, "\nShortened: the whole is longer than a comment may be. "
                          "`orqgen review` prints it.\n");
    for (size_t i = 0; i < reviews->len; i++) {
        size_t before = out.len;
        add_review(&page, &reviews->items[i]);
        if (detail == LEAST && out.len > CHARACTERS_MOST - 100) {
            out.data[out.len = before] = '\0';
            orq_str_addf(&out, "\n… and %zu more migrations\n", reviews->len - i);
            break;
        }
    }
    return orq_str_text(&out);
}

void orq_report_markdown(struct orq_str *out, const struct orq_reviews *reviews,
                         const struct orq_report_options *options)
{
    const char *page = NULL;
    for (int detail = ALL; detail >= LEAST; detail--) {
        page = print(reviews, options, (enum detail)detail, out->arena);
        if (orq_utf8_count(page) <= CHARACTERS_MOST)
            break;
    }
    orq_str_add(out, page);
}
