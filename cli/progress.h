/* Life signs of a step that takes long: at a terminal, the seconds that went by, and how far it
 * came where that is known, at the end of the line on stderr where the cursor is, written anew each
 * second. What is over within a second shows nothing. */
#ifndef ORQ_CLI_PROGRESS_H
#define ORQ_CLI_PROGRESS_H

#include "cli/cli.h"

/* text stands in front of the seconds, and goes away with them; "": the line is begun already.
 * It must live until the end. */
void orq_progress_begin(const struct orq_cli *cli, const char *text);
/* So many rows are done, of about so many (0: nobody knows): from now on that stands in front of
 * the seconds. Does nothing where nothing was begun. */
void orq_progress_rows(int64_t rows, int64_t expected);
/* Does nothing where nothing was begun. */
void orq_progress_end(void);

#endif
