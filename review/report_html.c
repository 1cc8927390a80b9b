/* One page that holds all it shows: no script, and nothing from elsewhere. */
#include "review/report_html.h"

#include <string.h>

static const char *escaped(struct orq_arena *arena, const char *text)
{
    struct orq_str out = orq_str_new(arena);
    for (const char *at = text; *at; at++) {
        if (strchr("&<>\"'`", *at))
            orq_str_addf(&out, "&#%d;", *at);
        else
            orq_str_addc(&out, *at);
    }
    return orq_str_text(&out);
}

const char *orq_html_text(const struct orq_html *html, const char *text)
{
    return escaped(html->arena, orq_plain(html->arena, text));
}

const char *orq_html_lines(const struct orq_html *html, const char *text)
{
    return escaped(html->arena, orq_visible(html->arena, text));
}

/* -- the head of a review -- */

static void add_badge(const struct orq_html *html, const char *class, const char *text)
{
    orq_str_addf(html->out, "<li class=\"badge %s\">%s</li>\n", class, text);
}

static void add_level_badge(const struct orq_html *html, enum orq_level level, const char *class)
{
    size_t count = orq_findings_of(&html->review->findings, level);
    if (count > 0)
        add_badge(html, class,
                  orq_arena_printf(html->arena, "%zu %s%s", count, orq_level_name(level),
                                   count == 1 ? "" : "s"));
}

static void add_badges(const struct orq_html *html)
{
    const struct orq_review *review = html->review;
    orq_str_add(html->out, "<ul class=\"badges\">\n");
    add_level_badge(html, ORQ_LEVEL_ERROR, "error");
    add_level_badge(html, ORQ_LEVEL_WARNING, "warning");
    add_level_badge(html, ORQ_LEVEL_NOTE, "");
    if (strcmp(orq_findings_count(html->arena, &review->findings), "nothing found") == 0)
        add_badge(html, "good", "nothing found");
    add_badge(html, orq_review_proven(review) ? "good" : "warning",
              orq_review_proven(review) ? "proven" : "not proven");
    if (review->up.loses.len > 0)
        add_badge(html, "error", "loses data");
    if (!review->down.section)
        add_badge(html, "error", "no way back");
    add_badge(html, "", orq_reviewed_size(html->arena, &review->up));
    orq_str_add(html->out, "</ul>\n");
}

static void add_head(const struct orq_html *html)
{
    const struct orq_migration *migration = html->review->migration;
    const char *name = orq_review_name(html->arena, html->review);
    orq_str_addf(html->out, "<header>\n<p class=\"eyebrow\">%s · revision <code>%s</code></p>\n",
                 orq_review_engine(html->arena, html->review),
                 orq_html_text(html, migration->revision));
    orq_str_addf(html->out, "<h2>%s</h2>\n",
                 orq_html_text(html, migration->message ? migration->message : name));
    if (migration->path)
        orq_str_addf(html->out, "<p class=\"file\"><code>%s</code></p>\n",
                     orq_html_text(html, migration->path));
    add_badges(html);
    orq_str_add(html->out, "</header>\n");
}

/* -- findings -- */

static const char *figures(const struct orq_html *html, const struct orq_finding *finding)
{
    struct orq_str out = orq_str_new(html->arena);
    const struct orq_size size = {.rows = finding->rows, .bytes = finding->bytes, .indexes = -1};
    if (finding->rows >= 0)
        orq_str_addf(&out, " · %s", orq_size_text(html->arena, &size));
    if (finding->high > 0)
        orq_str_addf(&out, " · %s", orq_range_text(html->arena, finding->low, finding->high));
    return orq_html_text(html, orq_str_text(&out));
}

static void add_more(const struct orq_html *html, const struct orq_rule *rule)
{
    orq_str_add(html->out, "<details><summary>Why, and the safe form</summary>\n");
    if (rule->why)
        orq_str_addf(html->out, "<p>%s</p>\n", orq_html_text(html, rule->why));
    if (rule->safe_form)
        orq_str_addf(html->out, "<pre><code>%s</code></pre>\n",
                     orq_html_lines(html, rule->safe_form));
    orq_str_add(html->out, "</details>\n");
}

static void add_finding(const struct orq_html *html, const struct orq_finding *finding)
{
    const char *level = finding->allowed ? "allowed" : orq_level_name(finding->level);
    orq_str_addf(html->out,
                 "<div class=\"finding %s\">\n<p class=\"head\"><span class=\"level\">"
                 "%s</span> <code>%s</code>",
                 level, level, orq_html_text(html, finding->rule->id));
    orq_str_addf(html->out, " <span class=\"where\">%s",
                 finding->direction == ORQ_UPGRADE ? "upgrade" : "downgrade");
    if (finding->at.line > 0)
        orq_str_addf(html->out, ", line %zu", finding->at.line);
    orq_str_addf(html->out, "%s</span></p>\n<p>%s</p>\n", figures(html, finding),
                 orq_html_text(html, orq_finding_text(html->arena, finding)));
    if (finding->allowed)
        orq_str_addf(html->out, "<p><strong>Allowed:</strong> %s</p>\n",
                     orq_html_text(html, finding->allowed));
    if (finding->precheck)
        orq_str_addf(html->out,
                     "<p class=\"soft\">Ask the database first whether it can fail:</p>\n"
                     "<pre><code>%s</code></pre>\n",
                     orq_html_lines(html, finding->precheck));
    if (finding->rule->why || finding->rule->safe_form)
        add_more(html, finding->rule);
    orq_str_add(html->out, "</div>\n");
}

static void add_findings(const struct orq_html *html)
{
    const struct orq_review *review = html->review;
    struct orq_findings findings = orq_findings_sorted(html->arena, &review->findings);
    if (findings.len > 0)
        orq_str_add(html->out, "<section>\n<h3>Findings</h3>\n");
    for (size_t i = 0; i < findings.len; i++)
        add_finding(html, &findings.items[i]);
    orq_str_add(html->out, findings.len > 0 ? "</section>\n" : "");
    if (!review->why_not)
        return;
    orq_str_addf(html->out,
                 "<p class=\"soft\">Not judged (%s):", orq_html_text(html, review->why_not));
    for (size_t i = 0; i < review->not_judged.len; i++)
        orq_str_addf(html->out, "%s <code>%s</code>", i > 0 ? "," : "",
                     orq_html_text(html, review->not_judged.items[i]));
    orq_str_add(html->out, "</p>\n");
}

static void add_proof(const struct orq_html *html)
{
    bool proven = orq_review_proven(html->review);
    orq_str_addf(html->out, "<section>\n<h3>Proof</h3>\n<p class=\"proof %s\">%s %s</p>\n",
                 proven ? "good" : "", proven ? "✓" : "?",
                 orq_html_text(html, orq_review_proof(html->arena, html->review)));
    orq_str_add(html->out, "</section>\n");
}

static void add_review(const struct orq_html *html)
{
    orq_str_add(html->out, "<article>\n");
    add_head(html);
    add_findings(html);
    orq_html_schema(html);
    orq_html_statements(html);
    add_proof(html);
    orq_str_add(html->out, "</article>\n");
}

/* No script runs and nothing is loaded, whatever a name or a statement holds. */
#define POLICY                                                                              \
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src " \
    "'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"

static const char *page_title(const struct orq_html *html, const struct orq_reviews *reviews,
                              const struct orq_report_options *options)
{
    if (options->title)
        return orq_html_text(html, options->title);
    const struct orq_migration *first = reviews->len == 1 ? reviews->items[0].migration : NULL;
    return first && first->message ? orq_html_text(html, first->message) : "Migration review";
}

void orq_report_html(struct orq_str *out, const struct orq_reviews *reviews,
                     const struct orq_report_options *options)
{
    struct orq_html html = {.out = out, .arena = out->arena};
    orq_str_add(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" //
                POLICY "<link rel=\"icon\" href=\"data:,\">\n");
    orq_str_addf(out, "<title>%s</title>\n<style>", page_title(&html, reviews, options));
    for (size_t i = 0; orq_html_style[i]; i++)
        orq_str_add(out, orq_html_style[i]);
    orq_str_addf(out, "</style>\n</head>\n<body>\n<header class=\"top\"><h1>%s</h1></header>\n",
                 options->title ? orq_html_text(&html, options->title) : "Migration review");
    orq_str_add(out, "<main>\n");
    for (size_t i = 0; i < reviews->len; i++) {
        html.review = &reviews->items[i];
        add_review(&html);
    }
    orq_str_add(out, "</main>\n<footer>orqgen " ORQ_VERSION "</footer>\n</body>\n</html>\n");
}
