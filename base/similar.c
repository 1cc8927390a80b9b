#include "base/similar.h"

#include "base/str.h"

#include <string.h>

/* Nobody mistypes a longer word, and the rows below stay small. */
#define LONGEST_WORD 255

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits between words of at most LONGEST_WORD bytes, where swapping two
 * neighbours is one edit (optimal string alignment). */
static size_t edit_distance(const char *a, const char *b)
{
    size_t rows[3][LONGEST_WORD + 1];
    size_t *above2 = rows[0];
    size_t *above = rows[1];
    size_t *row = rows[2];
    size_t width = strlen(b);
    for (size_t j = 0; j <= width; j++)
        above[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        char at_a = orq_ascii_lower(a[i - 1]);
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            char at_b = orq_ascii_lower(b[j - 1]);
            size_t changed = above[j - 1] + (at_a == at_b ? 0 : 1);
            row[j] = least(changed, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && at_a == orq_ascii_lower(b[j - 2]) &&
                at_b == orq_ascii_lower(a[i - 2]))
                row[j] = least(row[j], above2[j - 2] + 1);
        }
        size_t *free_row = above2;
        above2 = above;
        above = row;
        row = free_row;
    }
    return above[width];
}

const char *orq_similar(const char *word, const struct orq_strings *candidates)
{
    const char *best = NULL;
    size_t best_distance = 0;
    size_t len = strlen(word);
    if (len > LONGEST_WORD)
        return NULL;
    for (size_t i = 0; i < candidates->len; i++) {
        const char *candidate = candidates->items[i];
        size_t other = strlen(candidate);
        size_t longer = len > other ? len : other;
        size_t allowed = longer < 3 ? 1 : longer / 3;
        if (other > LONGEST_WORD || longer - least(len, other) > allowed)
            continue;
        size_t distance = edit_distance(word, candidate);
        if (distance <= allowed && (!best || distance < best_distance)) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}
