#include "cli/progress.h"

#include "base/str.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TO_LINE_END "\033[K"

/* A handler is handed nothing but the signal's number: what it needs has to stand here. */
static const char *volatile label;
static volatile sig_atomic_t seconds;

static void put(const char *text, size_t len)
{
    ssize_t written = write(STDERR_FILENO, text, len);
    (void)written;
}

/* "12 s", and the cursor back to where it was; with what a handler may call. */
static void tick(int number)
{
    char text[32];
    size_t at = sizeof text / 2;
    size_t end = at;
    (void)number;
    seconds = seconds + 1;
    if (seconds == 1) {
        put(label, strlen(label));
    }
    text[end++] = ' ';
    text[end++] = 's';
    for (int rest = seconds; rest > 0; rest /= 10) {
        text[--at] = (char)('0' + rest % 10);
    }
    size_t len = end - at;
    memset(text + end, '\b', len);
    put(text + at, 2 * len);
    alarm(1);
}

void orq_progress_begin(const struct orq_cli *cli, const char *text)
{
    const char *terminal = getenv("TERM");
    bool shows = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
    if (!shows || !orq_tells(cli, ORQ_LOG_INFO) || orq_tells(cli, ORQ_LOG_DEBUG)) {
        return;
    }
    struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    label = text;
    seconds = 0;
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
}

void orq_progress_end(void)
{
    if (!label) {
        return;
    }
    alarm(0);
    if (seconds > 0) {
        put("\r", *label ? 1 : 0);
        put(TO_LINE_END, strlen(TO_LINE_END));
    }
    label = NULL;
}
