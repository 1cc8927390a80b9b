/* What help tells of more than one command: a table. */
#ifndef ORQ_CLI_HELP_TOPICS_H
#define ORQ_CLI_HELP_TOPICS_H

struct orq_topic {
    const char *name;
    const char *summary; /* one line */
    const char *text;    /* lines of at most 80 characters; those that begin with a blank stay */
};

/* Ends with name NULL. */
extern const struct orq_topic orq_topics[];
const struct orq_topic *orq_topic_find(const char *name); /* NULL: none */

#endif
