/* What SIGINT, SIGTERM and SIGHUP do. A command that only reads ends at once:
 * it leaves nothing half done, files appear by rename. One that writes a database has its
 * statement interrupted, so that the migration rolls back and the command can say so; a second
 * signal ends it in any case (SQLite then rolls back at the next opening).
 *
 * SIGXFSZ is ignored: the write that is too large fails, and is told. SIGPIPE is only noted, so
 * that a reader who leaves does not end what is under way; unless it was ignored from the start,
 * output that could not be written then ends the program without a message. */
#ifndef ORQ_CLI_SIGNALS_H
#define ORQ_CLI_SIGNALS_H

#include "db/db.h"

void orq_signals_start(void);
/* From here on, until the next start, a signal is only noted, however often it comes. */
void orq_signals_note(void);
/* The signal that was noted since the last call; 0: none. */
int orq_signals_take(void);
/* From here on a signal interrupts db instead of ending the program; NULL: no longer. */
void orq_signals_guard(struct orq_db *db);
/* The signal that came while a database was guarded; 0: none. */
int orq_signals_seen(void);
bool orq_signals_stopped(void); /* was there one? */
/* Has a reader of our output left? */
bool orq_signals_unread(void);

#endif
