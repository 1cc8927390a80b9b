/* Where the model, the migrations and the database are. Each setting comes
 * from the first of: a flag; the environment (ORQGEN_…, DATABASE_URL); the
 * environment of orqgen.yaml that -e chose; orqgen.yaml; a built-in value.
 *
 * orqgen.yaml is looked for in the current folder, then in its parents. Paths
 * in it are relative to its folder, and ${VAR} and ${VAR:-default} expand in its values: only in
 * those that a command uses, so that a variable for production may be unset elsewhere. */
#ifndef ORQ_CLI_CONFIG_H
#define ORQ_CLI_CONFIG_H

#include "cli/hooks.h"
#include "cli/option.h"
#include "history/waiver.h"
#include "review/review.h"

#define ORQ_CONFIG_NAME "orqgen.yaml"

enum orq_setting_id {
    ORQ_SETTING_MODEL,
    ORQ_SETTING_MIGRATIONS,
    ORQ_SETTING_DATABASE,
    ORQ_SETTING_SCRATCH,       /* where scratch databases are made; NULL: nowhere, or beside it */
    ORQ_SETTING_LEDGER,        /* NULL: the default */
    ORQ_SETTING_FILE_TEMPLATE, /* NULL: the default */
    ORQ_SETTING_ON_DROP,       /* archive, discard; NULL: discard */
    ORQ_SETTING_COUNT
};

struct orq_setting {
    const char *text;   /* as written */
    struct orq_span at; /* of the file; else nowhere */
    bool from_file;     /* relative to the file's folder, and with variables */
};

struct orq_config {
    const char *file;   /* NULL: there is none */
    const char *folder; /* of the file, as a prefix: "", "../"; */
    struct orq_setting settings[ORQ_SETTING_COUNT];
    struct orq_hooks hooks; /* run after a migration was written */
    struct orq_lint lint;
    struct orq_waivers waivers; /* of drift */
    bool backup_required;       /* said by the file, or by the environment that was chosen */
    bool reset_allowed;         /* said by the environment that the database comes from */
};

/* Reads the configuration; all its faults are reported in one run. */
enum orq_status orq_config_read(struct orq_arena *arena, const struct orq_arguments *arguments,
                                struct orq_diags *diags, struct orq_config *config);
/* A setting's value with its variables. ORQ_INVALID: an unset one, reported. *value NULL: not set.
 */
enum orq_status orq_config_text(struct orq_arena *arena, const struct orq_config *config,
                                enum orq_setting_id id, struct orq_diags *diags,
                                const char **value);
/* What a relative path of a setting is relative to, as a prefix: the file's folder for what the
 * file says and for built-in values, else "". */
const char *orq_config_folder(const struct orq_config *config, enum orq_setting_id id);
/* A setting that is a path, with that prefix in front where it is relative. */
enum orq_status orq_config_path(struct orq_arena *arena, const struct orq_config *config,
                                enum orq_setting_id id, struct orq_diags *diags, const char **path);

/* text with ${VAR} and ${VAR:-default}, which also stands in for an empty one. */
enum orq_status orq_expand(struct orq_arena *arena, const char *text, struct orq_span at,
                           struct orq_diags *diags, const char **expanded);

#endif
