/* review_sample FORMAT SAMPLE: prints a review that was made by hand. */
#include "review/report.h"
#include "tests/helpers/review_sample.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    const struct orq_report_format *format = argc == 3 ? orq_report_format_find(argv[1]) : NULL;
    int sample = argc == 3 ? orq_sample_named(argv[2]) : -1;
    if (!format || sample < 0) {
        fputs("usage: review_sample FORMAT SAMPLE\n", stderr);
        return 2;
    }
    struct orq_arena *arena = orq_arena_new();
    struct orq_reviews reviews;
    struct orq_str out = orq_str_new(arena);
    const struct orq_report_options options = {0};
    orq_sample_reviews(arena, (enum orq_sample)sample, &reviews);
    format->print(&out, &reviews, &options);
    fputs(orq_str_text(&out), stdout);
    orq_arena_free(arena);
    return 0;
}
