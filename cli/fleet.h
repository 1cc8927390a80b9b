/* One command on many databases: each in a process of its own, forked from one that has read what
 * is the same for all, so many at once as --jobs says. A failure stops the others from being begun,
 * unless --keep-going is given; those under way are waited for. A signal is passed on to them, so
 * that each rolls back, and none is begun any more. Since each does only what is pending, running
 * the same again goes on where it stopped. */
#ifndef ORQ_CLI_FLEET_H
#define ORQ_CLI_FLEET_H

#include "cli/project.h"

#include <poll.h>
#include <sys/types.h>

enum orq_stream { ORQ_STREAM_OUT, ORQ_STREAM_ERR, ORQ_STREAM_BRIEF, ORQ_STREAM_COUNT };

enum orq_fleet_state {
    ORQ_FLEET_WAITING, /* at the end: not tried */
    ORQ_FLEET_RUNNING,
    ORQ_FLEET_DONE,
    ORQ_FLEET_DIFFERENT, /* exit code 1: what `check` was asked for */
    ORQ_FLEET_FAILED,
    ORQ_FLEET_STATES
};

struct orq_fleet_member {
    const struct orq_url *url;
    enum orq_fleet_state state;
    int code;                               /* its exit code, once it has ended */
    pid_t process;                          /* while it runs */
    int pipes[ORQ_STREAM_COUNT];            /* -1: it has closed it */
    struct orq_str texts[ORQ_STREAM_COUNT]; /* what it wrote */
};

/* The pipes that are listened to at once: room for those of all jobs. */
struct orq_fleet_ears {
    struct pollfd *files;
    struct orq_fleet_member **members;
    size_t *streams;
};

struct orq_fleet {
    struct orq_cli *cli;
    const struct orq_command *command;
    struct orq_fleet_member *members; /* as listed */
    size_t len;
    size_t next, told; /* the first that was not begun; that was not told of */
    size_t counts[ORQ_FLEET_STATES];
    struct orq_fleet_ears ears;
    bool shows_progress, progress_shown; /* a line at a terminal */
};

/* -- fleet_process.c -- */
/* Begins a member's process. ORQ_DATABASE: the system gives no more, reported unless others run. */
enum orq_status orq_fleet_start(struct orq_fleet *fleet, struct orq_fleet_member *member);
/* Takes what the running ones wrote, waiting for it a little, and ends those that have ended. */
void orq_fleet_listen(struct orq_fleet *fleet);
/* Passes a signal on to those that run. */
void orq_fleet_signal(const struct orq_fleet *fleet, int number);

/* -- fleet_report.c -- */
/* Tells of the members that ended, in the order of the list. */
void orq_fleet_tell(struct orq_fleet *fleet);
/* The progress line, anew; at the end, the result as a whole. */
void orq_fleet_progress(struct orq_fleet *fleet);
void orq_fleet_end(struct orq_fleet *fleet);

#endif
