#include "cli/progress.h"

#include "base/str.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TO_LINE_END "\033[K"

/* A handler is handed nothing but the signal's number: what it needs has to stand here. */
static const char *volatile label;
static const char
    *volatile detail; /* one of `details`, while the other one is written; NULL: none */
static char details[2][64];
static volatile sig_atomic_t seconds;

static void put(const char *text, size_t len)
{
    ssize_t written = write(STDERR_FILENO, text, len);
    (void)written;
}

static void go_back(size_t count)
{
    for (; count > 0; count--)
        put("\b", 1);
}

/* "3000 of about 10000 rows, 12 s", and the cursor back to where it was; with what a handler may
 * call. */
static void tick(int number)
{
    char text[32];
    size_t at = sizeof text / 2;
    size_t end = at;
    const char *rows = detail ? detail : "";
    (void)number;
    seconds = seconds + 1;
    if (seconds == 1)
        put(label, strlen(label));
    text[end++] = ' ';
    text[end++] = 's';
    for (int rest = seconds; rest > 0; rest /= 10)
        text[--at] = (char)('0' + rest % 10);
    put(rows, strlen(rows));
    put(text + at, end - at);
    put(TO_LINE_END, strlen(TO_LINE_END));
    go_back(strlen(rows) + (end - at));
    alarm(1);
}

void orq_progress_begin(const struct orq_cli *cli, const char *text)
{
    const char *terminal = getenv("TERM");
    bool shows = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
    if (!shows || !orq_tells(cli, ORQ_LOG_INFO) || orq_tells(cli, ORQ_LOG_DEBUG))
        return;
    struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    label = text;
    detail = NULL;
    seconds = 0;
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
}

void orq_progress_rows(int64_t rows, int64_t expected)
{
    char *next = details[detail == details[0]];
    if (!label)
        return;
    if (expected > 0) {
        snprintf(next, sizeof details[0], "%" PRId64 " of about %" PRId64 " rows, ", rows,
                 expected > rows ? expected : rows);
    } else {
        snprintf(next, sizeof details[0], "%" PRId64 " rows, ", rows);
    }
    detail = next;
}

void orq_progress_end(void)
{
    if (!label)
        return;
    alarm(0);
    if (seconds > 0) {
        put("\r", *label ? 1 : 0);
        put(TO_LINE_END, strlen(TO_LINE_END));
    }
    label = NULL;
}
