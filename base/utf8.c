/* Well-formed UTF-8, by table 3-7 of the Unicode Standard. */
#include "base/str.h"

struct utf8_range {
    unsigned char first_low, first_high;   /* the lead byte */
    unsigned char second_low, second_high; /* the byte after it; all others are 80..BF */
    unsigned char len;
};

static const struct utf8_range ranges[] = {
    {0x01, 0x7F, 0x00, 0x00, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

static bool follows(const struct utf8_range *range, const unsigned char *bytes)
{
    if (range->len > 1 && (bytes[1] < range->second_low || bytes[1] > range->second_high))
        return false;
    for (size_t i = 2; i < range->len; i++) {
        if (bytes[i] < 0x80 || bytes[i] > 0xBF)
            return false;
    }
    return true;
}

size_t orq_utf8_length(const char *text, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; len > 0 && i < sizeof ranges / sizeof ranges[0]; i++) {
        const struct utf8_range *range = &ranges[i];
        if (bytes[0] >= range->first_low && bytes[0] <= range->first_high)
            return range->len <= len && follows(range, bytes) ? range->len : 0;
    }
    return 0;
}

bool orq_utf8_valid(const char *text, size_t len)
{
    while (len > 0) {
        size_t step = orq_utf8_length(text, len);
        if (step == 0)
            return false;
        text += step;
        len -= step;
    }
    return true;
}

unsigned long orq_utf8_point(const char *text, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned long point = len == 1 ? bytes[0] : bytes[0] & (0x7FUL >> len);
    for (size_t i = 1; i < len; i++)
        point = point << 6 | (bytes[i] & 0x3FUL);
    return point;
}

size_t orq_utf8_count(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static const struct {
    unsigned long low, high;
} hidden[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0x061C, 0x061C}, {0x200B, 0x200F},
    {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}, {0xFFFE, 0xFFFF},
};

bool orq_utf8_hidden(unsigned long point)
{
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        if (point >= hidden[i].low && point <= hidden[i].high)
            return true;
    }
    return false;
}
