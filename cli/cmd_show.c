#include "cli/looking.h"
#include "cli/report.h"
#include "sql/quote.h"

static const char *direction_word(const struct orq_file_section *section)
{
    return section->direction == ORQ_UPGRADE ? "upgrade" : "downgrade";
}

/* The file below its header: what was proven, and the sections as they stand. */
static void print(struct orq_looking *looking, const struct orq_revision *revision)
{
    struct orq_str *out = &looking->out;
    const struct orq_migration *migration = revision->migration;
    orq_describe_at_length(&looking->describer, out, revision);
    for (size_t i = 0; i < migration->proofs.len; i++) {
        const struct orq_proof_line *proof = &migration->proofs.items[i];
        bool stale = proof->up_sha256 && !orq_migration_proof_current(migration, proof->dialect);
        orq_str_addf(out, "Proof: %s: ", orq_shown_name(out->arena, proof->dialect));
        orq_str_addf(out, "%s%s\n", orq_shown_name(out->arena, proof->text),
                     stale ? " (edited since)" : "");
    }
    orq_str_add(out, migration->proofs.len > 0 ? "\n" : "");
    for (size_t i = 0; i < migration->sections.len; i++) {
        orq_str_add(out, orq_file_section_text(out->arena, &migration->sections.items[i]));
        orq_str_addc(out, '\n');
    }
}

static void add_proofs_json(struct orq_json *json, const struct orq_migration *migration)
{
    orq_json_key(json, "proofs");
    orq_json_open_array(json);
    for (size_t i = 0; i < migration->proofs.len; i++) {
        const struct orq_proof_line *proof = &migration->proofs.items[i];
        orq_json_open_object(json);
        orq_json_member(json, "dialect", proof->dialect);
        orq_json_key(json, "proven");
        orq_json_bool(json, orq_migration_proof_current(migration, proof->dialect));
        orq_json_member(json, "text", proof->text);
        orq_json_close_object(json);
    }
    orq_json_close_array(json);
}

static void add_sections_json(struct orq_json *json, const struct orq_migration *migration)
{
    orq_json_key(json, "sections");
    orq_json_open_array(json);
    for (size_t i = 0; i < migration->sections.len; i++) {
        const struct orq_file_section *section = &migration->sections.items[i];
        orq_json_open_object(json);
        orq_json_member(json, "direction", direction_word(section));
        orq_json_member(json, "dialect", section->dialect);
        orq_json_member(json, "sha256", section->sha256);
        orq_json_member(json, "text", orq_file_section_text(json->out->arena, section));
        orq_json_close_object(json);
    }
    orq_json_close_array(json);
}

static void print_json(struct orq_looking *looking, const struct orq_revisions *revisions)
{
    struct orq_json json = orq_json_new(&looking->out);
    orq_json_open_array(&json);
    for (size_t i = 0; i < revisions->len; i++) {
        const struct orq_revision *revision = revisions->items[i];
        orq_json_open_object(&json);
        orq_describe_json(&looking->describer, &json, revision);
        add_proofs_json(&json, revision->migration);
        add_sections_json(&json, revision->migration);
        orq_json_close_object(&json);
    }
    orq_json_close_array(&json);
}

static enum orq_status show(struct orq_looking *looking, const char *text)
{
    struct orq_cli *cli = looking->cli;
    struct orq_resolved resolved = {0};
    struct orq_target wish = {.text = text, .current = &looking->current};
    enum orq_status status =
        orq_history_resolve(cli->arena, looking->project.history, &wish, cli->diags, &resolved);
    if (status == ORQ_OK && cli->arguments.json) {
        print_json(looking, &resolved.revisions);
    } else if (status == ORQ_OK && resolved.revisions.len == 0) {
        orq_tell(cli, ORQ_LOG_INFO, "nothing to show: %s is base",
                 orq_shown_name(cli->arena, text));
    }
    for (size_t i = 0; i < resolved.revisions.len; i++) {
        const struct orq_revision *revision = resolved.revisions.items[i];
        if (!cli->arguments.json)
            print(looking, revision);
        if (revision->faults) {
            orq_diags_append(cli->diags, revision->faults);
            status = ORQ_INVALID;
        }
    }
    return status;
}

static enum orq_status run(struct orq_cli *cli)
{
    struct orq_looking looking;
    const char *text = orq_word(cli, 0);
    enum orq_status status = orq_look_open(cli, orq_asks_current(text), &looking);
    if (status == ORQ_OK)
        status = show(&looking, text);
    orq_look_close(&looking);
    return status;
}

static const struct orq_option options[] = {
    ORQ_FLAG(0, "json", json, "the same as JSON"),
};

const struct orq_command orq_cmd_show = {
    .name = "show",
    .words = "REV",
    .summary = "print a migration",
    .details = "What it stands on, its file, what was proven of it, and its SQL. REV is an id or "
               "a prefix of\n"
               "one, head, heads, current, +N or -N, REV+N, REV-N, LABEL@head.",
    .example = "  $ orqgen show 4f1c\n"
               "  Rev: 4f1c2a9be0d3 (head)\n"
               "  Parent: 9d02ab31c5fe\n"
               "  Path: migrations/20261122154300_4f1c2a9be0d3_add_rating.sql\n"
               "  ...\n",
    .options = ORQ_OPTIONS(options),
    .words_min = 1,
    .words_max = 1,
    .run = run,
};
