/* Options as a table, from which getopt_long's tables, the help and the
 * check of values are made. An option says where its value goes: a field of
 * struct orq_arguments, which holds those of every command. */
#ifndef ORQ_CLI_OPTION_H
#define ORQ_CLI_OPTION_H

#include "base/diag.h"
#include "base/vec.h"
#include "cli/arguments.h"

enum orq_option_kind {
    ORQ_OPTION_FLAG,  /* a bool */
    ORQ_OPTION_VALUE, /* a text; the last one counts */
    ORQ_OPTION_COUNT, /* a number from 0 */
    ORQ_OPTION_LIST,  /* may be given several times */
    ORQ_OPTION_MAYBE  /* --name or --name=VALUE; "": without; NULL: not given */
};

struct orq_option {
    char letter;         /* 0: none */
    const char *name;    /* without -- */
    const char *value;   /* the word for its value in help; NULL: a flag */
    const char *choices; /* the values that it takes, separated by blanks; NULL: any */
    const char *help;
    enum orq_option_kind kind;
    size_t offset; /* in struct orq_arguments */
};

#define ORQ_FLAG(letter, name, field, help)                                                    \
    {                                                                                          \
        letter, name, NULL, NULL, help, ORQ_OPTION_FLAG, offsetof(struct orq_arguments, field) \
    }
#define ORQ_VALUE(letter, name, word, field, help)                                              \
    {                                                                                           \
        letter, name, word, NULL, help, ORQ_OPTION_VALUE, offsetof(struct orq_arguments, field) \
    }
#define ORQ_CHOICE(letter, name, word, choices, field, help)                                       \
    {                                                                                              \
        letter, name, word, choices, help, ORQ_OPTION_VALUE, offsetof(struct orq_arguments, field) \
    }
#define ORQ_COUNT(letter, name, word, field, help)                                              \
    {                                                                                           \
        letter, name, word, NULL, help, ORQ_OPTION_COUNT, offsetof(struct orq_arguments, field) \
    }
#define ORQ_LIST(letter, name, word, field, help)                                              \
    {                                                                                          \
        letter, name, word, NULL, help, ORQ_OPTION_LIST, offsetof(struct orq_arguments, field) \
    }
#define ORQ_MAYBE(letter, name, word, field, help)                                              \
    {                                                                                           \
        letter, name, word, NULL, help, ORQ_OPTION_MAYBE, offsetof(struct orq_arguments, field) \
    }

struct orq_options {
    const struct orq_option *items;
    size_t len;
};
#define ORQ_OPTIONS(array)                          \
    {                                               \
        (array), sizeof(array) / sizeof((array)[0]) \
    }

extern const struct orq_options orq_options_common;
/* Of the commands that run on many databases. */
extern const struct orq_options orq_options_many;

/* The options of two tables, one behind the other. */
struct orq_options orq_options_join(struct orq_arena *arena, struct orq_options a,
                                    struct orq_options b);

/* What a command line is made of. */
struct orq_command_line {
    struct orq_strings words; /* argv without the program's name */
    size_t command;           /* index of the first word that is no option; words.len: none */
    bool beyond_common;       /* an option in front of it is one of `extra` */
    const char *unknown;      /* an option in front of it that is in neither table; NULL: none */
};

/* Finds the command word behind common options, and options of `extra`. */
struct orq_command_line orq_command_line_scan(struct orq_arena *arena, int argc,
                                              const char *const *argv, struct orq_options extra);

/* Reads words by options, into arguments. ORQ_INVALID: reported, with what may have been meant. */
enum orq_status orq_options_read(struct orq_arena *arena, const struct orq_strings *words,
                                 struct orq_options options, struct orq_diags *diags,
                                 struct orq_arguments *arguments);

/* Reports an option that nobody knows, with the nearest one. */
void orq_option_unknown(struct orq_arena *arena, const char *word, struct orq_options options,
                        struct orq_diags *diags);

#endif
