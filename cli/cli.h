/* What a run of the program holds, and what commands share. */
#ifndef ORQ_CLI_CLI_H
#define ORQ_CLI_CLI_H

#include "base/map.h"
#include "cli/command.h"
#include "cli/config.h"
#include "history/engine.h"
#include "history/graph.h"
#include "model/model.h"

enum orq_log_level { ORQ_LOG_ERROR, ORQ_LOG_WARNING, ORQ_LOG_INFO, ORQ_LOG_DEBUG };

/* What is the same for all databases of a run over many, and is read once. */
struct orq_shared {
    struct orq_history *history;
    struct orq_map *wants; /* the model's schema by dialect */
};

struct orq_cli {
    struct orq_arena *arena;
    struct orq_diags *diags; /* told at the end, or by orq_tell_diags */
    size_t told;             /* so many of them were */
    struct orq_map *remarks; /* warnings and notes that were: none is told twice */
    struct orq_arguments arguments;
    struct orq_config config;
    enum orq_log_level level;
    bool colours_out, colours_err;
    const struct orq_url *url; /* the one of many that this process works on; NULL: not of many */
    struct orq_shared shared;
    const char *brief; /* what a run over many tells of this one; NULL: what it prints */
};

/* Runs a command line; gives the exit code. */
int orq_cli_main(int argc, const char *const *argv);

/* The end of a run: what is left to be told. Gives the exit code. */
int orq_cli_finish(struct orq_cli *cli, int code);

/* A line on stderr, unless the level is above it. */
void orq_tell(const struct orq_cli *cli, enum orq_log_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The diagnostics since the last time, where what follows would else come before them. */
void orq_tell_diags(struct orq_cli *cli);
bool orq_tells(const struct orq_cli *cli, enum orq_log_level level);
/* The result, on stdout. */
void orq_print(const struct orq_str *text);
/* The n-th word behind the command; NULL: there are fewer. */
const char *orq_word(const struct orq_cli *cli, size_t index);

/* Where things are. Each reports its own faults. */
enum orq_status orq_cli_url(struct orq_cli *cli, struct orq_url *url);
enum orq_status orq_cli_folder(struct orq_cli *cli, const char **folder); /* migrations */
enum orq_status orq_cli_ledger(struct orq_cli *cli, const char **ledger); /* NULL: the default */
/* The engine for a database or a dialect; NULL: this program has none, reported. */
const struct orq_engine *orq_cli_engine(struct orq_cli *cli, const char *dialect);
enum orq_status orq_cli_model(struct orq_cli *cli, const struct orq_model **model);

/* --rev-id, where it is given: may a revision have it? */
enum orq_status orq_cli_check_rev_id(struct orq_cli *cli);
/* -m: is it given, and one line of text? */
enum orq_status orq_cli_check_message(struct orq_cli *cli, const char *example);
/* Is a text one line, with something on it? what: what messages call it. */
enum orq_status orq_cli_check_line(struct orq_cli *cli, const char *what, const char *text);
/* A setting of file names, checked; *text NULL: not set. */
enum orq_status orq_cli_file_template(struct orq_cli *cli, const char **text);

/* The configured database, for reading: a missing SQLite file is an empty one, which is noted. */
enum orq_status orq_cli_peek(struct orq_cli *cli, const struct orq_url *url, struct orq_db **db);
/* Another database, for reading: it must be there. */
enum orq_status orq_cli_read(struct orq_cli *cli, const struct orq_url *url, struct orq_db **db);

#endif
