/* Man pages, made from the tables of commands, options and topics. */
#ifndef ORQ_CLI_MAN_H
#define ORQ_CLI_MAN_H

#include "base/str.h"
#include "cli/command.h"

/* The page of a command, orqgen-COMMAND(1); NULL: of the program, with the topics. */
const char *orq_man_page(struct orq_arena *arena, const struct orq_command *command);
/* Writes all of them to a folder, which is made: orqgen.1, orqgen-COMMAND.1. */
enum orq_status orq_man_write(struct orq_arena *arena, const char *folder, struct orq_diags *diags);

#endif
