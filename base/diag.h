/* Diagnostics: what was found wrong, where, and what to do next. A fault is
 * reported once, by whoever finds it, with its span; reading goes on to find
 * all faults. Only cli/ prints them.
 *
 * Printed form:  FILE:LINE:COL: error: MESSAGE
 *                  HINT
 * without a span: orqgen: error: MESSAGE */
#ifndef ORQ_BASE_DIAG_H
#define ORQ_BASE_DIAG_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdio.h>

struct orq_span {
    const char *file; /* NULL: no position */
    size_t line;      /* from 1; 0: no line (the whole file, or a database) */
    size_t column;    /* from 1, in characters; 0: the whole line */
};

#define ORQ_NOWHERE ((struct orq_span){0})

enum orq_severity { ORQ_NOTE, ORQ_WARNING, ORQ_ERROR };

struct orq_diag {
    enum orq_severity severity;
    struct orq_span at;
    const char *message;
    const char *hint; /* NULL, or lines joined by \n */
};

struct orq_diags;

/* The messages live in the arena. */
struct orq_diags *orq_diags_new(struct orq_arena *arena);

void orq_error(struct orq_diags *diags, struct orq_span at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void orq_warning(struct orq_diags *diags, struct orq_span at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void orq_note(struct orq_diags *diags, struct orq_span at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds a line to the hint of the last diagnostic. */
void orq_hint(struct orq_diags *diags, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

size_t orq_diags_len(const struct orq_diags *diags);
const struct orq_diag *orq_diags_at(const struct orq_diags *diags, size_t index);
size_t orq_diags_errors(const struct orq_diags *diags);
/* ORQ_OK without errors, else ORQ_INVALID. */
enum orq_status orq_diags_status(const struct orq_diags *diags);
/* Appends the diagnostics of other, which may live in another arena. */
void orq_diags_append(struct orq_diags *diags, const struct orq_diags *other);

/* Prints those from index on, in file and line order where they have one,
 * else as reported. Control bytes in messages are shown escaped. */
void orq_diags_print(const struct orq_diags *diags, size_t from, FILE *out, bool colour);

#endif
