/* What a function that can fail gives back. The values are the exit codes of
 * every command, so that cli/ passes a status on without a table. Whoever
 * finds a fault reports it once in the diagnostics; callers only pass the
 * status on. */
#ifndef ORQ_BASE_STATUS_H
#define ORQ_BASE_STATUS_H

enum orq_status {
    ORQ_OK = 0,
    ORQ_DIFFERENT = 1, /* drift, pending, missing migration, findings */
    ORQ_INVALID = 2,   /* wrong usage, configuration, model or migration file; refused */
    ORQ_DATABASE = 3,  /* the database could not be reached, or refused */
    ORQ_AMBIGUOUS = 4, /* several heads, several matches */
    ORQ_FAILED = 5,    /* a migration failed and was rolled back whole; a proof failed */
    ORQ_PARTIAL = 6    /* stopped part-way: `current` explains */
};

#endif
