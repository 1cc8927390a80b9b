/* The reviewer's card at a terminal. */
#include "review/report_fold.h"
#include "review/report_parts.h"

#include "base/term.h"

#include <string.h>

/* Of the columns, with the blanks behind them; a column is as wide as what it holds needs. */
#define SUMMARY_WIDTH 62
#define LOCK_WIDTH 42
#define COST_WIDTH 13
#define NUMBER_WIDTH 6
#define DEFINITION_WIDTH 100

struct card {
    struct orq_str *out;
    struct orq_arena *arena;
    const struct orq_review *review;
    bool colours;
    struct orq_folds folds; /* of the upgrade */
    size_t summary_width, lock_width;
};

static const char *plain(const struct card *card, const char *text)
{
    return orq_plain(card->arena, text);
}

static void styled(const struct card *card, enum orq_style style, const char *text)
{
    orq_str_addf(card->out, "%s%s%s", orq_term_style(card->colours, style), text,
                 orq_term_style(card->colours, ORQ_STYLE_NONE));
}

static void padded(const struct card *card, const char *text, size_t width)
{
    const char *cut = orq_cut(card->arena, text, width - 2);
    orq_str_add(card->out, cut);
    for (size_t i = orq_utf8_count(cut); i < width; i++)
        orq_str_addc(card->out, ' ');
}

/* -- the schema -- */

static const enum orq_style sign_styles[] = {
    [ORQ_SIGN_SAME] = ORQ_STYLE_NONE,
    [ORQ_SIGN_ADDED] = ORQ_STYLE_GOOD,
    [ORQ_SIGN_CHANGED] = ORQ_STYLE_WARNING,
    [ORQ_SIGN_DROPPED] = ORQ_STYLE_ERROR,
};

static const char *definition(const struct card *card, const char *text)
{
    return orq_cut(card->arena, plain(card, text), DEFINITION_WIDTH);
}

static void add_facet(const struct card *card, const struct orq_facet *facet)
{
    bool column = facet->kind[0] == 'c' && facet->type;
    if (facet->sign == ORQ_SIGN_SAME)
        return;
    const char mark[2] = {orq_sign_mark(facet->sign), '\0'};
    orq_str_add(card->out, "  ");
    styled(card, sign_styles[facet->sign], mark);
    if (!column)
        orq_str_addf(card->out, " %s", facet->kind);
    orq_str_addf(card->out, "%s%s ", *facet->name ? " " : "", plain(card, facet->name));
    if (facet->before && facet->after && *facet->before)
        orq_str_addf(card->out, " %s -> %s", definition(card, facet->before),
                     definition(card, facet->after));
    else
        orq_str_addf(card->out, " %s",
                     definition(card, facet->after ? facet->after : facet->before));
    while (card->out->len > 0 && card->out->data[card->out->len - 1] == ' ')
        card->out->data[--card->out->len] = '\0';
    orq_str_addc(card->out, '\n');
}

static void add_facets(const struct card *card, const struct orq_facets *facets)
{
    for (size_t i = 0; i < facets->len; i++)
        add_facet(card, &facets->items[i]);
}

static void add_figure(const struct card *card, const struct orq_figure *figure)
{
    orq_str_addf(card->out, " %-7s ",
                 figure->sign == ORQ_SIGN_CHANGED ? "schema" : orq_sign_word(figure->sign));
    if (figure->was)
        orq_str_addf(card->out, "%s -> ", plain(card, figure->was));
    styled(card, ORQ_STYLE_BOLD, plain(card, figure->name));
    if (figure->size)
        orq_str_addf(card->out, " (%s)", orq_size_text(card->arena, figure->size));
    orq_str_addc(card->out, '\n');
    add_facets(card, &figure->columns);
    add_facets(card, &figure->rest);
}

static void add_schema(const struct card *card)
{
    struct orq_picture picture;
    orq_picture_of(card->arena, card->review, &picture);
    for (size_t i = 0; i < picture.figures.len; i++) {
        if (!picture.figures.items[i].neighbour)
            add_figure(card, &picture.figures.items[i]);
    }
    if (picture.others.len > 0)
        orq_str_add(card->out, " others\n");
    add_facets(card, &picture.others);
}

/* -- findings -- */

static const enum orq_style level_styles[] = {
    [ORQ_LEVEL_NOTE] = ORQ_STYLE_BOLD,
    [ORQ_LEVEL_WARNING] = ORQ_STYLE_WARNING,
    [ORQ_LEVEL_ERROR] = ORQ_STYLE_ERROR,
};

static void add_finding(const struct card *card, const struct orq_finding *finding)
{
    orq_str_add(card->out, "      ");
    styled(card, finding->allowed ? ORQ_STYLE_FAINT : level_styles[finding->level],
           finding->allowed ? "allowed" : orq_level_name(finding->level));
    orq_str_addf(card->out, " %s: %s\n", finding->rule->id,
                 plain(card, orq_finding_text(card->arena, finding)));
    if (finding->precheck)
        orq_str_addf(card->out, "        precheck: %s\n", plain(card, finding->precheck));
    if (finding->allowed)
        orq_str_addf(card->out, "        because: %s\n", plain(card, finding->allowed));
}

/* Of one statement; SIZE_MAX: those of none of them. */
static void add_findings(const struct card *card, enum orq_direction direction, size_t statement)
{
    const struct orq_review *review = card->review;
    size_t count = (direction == ORQ_UPGRADE ? &review->up : &review->down)->observed.len;
    for (size_t i = 0; i < review->findings.len; i++) {
        const struct orq_finding *finding = &review->findings.items[i];
        bool here =
            statement == SIZE_MAX ? finding->statement >= count : finding->statement == statement;
        if (finding->direction == direction && here)
            add_finding(card, finding);
    }
}

/* -- statements -- */

static void add_step(const struct card *card, const struct orq_observed *observed, bool first)
{
    const char *kind = observed->batch > 0 ? "batches" : observed->in_transaction ? "tx" : "no tx";
    const char *settings = orq_step_settings(card->arena, &card->review->up, observed->step);
    const char *title = orq_arena_printf(card->arena, " step %zu [%s]%s%s", observed->step, kind,
                                         *settings ? " " : "", plain(card, settings));
    if (!first) {
        orq_str_addf(card->out, "%s\n", title);
        return;
    }
    padded(card, title, card->summary_width + NUMBER_WIDTH);
    padded(card, "LOCK", card->lock_width);
    padded(card, "COST", COST_WIDTH);
    orq_str_add(card->out, "EST\n");
}

static void add_statement(const struct card *card, const struct orq_fold *fold)
{
    const struct orq_observed *observed = &card->review->up.observed.items[fold->first];
    const char *time = orq_observed_time(card->arena, card->review, observed);
    const char *locks = orq_observed_locks(card->arena, observed);
    orq_str_addf(card->out, "%*s ", NUMBER_WIDTH - 1, orq_fold_number(card->arena, fold));
    padded(card, plain(card, observed->summary), card->summary_width);
    padded(card, *locks ? locks : "-", card->lock_width);
    padded(card, orq_observed_cost(observed), COST_WIDTH);
    orq_str_addf(card->out, "%s\n", *time ? time : "?");
    if (observed->error) {
        orq_str_add(card->out, "      ");
        styled(card, ORQ_STYLE_ERROR, "refused");
        orq_str_addf(card->out, ": %s\n", plain(card, observed->error));
    }
}

static void add_upgrade(const struct card *card)
{
    const struct orq_observed *observed = card->review->up.observed.items;
    size_t step = 0;
    for (size_t i = 0; i < card->folds.len; i++) {
        const struct orq_fold *fold = &card->folds.items[i];
        if (observed[fold->first].step != step)
            add_step(card, &observed[fold->first], i == 0);
        step = observed[fold->first].step;
        add_statement(card, fold);
        add_findings(card, ORQ_UPGRADE, fold->first);
    }
    add_findings(card, ORQ_UPGRADE, SIZE_MAX);
}

static void add_losses(const struct card *card, const struct orq_reviewed *reviewed)
{
    for (size_t i = 0; i < reviewed->loses.len; i++) {
        orq_str_add(card->out, "       ");
        styled(card, ORQ_STYLE_ERROR, "DATA");
        orq_str_addf(card->out, ": loses %s\n", plain(card, reviewed->loses.items[i]));
    }
}

static void add_downgrade(const struct card *card)
{
    const struct orq_reviewed *down = &card->review->down;
    if (!down->section) {
        orq_str_add(card->out, " down  none: it cannot be taken back\n");
        return;
    }
    size_t count = down->observed.len;
    const char *locks = orq_reviewed_locks(card->arena, down);
    orq_str_addf(card->out, " down  %zu statement%s%s%s\n", count, count == 1 ? "" : "s",
                 *locks ? ", " : "", locks);
    add_losses(card, down);
    for (size_t i = 0; i < count; i++) {
        if (down->observed.items[i].error)
            orq_str_addf(card->out, "      refused: %s\n",
                         plain(card, down->observed.items[i].error));
        add_findings(card, ORQ_DOWNGRADE, i);
    }
    add_findings(card, ORQ_DOWNGRADE, SIZE_MAX);
}

static void add_not_judged(const struct card *card)
{
    const struct orq_review *review = card->review;
    if (!review->why_not)
        return;
    orq_str_addf(card->out, " not judged (%s):", plain(card, review->why_not));
    for (size_t i = 0; i < review->not_judged.len; i++)
        orq_str_addf(card->out, "%s %s", i > 0 ? "," : "", review->not_judged.items[i]);
    orq_str_addc(card->out, '\n');
}

static void add_card(const struct card *card)
{
    const struct orq_review *review = card->review;
    styled(card, ORQ_STYLE_BOLD, orq_review_name(card->arena, review));
    orq_str_addf(card->out, "  %s  %s\n", orq_review_engine(card->arena, review),
                 orq_reviewed_size(card->arena, &review->up));
    if (review->migration->message)
        orq_str_addf(card->out, " %s\n", plain(card, review->migration->message));
    add_schema(card);
    add_losses(card, &review->up);
    add_upgrade(card);
    add_downgrade(card);
    add_not_judged(card);
    orq_str_add(card->out, " proof ");
    styled(card, orq_review_proven(review) ? ORQ_STYLE_GOOD : ORQ_STYLE_WARNING,
           orq_review_proof(card->arena, review));
    orq_str_addf(card->out, "\n found %s\n", orq_findings_count(card->arena, &review->findings));
}

static void widen(size_t *width, size_t needed, size_t most)
{
    needed = needed + 2 < most ? needed + 2 : most;
    *width = needed > *width ? needed : *width;
}

static void measure(struct card *card)
{
    const struct orq_reviewed *up = &card->review->up;
    const struct orq_observed *observed = up->observed.items;
    orq_review_folds(card->arena, card->review, ORQ_UPGRADE, &card->folds);
    card->lock_width = sizeof "LOCK" + 1;
    if (card->folds.len > 0) {
        size_t step = observed[card->folds.items[0].first].step;
        widen(&card->summary_width,
              strlen(" step 1 [no tx]") + strlen(orq_step_settings(card->arena, up, step)),
              SUMMARY_WIDTH);
    }
    for (size_t i = 0; i < card->folds.len; i++) {
        const struct orq_observed *item = &observed[card->folds.items[i].first];
        widen(&card->summary_width, orq_utf8_count(plain(card, item->summary)), SUMMARY_WIDTH);
        widen(&card->lock_width, orq_utf8_count(orq_observed_locks(card->arena, item)), LOCK_WIDTH);
    }
}

void orq_report_text(struct orq_str *out, const struct orq_reviews *reviews,
                     const struct orq_report_options *options)
{
    for (size_t i = 0; i < reviews->len; i++) {
        struct card card = {.out = out,
                            .arena = out->arena,
                            .review = &reviews->items[i],
                            .colours = options->colours};
        measure(&card);
        orq_str_add(out, i > 0 ? "\n" : "");
        add_card(&card);
    }
}
