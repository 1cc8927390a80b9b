/* Case folding of names, independent of the locale. */
#include "base/str.h"

#include <string.h>

char orq_ascii_lower(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return (char)(byte - 'A' + 'a');
    return byte;
}

bool orq_ascii_equal(const char *a, const char *b)
{
    return orq_ascii_compare(a, b) == 0;
}

bool orq_ascii_equal_n(const char *a, size_t alen, const char *b, size_t blen)
{
    if (alen != blen)
        return false;
    for (size_t i = 0; i < alen; i++) {
        if (orq_ascii_lower(a[i]) != orq_ascii_lower(b[i]))
            return false;
    }
    return true;
}

int orq_ascii_compare(const char *a, const char *b)
{
    while (*a && orq_ascii_lower(*a) == orq_ascii_lower(*b)) {
        a++;
        b++;
    }
    return (unsigned char)orq_ascii_lower(*a) - (unsigned char)orq_ascii_lower(*b);
}

const char *orq_ascii_fold(struct orq_arena *arena, const char *text)
{
    char *folded = orq_arena_strdup(arena, text);
    for (char *byte = folded; *byte; byte++)
        *byte = orq_ascii_lower(*byte);
    return folded;
}
