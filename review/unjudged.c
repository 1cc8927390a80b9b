#include "review/review_parts.h"

#include <string.h>

/* What the file alone tells. */
static const char *const of_the_file[] = {"irreversible-downgrade", "allow-unknown", "allow-unused",
                                          "allow-reason"};

bool orq_rule_reads_file(const struct orq_rule *rule)
{
    for (size_t i = 0; i < sizeof of_the_file / sizeof *of_the_file; i++) {
        if (strcmp(of_the_file[i], rule->id) == 0)
            return true;
    }
    return false;
}
