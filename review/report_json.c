#include "review/report_parts.h"

#include "base/json.h"

static void add_number(struct orq_json *json, const char *key, int64_t number)
{
    orq_json_key(json, key);
    orq_json_number(json, number);
}

static void add_bool(struct orq_json *json, const char *key, bool value)
{
    orq_json_key(json, key);
    orq_json_bool(json, value);
}

static void add_strings(struct orq_json *json, const char *key, const struct orq_strings *strings)
{
    orq_json_key(json, key);
    orq_json_open_array(json);
    for (size_t i = 0; i < strings->len; i++)
        orq_json_text(json, strings->items[i]);
    orq_json_close_array(json);
}

void orq_report_range_json(struct orq_json *json, bool known, double low, double high)
{
    if (!known)
        return;
    orq_json_key(json, "milliseconds");
    orq_json_open_array(json);
    orq_json_number(json, (int64_t)(low * 1000));
    orq_json_number(json, (int64_t)(high * 1000 + 0.5));
    orq_json_close_array(json);
}

static void add_touched(struct orq_json *json, const struct orq_touched_list *list)
{
    orq_json_key(json, "locks");
    orq_json_open_array(json);
    for (size_t i = 0; i < list->len; i++) {
        const struct orq_touched *touched = &list->items[i];
        orq_json_open_object(json);
        orq_json_member(json, "table", touched->table);
        orq_json_member(json, "lock", orq_lock_name(touched->lock));
        add_bool(json, "scanned", touched->scanned);
        add_bool(json, "rewritten", touched->rewritten);
        add_strings(json, "indexes_built", &touched->built);
        orq_json_close_object(json);
    }
    orq_json_close_array(json);
}

static void add_observed(struct orq_json *json, const struct orq_review *review,
                         const struct orq_observed *observed)
{
    double low, high;
    bool known = orq_observed_range(review, observed, &low, &high);
    orq_json_open_object(json);
    add_number(json, "step", (int64_t)observed->step);
    add_bool(json, "in_transaction", observed->in_transaction);
    if (observed->batch > 0)
        add_number(json, "batch", (int64_t)observed->batch);
    orq_json_member(json, "summary", observed->summary);
    orq_json_member(json, "sql", observed->sql);
    add_number(json, "line", (int64_t)observed->at.line);
    orq_json_member(json, "lock", orq_lock_name(observed->lock));
    orq_json_member(json, "cost", orq_observed_cost(observed));
    orq_report_range_json(json, known, low, high);
    add_touched(json, &observed->touched);
    orq_json_member(json, "error", observed->error);
    orq_json_close_object(json);
}

static void add_reviewed(struct orq_json *json, const char *key, const struct orq_review *review,
                         const struct orq_reviewed *reviewed)
{
    orq_json_key(json, key);
    if (!reviewed->section) {
        orq_json_text(json, NULL);
        return;
    }
    orq_json_open_object(json);
    orq_json_key(json, "changes");
    orq_json_open_array(json);
    for (size_t i = 0; i < reviewed->ops.len; i++)
        orq_json_text(json, orq_op_summary(json->out->arena, &reviewed->ops.items[i]));
    orq_json_close_array(json);
    add_strings(json, "loses", &reviewed->loses);
    orq_json_key(json, "statements");
    orq_json_open_array(json);
    for (size_t i = 0; i < reviewed->observed.len; i++)
        add_observed(json, review, &reviewed->observed.items[i]);
    orq_json_close_array(json);
    orq_json_close_object(json);
}

static void add_finding(struct orq_json *json, const struct orq_review *review,
                        const struct orq_finding *finding)
{
    orq_json_open_object(json);
    orq_json_member(json, "rule", finding->rule->id);
    orq_json_member(json, "level", orq_level_name(finding->level));
    orq_json_member(json, "object", finding->object);
    orq_json_member(json, "message", finding->message);
    orq_json_member(json, "precheck", finding->precheck);
    orq_json_member(json, "file", orq_finding_file(review, finding));
    add_number(json, "line", (int64_t)finding->at.line);
    add_number(json, "column", (int64_t)finding->at.column);
    orq_json_member(json, "direction", finding->direction == ORQ_UPGRADE ? "upgrade" : "downgrade");
    if (finding->rows >= 0)
        add_number(json, "rows", finding->rows);
    if (finding->bytes >= 0)
        add_number(json, "bytes", finding->bytes);
    orq_report_range_json(json, finding->high > 0, finding->low, finding->high);
    orq_json_member(json, "allowed", finding->allowed);
    orq_json_member(json, "fingerprint", finding->fingerprint);
    orq_json_close_object(json);
}

static void add_facets(struct orq_json *json, const struct orq_facets *facets)
{
    for (size_t i = 0; i < facets->len; i++) {
        const struct orq_facet *facet = &facets->items[i];
        if (facet->sign == ORQ_SIGN_SAME)
            continue;
        orq_json_open_object(json);
        orq_json_member(json, "change", orq_sign_word(facet->sign));
        orq_json_member(json, "kind", facet->kind);
        orq_json_member(json, "name", facet->name);
        orq_json_member(json, "before", facet->before);
        orq_json_member(json, "after", facet->after);
        orq_json_close_object(json);
    }
}

static void add_figure(struct orq_json *json, const struct orq_figure *figure)
{
    if (figure->neighbour)
        return;
    orq_json_open_object(json);
    orq_json_member(json, "change", orq_sign_word(figure->sign));
    orq_json_member(json, "table", figure->name);
    orq_json_member(json, "was", figure->was);
    if (figure->size) {
        add_number(json, "rows", figure->size->rows);
        add_number(json, "bytes", figure->size->bytes);
    }
    orq_json_key(json, "parts");
    orq_json_open_array(json);
    add_facets(json, &figure->columns);
    add_facets(json, &figure->rest);
    orq_json_close_array(json);
    orq_json_close_object(json);
}

static void add_schema(struct orq_json *json, const struct orq_review *review)
{
    struct orq_picture picture;
    orq_picture_of(json->out->arena, review, &picture);
    orq_json_key(json, "tables");
    orq_json_open_array(json);
    for (size_t i = 0; i < picture.figures.len; i++)
        add_figure(json, &picture.figures.items[i]);
    orq_json_close_array(json);
    orq_json_key(json, "others");
    orq_json_open_array(json);
    add_facets(json, &picture.others);
    orq_json_close_array(json);
}

static void add_review(struct orq_json *json, const struct orq_review *review)
{
    orq_json_open_object(json);
    orq_json_member(json, "revision", review->migration->revision);
    orq_json_member(json, "message", review->migration->message);
    orq_json_member(json, "path", review->migration->path);
    orq_json_member(json, "dialect", review->dialect);
    add_number(json, "version", review->version);
    add_schema(json, review);
    add_reviewed(json, "upgrade", review, &review->up);
    add_reviewed(json, "downgrade", review, &review->down);
    orq_json_key(json, "findings");
    orq_json_open_array(json);
    for (size_t i = 0; i < review->findings.len; i++)
        add_finding(json, review, &review->findings.items[i]);
    orq_json_close_array(json);
    add_strings(json, "not_judged", &review->not_judged);
    orq_json_member(json, "why_not", review->why_not);
    add_bool(json, "proven", orq_review_proven(review));
    orq_json_member(json, "proof", review->proof ? review->proof->text : NULL);
    orq_json_close_object(json);
}

void orq_report_json(struct orq_str *out, const struct orq_reviews *reviews,
                     const struct orq_report_options *options)
{
    struct orq_json json = orq_json_new(out);
    (void)options;
    orq_json_open_array(&json);
    for (size_t i = 0; i < reviews->len; i++)
        add_review(&json, &reviews->items[i]);
    orq_json_close_array(&json);
}
