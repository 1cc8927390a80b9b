/* The statements in the page: up and down beside each other, and what each step locks. */
#include "review/report_fold.h"
#include "review/report_html.h"
#include "review/report_pairs.h"

#include <string.h>

static void add_chip(const struct orq_html *html, const char *class, const char *text)
{
    if (*text)
        orq_str_addf(html->out, "<span class=\"chip %s\">%s</span>", class,
                     orq_html_text(html, text));
}

/* How hard a lock is on others. */
static const char *hardness(enum orq_lock_mode lock)
{
    if (lock == ORQ_LOCK_ACCESS_EXCLUSIVE)
        return "hard";
    return strstr(orq_lock_effect(lock), "wait") ? "mid" : "";
}

static void add_locks(const struct orq_html *html, const struct orq_touched_list *list,
                      enum orq_lock_mode whole)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct orq_touched *touched = &list->items[i];
        if (touched->lock != ORQ_LOCK_NONE)
            add_chip(html, hardness(touched->lock),
                     orq_arena_printf(html->arena, "%s %s: %s", touched->table,
                                      orq_lock_name(touched->lock),
                                      orq_lock_effect(touched->lock)));
    }
    if (list->len == 0 && whole != ORQ_LOCK_NONE)
        add_chip(html, hardness(whole), orq_lock_effect(whole));
}

/* -- up and down -- */

static void add_statement(const struct orq_html *html, const struct orq_observed *observed)
{
    const char *cost = orq_observed_cost(observed);
    orq_str_addf(html->out, "<div class=\"statement\">\n<p>%s</p>\n<div class=\"chips\">",
                 orq_html_text(html, observed->summary));
    add_chip(html, "", orq_arena_printf(html->arena, "step %zu", observed->step));
    add_chip(html,
             strcmp(cost, "metadata") == 0  ? ""
             : strcmp(cost, "rewrite") == 0 ? "hard"
                                            : "mid",
             cost);
    add_chip(html, "", orq_observed_time(html->arena, html->review, observed));
    add_locks(html, &observed->touched, observed->lock);
    orq_str_add(html->out, "</div>\n");
    if (observed->error)
        orq_str_addf(html->out, "<p class=\"error\"><b>Refused:</b> %s</p>\n",
                     orq_html_text(html, observed->error));
    orq_str_addf(html->out, "<pre><code>%s</code></pre>\n</div>\n",
                 orq_html_lines(html, observed->sql));
}

static void add_way(const struct orq_html *html, const struct orq_reviewed *reviewed,
                    const struct orq_indexes_of *indexes, const char *word)
{
    orq_str_addf(html->out, "<div class=\"side\"><p class=\"way\">%s</p>\n", word);
    for (size_t i = 0; i < indexes->len; i++)
        add_statement(html, &reviewed->observed.items[indexes->items[i]]);
    if (indexes->len == 0)
        orq_str_add(html->out, "<p class=\"none\">nothing</p>\n");
    orq_str_add(html->out, "</div>\n");
}

static void add_losses(const struct orq_html *html, const struct orq_reviewed *reviewed,
                       const char *word)
{
    if (reviewed->loses.len == 0)
        return;
    orq_str_addf(html->out, "<p class=\"error\"><b>%s loses data:</b>", word);
    for (size_t i = 0; i < reviewed->loses.len; i++)
        orq_str_addf(html->out, "%s <code>%s</code>", i > 0 ? "," : "",
                     orq_html_text(html, reviewed->loses.items[i]));
    orq_str_add(html->out, "</p>\n");
}

static void add_pairs(const struct orq_html *html)
{
    const struct orq_review *review = html->review;
    struct orq_paired_list pairs = {0};
    orq_review_pairs(html->arena, review, &pairs);
    orq_str_add(html->out, "<section>\n<h3>Up and down, change by change</h3>\n");
    add_losses(html, &review->up, "The upgrade");
    add_losses(html, &review->down, "The downgrade");
    if (!review->down.section)
        orq_str_add(html->out, "<p class=\"error\"><b>There is no downgrade.</b></p>\n");
    for (size_t i = 0; i < pairs.len; i++) {
        const struct orq_paired *pair = &pairs.items[i];
        orq_str_add(html->out, "<div class=\"pair\">\n");
        if (*pair->object)
            orq_str_addf(html->out, "<h4><code>%s</code></h4>\n",
                         orq_html_text(html, pair->object));
        orq_str_add(html->out, "<div class=\"sides\">\n");
        add_way(html, &review->up, &pair->up, "↑ up");
        add_way(html, &review->down, &pair->down, "↓ down");
        orq_str_add(html->out, "</div>\n</div>\n");
    }
    orq_str_add(html->out, "</section>\n");
}

/* -- locks -- */

static void add_step(const struct orq_html *html, const struct orq_reviewed *reviewed,
                     const struct orq_observed *first, const char *word)
{
    struct orq_touched_list strongest = {0};
    enum orq_lock_mode whole = ORQ_LOCK_NONE;
    double low = 0, high = 0;
    bool known = true;
    size_t count = 0;
    orq_reviewed_strongest(html->arena, reviewed, first->step, &strongest);
    for (size_t i = 0; i < reviewed->observed.len; i++) {
        const struct orq_observed *observed = &reviewed->observed.items[i];
        double least, most;
        if (observed->step != first->step)
            continue;
        known = orq_observed_range(html->review, observed, &least, &most) && known;
        low += least;
        high += most;
        whole = observed->lock > whole ? observed->lock : whole;
        count++;
    }
    const char *runs =
        first->batch > 0
            ? orq_arena_printf(html->arena, "a transaction for each %zu rows", first->batch)
        : first->in_transaction ? "one transaction"
                                : "no transaction";
    orq_str_addf(html->out, "<tr><td>%s, step %zu</td><td>%s, %zu statement%s", word, first->step,
                 runs, count, count == 1 ? "" : "s");
    const char *settings = orq_step_settings(html->arena, reviewed, first->step);
    if (*settings)
        orq_str_addf(html->out, "<br><code>%s</code>", orq_html_text(html, settings));
    orq_str_add(html->out, "</td><td><div class=\"chips\">");
    add_locks(html, &strongest, whole);
    orq_str_addf(html->out, "</div></td><td>%s</td></tr>\n",
                 known ? orq_html_text(html, orq_range_text(html->arena, low, high))
                       : "size not known");
}

static void add_steps(const struct orq_html *html, const struct orq_reviewed *reviewed,
                      const char *word)
{
    size_t step = 0;
    for (size_t i = 0; i < reviewed->observed.len; i++) {
        const struct orq_observed *observed = &reviewed->observed.items[i];
        if (observed->step != step)
            add_step(html, reviewed, observed, word);
        step = observed->step;
    }
}

void orq_html_statements(const struct orq_html *html)
{
    if (html->review->up.observed.len + html->review->down.observed.len == 0)
        return;
    orq_str_add(html->out,
                "<section>\n<h3>Locks, step by step</h3>\n<table class=\"locks\"><thead><tr>"
                "<th>step</th><th>runs in</th><th>holds to its end</th><th>time</th></tr></thead>"
                "<tbody>\n");
    add_steps(html, &html->review->up, "up");
    add_steps(html, &html->review->down, "down");
    orq_str_add(html->out, "</tbody></table>\n</section>\n");
    add_pairs(html);
}
