/* Other programs: started without a shell, waited for, what they say kept. */
#ifndef ORQ_BASE_PROCESS_H
#define ORQ_BASE_PROCESS_H

#include "base/str.h"
#include "base/vec.h"

#define ORQ_PIPELINE_MOST 2

struct orq_process {
    const char *const *argv; /* ends with NULL; argv[0] is a path, looked for nowhere */
    int code;                /* its exit code; 128 + n: ended by signal n */
    const char *err;         /* what it wrote to stderr */
};

/* One program, or several whose output is the next one's input. The first reads nothing. */
struct orq_pipeline {
    struct orq_process processes[ORQ_PIPELINE_MOST];
    size_t count;
    const struct orq_strings *environment; /* NAME=VALUE, instead of ours; NULL: ours alone */
    bool (*stopped)(void);                 /* asked now and then: true ends them; NULL: never */
    const char *out;                       /* what the last one wrote to stdout */
};

/* 0, or the errno of what kept one from being started (then none of them runs any more). */
int orq_pipeline_run(struct orq_arena *arena, struct orq_pipeline *pipeline);

/* The first line of what a program said, without the name that it begins with. */
const char *orq_process_said(struct orq_arena *arena, const struct orq_process *process);

#endif
