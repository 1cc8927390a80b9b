#include "history/adopt.h"

#include "history/baseline.h"
#include "history/revision_id.h"
#include "history/runner_step.h"
#include "history/state.h"
#include "history/texts.h"
#include "introspect/introspect.h"
#include "sql/quote.h"

#include <string.h>

struct adopter {
    struct orq_arena *arena;
    const struct orq_engine *engine;
    const struct orq_adopt_input *input;
    struct orq_diags *diags;
    struct orq_adoption *adoption;
};

/* -- what the database is -- */

static enum orq_status check_ledger(struct orq_arena *arena, const struct orq_adopt_input *input,
                                    struct orq_diags *diags)
{
    struct orq_ledger ledger;
    enum orq_status status = orq_ledger_read(arena, input->db, input->run->ledger, diags, &ledger);
    if (status != ORQ_OK || ledger.rows.len == 0)
        return status;
    struct orq_strings heads = {0};
    orq_ledger_heads(arena, &ledger, &heads);
    orq_error(diags, ORQ_NOWHERE, "%s is orqgen's already, at revision %s", orq_db_shown(input->db),
              orq_shown_name(arena, orq_revision_ids_text(arena, &heads)));
    orq_hint(diags, "where it is:          orqgen current");
    orq_hint(diags, "bring it to the head: orqgen upgrade");
    return ORQ_INVALID;
}

/* The schemas of a baseline that is there; else those of the model, or all. */
static enum orq_status read_live(struct orq_arena *arena, const struct orq_adopt_input *input,
                                 const struct orq_strings *schemas, struct orq_diags *diags,
                                 const struct orq_schema **live)
{
    struct orq_schema *read = NULL;
    struct orq_introspect_options options = {
        .ledger = input->run->ledger, .schemas = schemas && schemas->len > 0 ? schemas : NULL};
    enum orq_status status = orq_introspect(arena, input->db, &options, diags, &read);
    *live = read;
    return status;
}

static enum orq_status check_empty(const struct adopter *adopter)
{
    const struct orq_schema *live = adopter->adoption->live;
    if (live->tables.len + live->definitions.len > 0)
        return ORQ_OK;
    orq_error(adopter->diags, ORQ_NOWHERE, "%s is empty: there is nothing to adopt",
              orq_db_shown(adopter->input->db));
    orq_hint(adopter->diags, "begin with a model: orqgen init, then write schemas/NAME.yaml");
    orq_hint(adopter->diags, "and make its tables: orqgen --autogenerate -m \"first tables\"");
    return ORQ_INVALID;
}

/* -- a baseline that is there -- */

static enum orq_status refuse_folder(const struct adopter *adopter)
{
    const struct orq_history *history = adopter->input->history;
    orq_error(adopter->diags, ORQ_NOWHERE,
              "%s holds migrations, and none of them is a baseline to adopt the database with",
              history->folder);
    orq_hint(adopter->diags, "if the database is what one of them builds: orqgen stamp REVISION");
    orq_hint(adopter->diags, "to begin another history:                   orqgen adopt "
                             "--migrations FOLDER");
    return ORQ_INVALID;
}

/* The baseline for this database; several may be there, one for each of several databases. */
static enum orq_status choose_baseline(struct adopter *adopter)
{
    const struct orq_revisions *all = &adopter->input->history->revisions;
    struct orq_migration *other = NULL;
    for (size_t i = 0; i < all->len; i++) {
        struct orq_migration *migration = all->items[i]->migration;
        if (all->items[i]->parent_count > 0 || !migration->baseline_sha256)
            continue;
        other = migration;
        if (orq_alembic_agrees(&adopter->adoption->alembic, migration)) {
            adopter->adoption->baseline = migration;
            return ORQ_OK;
        }
    }
    return other ? orq_alembic_refuse(adopter->arena, &adopter->adoption->alembic, other,
                                      adopter->diags)
                 : refuse_folder(adopter);
}

static enum orq_status check_rev_id(const struct adopter *adopter)
{
    const char *asked = adopter->input->revision;
    const struct orq_migration *baseline = adopter->adoption->baseline;
    if (!asked || strcmp(asked, baseline->revision) == 0)
        return ORQ_OK;
    orq_error(adopter->diags, baseline->at, "there is a baseline already, %s: it cannot become %s",
              baseline->revision, asked);
    orq_hint(adopter->diags, "adopt the database with it: leave --rev-id out");
    return ORQ_INVALID;
}

static enum orq_status refuse_difference(const struct adopter *adopter, const struct orq_ops *ops)
{
    const struct orq_migration *baseline = adopter->adoption->baseline;
    orq_error(adopter->diags, baseline->at,
              "the database is not what the baseline %s builds: %zu difference%s",
              baseline->revision, ops->len, ops->len == 1 ? "" : "s");
    for (size_t i = 0; i < ops->len && i < 5; i++) {
        const char *summary = orq_op_summary(adopter->arena, &ops->items[i]);
        orq_hint(adopter->diags, "to get there: %s", orq_shown_name(adopter->arena, summary));
    }
    orq_hint(adopter->diags, "the SQL of that: orqgen diff database migrations@%s",
             baseline->revision);
    return ORQ_INVALID;
}

static enum orq_status refuse_unknown(const struct adopter *adopter)
{
    orq_error(adopter->diags, adopter->adoption->baseline->at,
              "the database is not quite what the baseline %s was made from, and what differs "
              "takes a scratch database to tell",
              adopter->adoption->baseline->revision);
    orq_hint(adopter->diags,
             "say where one may be made: --scratch URL, or scratch: in orqgen.yaml");
    return ORQ_INVALID;
}

/* Stored in other words, it may still be the same schema. */
static enum orq_status compare_with_baseline(const struct adopter *adopter)
{
    struct orq_arena *arena = adopter->arena;
    const struct orq_history *history = adopter->input->history;
    const struct orq_migration *baseline = adopter->adoption->baseline;
    struct orq_schema *built = NULL;
    struct orq_comparison comparison;
    const struct orq_renames none = {0};
    if (adopter->engine->costly_scratch && adopter->engine->server == NULL)
        return refuse_unknown(adopter);
    const struct orq_replay replay = {adopter->engine, history};
    enum orq_status status = orq_state_replay(
        arena, &replay, orq_history_find(history, baseline->revision), adopter->diags, &built);
    if (status != ORQ_OK)
        return status;
    struct orq_compare_options options = {
        .have = adopter->adoption->live, .want = built, .renames = &none};
    status = orq_compare(arena, adopter->engine, &options, adopter->diags, &comparison);
    if (status != ORQ_OK || comparison.all.len == 0)
        return status;
    return refuse_difference(adopter, &comparison.all);
}

static enum orq_status check_section(const struct adopter *adopter)
{
    const struct orq_migration *baseline = adopter->adoption->baseline;
    const char *dialect = adopter->engine->dialect->key;
    if (orq_migration_section(baseline, ORQ_UPGRADE, dialect))
        return ORQ_OK;
    orq_error(adopter->diags, baseline->at,
              "the baseline %s was made from a database of another engine: it has no section for "
              "%s",
              baseline->revision, dialect);
    orq_hint(adopter->diags, "adopt into a folder of its own: orqgen adopt --migrations FOLDER");
    return ORQ_INVALID;
}

static enum orq_status find_baseline(struct adopter *adopter)
{
    struct orq_adoption *adoption = adopter->adoption;
    enum orq_status status = choose_baseline(adopter);
    if (status == ORQ_OK)
        status = check_rev_id(adopter);
    if (status == ORQ_OK)
        status = check_section(adopter);
    if (status == ORQ_OK)
        status = read_live(adopter->arena, adopter->input, &adoption->baseline->baseline_schemas,
                           adopter->diags, &adoption->live);
    if (status == ORQ_OK)
        status = check_empty(adopter);
    if (status != ORQ_OK || orq_str_equal(orq_texts_sha256(adopter->arena, adoption->live),
                                          adoption->baseline->baseline_sha256))
        return status;
    return compare_with_baseline(adopter);
}

/* -- a new one -- */

static enum orq_status choose_id(const struct adopter *adopter, const char **id)
{
    const struct orq_source *source = adopter->input->run->source;
    const struct orq_strings *heads = &adopter->adoption->alembic.heads;
    *id = adopter->input->revision;
    if (*id)
        return ORQ_OK;
    *id = heads->len == 1 ? heads->items[0] : source->revision(source, adopter->arena);
    if (orq_revision_id_plain(*id))
        return ORQ_OK;
    orq_error(adopter->diags, ORQ_NOWHERE,
              "Alembic's revision \"%s\" cannot be one of orqgen's: an id holds letters, digits, _ "
              "and . alone",
              orq_shown_name(adopter->arena, *id));
    orq_hint(adopter->diags, "choose another; Alembic's stays a name of it: orqgen adopt --rev-id "
                             "ID");
    return ORQ_INVALID;
}

/* Alembic itself takes a comma between names apart. */
static enum orq_status check_heads(const struct adopter *adopter)
{
    const struct orq_strings *heads = &adopter->adoption->alembic.heads;
    for (size_t i = 0; i < heads->len; i++) {
        const char *head = heads->items[i];
        bool fits = head[0] != ' ' && head[strlen(head) - 1] != ' ';
        for (const char *at = head; *at; at++)
            fits = fits && (unsigned char)*at >= ' ' && *at != 0x7F && *at != ',';
        if (fits)
            continue;
        orq_error(adopter->diags, ORQ_NOWHERE, "\"%s\" in %s is no revision of Alembic's",
                  orq_shown_name(adopter->arena, head), adopter->adoption->alembic.tables.items[0]);
        orq_hint(adopter->diags, "correct that row, then: orqgen adopt");
        return ORQ_INVALID;
    }
    return ORQ_OK;
}

static const char *message_of(const struct adopter *adopter)
{
    const struct orq_strings *heads = &adopter->adoption->alembic.heads;
    return heads->len < 2 ? "baseline"
                          : orq_arena_printf(adopter->arena, "baseline of %s",
                                             orq_revision_ids_text(adopter->arena, heads));
}

static void add_other_dialects(const struct adopter *adopter, struct orq_migration *migration)
{
    const struct orq_strings *dialects = adopter->input->dialects;
    for (size_t i = 0; dialects && i < dialects->len; i++) {
        struct orq_section empty = {.dialect = dialects->items[i]};
        if (strcmp(empty.dialect, adopter->engine->dialect->key) == 0)
            continue;
        ORQ_PUSH(adopter->arena, &migration->sections,
                 orq_file_section_of(adopter->arena, ORQ_UPGRADE, &empty));
        ORQ_PUSH(adopter->arena, &migration->sections,
                 orq_file_section_of(adopter->arena, ORQ_DOWNGRADE, &empty));
    }
}

static enum orq_status make_baseline(struct adopter *adopter)
{
    struct orq_arena *arena = adopter->arena;
    struct orq_adoption *adoption = adopter->adoption;
    const struct orq_source *source = adopter->input->run->source;
    struct orq_migration *migration = ORQ_NEW(arena, struct orq_migration);
    struct orq_plan plan;
    enum orq_status status = check_heads(adopter);
    if (status == ORQ_OK)
        status = choose_id(adopter, &migration->revision);
    if (status == ORQ_OK)
        status = read_live(arena, adopter->input, adopter->engine->schemas, adopter->diags,
                           &adoption->live);
    if (status == ORQ_OK)
        status = check_empty(adopter);
    if (status != ORQ_OK)
        return status;
    migration->message = message_of(adopter);
    migration->created = orq_time_iso(arena, source->now(source));
    migration->adopts = adoption->alembic.heads;
    struct orq_baseline_input input = {.engine = adopter->engine,
                                       .from = orq_state_empty(arena, adopter->engine),
                                       .to = adoption->live,
                                       .live = adoption->live};
    status = orq_baseline_make(arena, &input, adopter->diags, migration, &plan);
    add_other_dialects(adopter, migration);
    adoption->baseline = migration;
    adoption->made = true;
    return status;
}

enum orq_status orq_adopt_prepare(struct orq_arena *arena, const struct orq_engine *engine,
                                  const struct orq_adopt_input *input, struct orq_diags *diags,
                                  struct orq_adoption *adoption)
{
    struct adopter adopter = {
        .arena = arena, .engine = engine, .input = input, .diags = diags, .adoption = adoption};
    *adoption = (struct orq_adoption){0};
    enum orq_status status = check_ledger(arena, input, diags);
    if (status == ORQ_OK)
        status = orq_alembic_read(arena, input->db, diags, &adoption->alembic);
    if (status != ORQ_OK)
        return status;
    return input->history->revisions.len > 0 ? find_baseline(&adopter) : make_baseline(&adopter);
}

/* -- recording it -- */

static enum orq_status check_moved(struct orq_arena *arena, const struct orq_adopt_input *input,
                                   const struct orq_adoption *adoption, struct orq_diags *diags)
{
    struct orq_alembic alembic;
    const struct orq_schema *live = NULL;
    enum orq_status status = orq_alembic_read(arena, input->db, diags, &alembic);
    if (status == ORQ_OK)
        status = read_live(arena, input, &adoption->live->schemas, diags, &live);
    if (status != ORQ_OK)
        return status;
    if (orq_str_equal(orq_revision_ids_text(arena, &alembic.heads),
                      orq_revision_ids_text(arena, &adoption->alembic.heads)) &&
        strcmp(orq_texts_sha256(arena, live), orq_texts_sha256(arena, adoption->live)) == 0)
        return ORQ_OK;
    orq_error(diags, ORQ_NOWHERE, "%s was changed while it was read", orq_db_shown(input->db));
    orq_hint(diags, "once nobody else changes it: orqgen adopt");
    return ORQ_INVALID;
}

static enum orq_status insert_row(struct orq_arena *arena, const struct orq_adopt_input *input,
                                  const struct orq_migration *baseline, struct orq_diags *diags)
{
    const struct orq_source *source = input->run->source;
    struct orq_runner runner;
    struct orq_ledger_row row;
    enum orq_status status = orq_runner_new(arena, input->db, input->run, diags, &runner);
    if (status != ORQ_OK)
        return status;
    struct orq_step step = {.migration = baseline,
                            .section = orq_migration_section(baseline, ORQ_UPGRADE, runner.dialect),
                            .started = source->tick(source)};
    orq_runner_row(&runner, &step, &row);
    status = orq_ledger_create(input->db, input->run->ledger, diags);
    return status == ORQ_OK ? orq_ledger_insert(input->db, input->run->ledger, &row, diags)
                            : status;
}

static enum orq_status record(struct orq_arena *arena, const struct orq_adopt_input *input,
                              const struct orq_adoption *adoption, struct orq_diags *diags)
{
    enum orq_status status = orq_db_begin(input->db, diags);
    if (status == ORQ_OK)
        status = check_ledger(arena, input, diags);
    if (status == ORQ_OK)
        status = check_moved(arena, input, adoption, diags);
    if (status == ORQ_OK)
        status = insert_row(arena, input, adoption->baseline, diags);
    if (status == ORQ_OK)
        status = orq_db_commit(input->db, diags);
    orq_db_rollback(input->db);
    return status;
}

enum orq_status orq_adopt_record(struct orq_arena *arena, const struct orq_adopt_input *input,
                                 const struct orq_adoption *adoption, struct orq_diags *diags)
{
    const char *name = input->run->ledger ? input->run->ledger : ORQ_LEDGER_DEFAULT;
    const struct orq_run_options *run = input->run;
    enum orq_status status = orq_db_lock(input->db, name, run->waiting, run->context, diags);
    if (status == ORQ_OK)
        status = record(arena, input, adoption, diags);
    orq_db_unlock(input->db);
    return status;
}
