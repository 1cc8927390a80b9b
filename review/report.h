/* A review, printed. Every format shows the same data; none asks a database. */
#ifndef ORQ_REVIEW_REPORT_H
#define ORQ_REVIEW_REPORT_H

#include "base/json.h"
#include "base/str.h"
#include "review/review.h"

struct orq_report_options {
    bool colours;      /* text: at a terminal */
    const char *title; /* of markdown and html; NULL: the migration's message */
};

/* Appends all reviews. */
typedef void orq_report_fn(struct orq_str *out, const struct orq_reviews *reviews,
                           const struct orq_report_options *options);
struct orq_report_format {
    const char *name; /* text json sarif github gitlab markdown html */
    orq_report_fn *print;
};
const struct orq_report_format *orq_report_format_find(const char *name); /* NULL: none */

/* "milliseconds": [least, most] of a range of seconds; nothing when nobody knows. */
void orq_report_range_json(struct orq_json *json, bool known, double low, double high);

#endif
