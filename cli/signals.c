#include "cli/signals.h"

#include <signal.h>
#include <unistd.h>

/* A handler is handed nothing but the signal's number: what it needs has to stand here. */
static struct orq_db *volatile guarded;
static volatile sig_atomic_t seen;
static volatile sig_atomic_t noted;
static volatile sig_atomic_t unread;

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

static void note(int number)
{
    seen = number;
    noted = number;
}

static void note_unread(int number)
{
    unread = number;
}

static const struct rule {
    int number;
    void (*handler)(int number);
    unsigned flags;
} rules[] = {
    {SIGINT, handle, SA_RESETHAND}, {SIGTERM, handle, SA_RESETHAND}, {SIGHUP, handle, SA_RESETHAND},
    {SIGPIPE, note_unread, 0},      {SIGXFSZ, SIG_IGN, 0},
};

/* What was ignored from the start, as nohup asks for, stays so. */
static void install(void (*ends)(int number))
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct sigaction action;
        if (sigaction(rules[i].number, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
            continue; /* as nohup asked for */
        action =
            (struct sigaction){.sa_handler = rules[i].handler, .sa_flags = (int)rules[i].flags};
        if (rules[i].handler == handle && ends != handle)
            action = (struct sigaction){.sa_handler = ends};
        sigemptyset(&action.sa_mask);
        sigaction(rules[i].number, &action, NULL);
    }
}

void orq_signals_start(void)
{
    seen = 0;
    unread = 0;
    install(handle);
}

void orq_signals_note(void)
{
    install(note);
}

int orq_signals_take(void)
{
    int number = noted;
    noted = 0;
    return number;
}

void orq_signals_guard(struct orq_db *db)
{
    guarded = db;
}

int orq_signals_seen(void)
{
    return seen;
}

bool orq_signals_stopped(void)
{
    return orq_signals_seen() != 0;
}

bool orq_signals_unread(void)
{
    return unread != 0;
}
