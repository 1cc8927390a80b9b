#include "review/report.h"

#include "review/report_parts.h"

#include <string.h>

static const struct orq_report_format formats[] = {
    {"text", orq_report_text},     {"json", orq_report_json},
    {"sarif", orq_report_sarif},   {"github", orq_report_github},
    {"gitlab", orq_report_gitlab}, {"markdown", orq_report_markdown},
    {"html", orq_report_html},     {NULL, NULL},
};

const struct orq_report_format *orq_report_format_find(const char *name)
{
    for (const struct orq_report_format *format = formats; format->name; format++) {
        if (strcmp(format->name, name) == 0)
            return format;
    }
    return NULL;
}
