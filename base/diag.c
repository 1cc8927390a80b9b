#include "base/diag.h"

#include "base/str.h"
#include "base/vec.h"

#include <stdarg.h>

ORQ_VEC_OF(diag_list, struct orq_diag);

struct orq_diags {
    struct orq_arena *arena;
    struct diag_list list;
    size_t errors;
};

struct orq_diags *orq_diags_new(struct orq_arena *arena)
{
    struct orq_diags *diags = ORQ_NEW(arena, struct orq_diags);
    diags->arena = arena;
    return diags;
}

/* Copies all text: spans may point into another arena or a caller's buffer. */
static void add(struct orq_diags *diags, struct orq_diag diag)
{
    if (diag.at.file)
        diag.at.file = orq_arena_strdup(diags->arena, diag.at.file);
    ORQ_PUSH(diags->arena, &diags->list, diag);
    if (diag.severity == ORQ_ERROR)
        diags->errors++;
}

#define ADD_FORMATTED(diags, severity_, at_, format)                                            \
    do {                                                                                        \
        va_list args;                                                                           \
        va_start(args, format);                                                                 \
        const char *text = orq_arena_vprintf((diags)->arena, (format), args);                   \
        va_end(args);                                                                           \
        add((diags), (struct orq_diag){.severity = (severity_), .at = (at_), .message = text}); \
    } while (0)

void orq_error(struct orq_diags *diags, struct orq_span at, const char *format, ...)
{
    ADD_FORMATTED(diags, ORQ_ERROR, at, format);
}

void orq_warning(struct orq_diags *diags, struct orq_span at, const char *format, ...)
{
    ADD_FORMATTED(diags, ORQ_WARNING, at, format);
}

void orq_note(struct orq_diags *diags, struct orq_span at, const char *format, ...)
{
    ADD_FORMATTED(diags, ORQ_NOTE, at, format);
}

void orq_hint(struct orq_diags *diags, const char *format, ...)
{
    if (diags->list.len == 0)
        return;
    struct orq_diag *last = &diags->list.items[diags->list.len - 1];
    va_list args;
    va_start(args, format);
    const char *line = orq_arena_vprintf(diags->arena, format, args);
    va_end(args);
    last->hint = last->hint ? orq_arena_printf(diags->arena, "%s\n%s", last->hint, line) : line;
}

size_t orq_diags_len(const struct orq_diags *diags)
{
    return diags->list.len;
}

const struct orq_diag *orq_diags_at(const struct orq_diags *diags, size_t index)
{
    return &diags->list.items[index];
}

size_t orq_diags_errors(const struct orq_diags *diags)
{
    return diags->errors;
}

enum orq_status orq_diags_status(const struct orq_diags *diags)
{
    return diags->errors > 0 ? ORQ_INVALID : ORQ_OK;
}

void orq_diags_append(struct orq_diags *diags, const struct orq_diags *other)
{
    size_t len = other->list.len; /* other may be diags itself */
    for (size_t i = 0; i < len; i++) {
        struct orq_diag diag = other->list.items[i];
        diag.message = orq_arena_strdup(diags->arena, diag.message);
        if (diag.hint)
            diag.hint = orq_arena_strdup(diags->arena, diag.hint);
        add(diags, diag);
    }
}
