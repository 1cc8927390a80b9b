/* What most commands work on: the model, the migrations, the database. Each
 * command reads only the parts that it needs. */
#ifndef ORQ_CLI_PROJECT_H
#define ORQ_CLI_PROJECT_H

#include "cli/cli.h"
#include "cli/targets.h"
#include "db/private_server.h"

enum orq_part {
    ORQ_PART_MODEL = 1 << 0,
    ORQ_PART_HISTORY = 1 << 1,
    ORQ_PART_READ = 1 << 2,   /* the database, which must exist */
    ORQ_PART_WRITE = 1 << 3,  /* the same, to write to */
    ORQ_PART_CREATE = 1 << 4, /* the same, made where it is missing */
    ORQ_PART_PEEK =
        1 << 5, /* beside READ or WRITE: a SQLite file that is missing is taken as empty */
    ORQ_PART_HEAD = 1 << 6, /* beside HISTORY: no file of it may be broken, for any could be head */
    ORQ_PART_APART =
        1 << 7 /* the database may be unknown: `database:` is then told by connecting to it */
};

struct orq_project {
    struct orq_url url;              /* APART: without a target where it is unknown, and */
    struct orq_diags *url_faults;    /* why it is */
    const struct orq_engine *engine; /* `equipped`, with what this run works on */
    struct orq_engine equipped;
    const char *ledger, *folder; /* the ledger's name, NULL: the default; the migrations' folder */
    const struct orq_model *model; /* and what it means for the database: */
    struct orq_schema *want;
    struct orq_arena *document; /* the model's files as they are written */
    struct orq_history *history;
    struct orq_db *db;
    struct orq_private_server *server; /* for scratch databases; NULL: none was needed */
    bool absent;                       /* a SQLite database without a file */
};

/* Reads the parts (of enum orq_part). Close it whatever comes back. */
enum orq_status orq_project_open(struct orq_cli *cli, unsigned parts, struct orq_project *project);
/* HISTORY alone, where it does not matter what orqgen.yaml says of the database. */
enum orq_status orq_project_history(struct orq_cli *cli, unsigned parts,
                                    struct orq_project *project);
/* Reads, of the parts, what all of these databases have in common, for the projects to come. */
enum orq_status orq_project_share(struct orq_cli *cli, unsigned parts, const struct orq_urls *urls);
/* Gives an engine that needs a server the one that `scratch:` names, if it does. */
enum orq_status orq_cli_lend_scratch(struct orq_cli *cli, struct orq_engine *engine);
/* Where scratch databases are made and expressions judged, for an engine that needs a server: what
 * `scratch:` says, else the database's own server when it is a local one. What opening the database
 * does anyhow; for a command that does not open it. */
enum orq_status orq_project_equip(struct orq_cli *cli, struct orq_project *project);
/* The same for a project whose database was opened. */
enum orq_status orq_project_equip_opened(struct orq_cli *cli, struct orq_project *project);
/* Where an engine has no server: a private one, until the project is closed, if one can be started
 * here; if not, no_scratch says so. */
enum orq_status orq_project_equip_private(struct orq_cli *cli, struct orq_project *project,
                                          struct orq_engine *engine);
/* A private server where orq_project_equip finds none. */
enum orq_status orq_project_equip_anyhow(struct orq_cli *cli, struct orq_project *project);
/* Opens the database afterwards: of the parts, those that say how. */
enum orq_status orq_project_connect(struct orq_cli *cli, unsigned parts,
                                    struct orq_project *project);
/* What orqgen.yaml says of the data of what is dropped: on_drop. */
enum orq_status orq_cli_on_drop(struct orq_cli *cli, enum orq_on_drop *on_drop);
/* Of a command that resolves the model no more: `want` is all that is left of it. */
void orq_project_forget_document(struct orq_project *project);
/* Where a SQLite file was missing and nothing came of it, no empty one is left. */
void orq_project_close(struct orq_project *project);

#endif
