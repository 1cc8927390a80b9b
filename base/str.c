#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_CAP 64

struct orq_str orq_str_new(struct orq_arena *arena)
{
    return (struct orq_str){.arena = arena};
}

/* Room for len bytes more and the NUL. */
static void reserve(struct orq_str *str, size_t len)
{
    size_t needed = str->len + len + 1;
    if (needed <= str->cap)
        return;
    size_t cap = str->cap == 0 ? FIRST_CAP : str->cap * 2;
    if (cap < needed)
        cap = needed;
    str->data = orq_arena_grow(str->arena, str->data, str->cap, cap);
    str->cap = cap;
}

void orq_str_addn(struct orq_str *str, const char *text, size_t len)
{
    if (len == 0)
        return;
    reserve(str, len);
    memcpy(str->data + str->len, text, len);
    str->len += len;
    str->data[str->len] = '\0';
}

void orq_str_add(struct orq_str *str, const char *text)
{
    orq_str_addn(str, text, strlen(text));
}

void orq_str_addc(struct orq_str *str, char byte)
{
    orq_str_addn(str, &byte, 1);
}

void orq_str_addf(struct orq_str *str, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len <= 0)
        return;
    reserve(str, (size_t)len);
    va_start(args, format);
    vsnprintf(str->data + str->len, (size_t)len + 1, format, args);
    va_end(args);
    str->len += (size_t)len;
}

const char *orq_str_text(const struct orq_str *str)
{
    return str->data ? str->data : "";
}

bool orq_str_equal(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return strcmp(a, b) == 0;
}

bool orq_starts_with(const char *text, const char *prefix)
{
    while (*prefix && *text == *prefix) {
        text++;
        prefix++;
    }
    return *prefix == '\0';
}

bool orq_ends_with(const char *text, const char *suffix)
{
    size_t len = strlen(text);
    size_t suffix_len = strlen(suffix);
    return len >= suffix_len && memcmp(text + len - suffix_len, suffix, suffix_len) == 0;
}

bool orq_slice_equal(struct orq_slice slice, const char *text)
{
    size_t len = strlen(text);
    return slice.len == len && (len == 0 || memcmp(slice.data, text, len) == 0);
}
