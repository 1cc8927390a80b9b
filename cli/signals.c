#include "cli/signals.h"

#include <signal.h>
#include <unistd.h>

/* A handler is handed nothing but the signal's number: what it needs has to stand here. */
static struct orq_db *volatile guarded;
static volatile sig_atomic_t seen;

static void handle(int number)
{
    static const char words[] = "\norqgen: interrupted\n";
    struct orq_db *db = guarded;
    seen = number;
    if (db) {
        orq_db_interrupt(db);
        return;
    }
    ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
    (void)written;
    _exit(128 + number);
}

void orq_signals_start(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action;
        if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler == SIG_IGN) {
            continue; /* as nohup asked for */
        }
        action = (struct sigaction){.sa_handler = handle, .sa_flags = (int)SA_RESETHAND};
        sigemptyset(&action.sa_mask);
        sigaction(numbers[i], &action, NULL);
    }
}

void orq_signals_guard(struct orq_db *db)
{
    guarded = db;
}

int orq_signals_seen(void)
{
    return seen;
}
