/* Running another program, and what became of it. */
#ifndef ORQ_CLI_SPAWN_H
#define ORQ_CLI_SPAWN_H

#include "base/vec.h"

enum orq_spawn_mode {
    ORQ_SPAWN_BESIDE,  /* reads nothing, and writes to stderr whatever it writes */
    ORQ_SPAWN_TERMINAL /* has the terminal: what is typed there ends it alone */
};

/* Runs words (the program, looked for in PATH, and its arguments) and waits for its end. NULL: it
 * ended well; else what became of it: "ended with exit code 3". */
const char *orq_spawn(struct orq_arena *arena, const struct orq_strings *words,
                      enum orq_spawn_mode mode);

#endif
