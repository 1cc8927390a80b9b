/* The formats, each in a file of its own. */
#ifndef ORQ_REVIEW_REPORT_PARTS_H
#define ORQ_REVIEW_REPORT_PARTS_H

#include "review/picture.h"
#include "review/report.h"
#include "review/report_words.h"

orq_report_fn orq_report_text, orq_report_json, orq_report_sarif, orq_report_github,
    orq_report_gitlab, orq_report_markdown, orq_report_html;

/* Where a finding stands: its own file, else the migration's; without ./ in front; "" when it is in
 * none. */
const char *orq_finding_file(const struct orq_review *review, const struct orq_finding *finding);

#endif
