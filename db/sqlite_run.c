/* Scripts: each statement is prepared after the one before it has run. */
#include "db/sqlite_parts.h"

#include <ctype.h>
#include <string.h>

/* A position that only moves on, so that a long script is read once. */
struct place {
    const char *text;
    size_t offset;
    struct orq_span at;
};

struct script_run {
    struct sqlite_db *db;
    const struct orq_script *script;
    struct orq_diags *diags;
    bool inside; /* a transaction was open before the script */
    struct place place;
};

static void move_to(struct place *place, size_t offset)
{
    for (; place->offset < offset; place->offset++) {
        unsigned char byte = (unsigned char)place->text[place->offset];
        if (byte == '\n') {
            place->at.line++;
            place->at.column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            place->at.column++;
        }
    }
}

/* Where the first token at or behind offset begins; semicolons before it are passed over. */
static size_t skip_blanks(const char *text, size_t at)
{
    for (;;) {
        if (isspace((unsigned char)text[at]) || text[at] == ';') {
            at++;
        } else if (text[at] == '-' && text[at + 1] == '-') {
            at += strcspn(text + at, "\n");
        } else if (text[at] == '/' && text[at + 1] == '*') {
            const char *end = strstr(text + at + 2, "*/");
            at = end ? (size_t)(end + 2 - text) : at + strlen(text + at);
        } else {
            return at;
        }
    }
}

static size_t skip_quoted(const char *text, size_t at, char quote)
{
    const char *end = strchr(text + at + 1, quote);
    return end ? (size_t)(end + 1 - text) : at + strlen(text + at);
}

/* The semicolon that ends a statement which holds no other statement. */
static size_t plain_end(const char *text, size_t at)
{
    while (text[at] && text[at] != ';') {
        size_t next = at + 1;
        if (strchr("'\"`", text[at]))
            next = skip_quoted(text, at, text[at]);
        else if (text[at] == '[')
            next = skip_quoted(text, at, ']');
        else if ((text[at] == '-' && text[at + 1] == '-') ||
                 (text[at] == '/' && text[at + 1] == '*'))
            next = skip_blanks(text, at);
        at = next;
    }
    return at;
}

static bool begins_with(const char *text, const char *word)
{
    size_t len = strlen(word);
    return sqlite3_strnicmp(text, word, (int)len) == 0 && !isalnum((unsigned char)text[len]) &&
           text[len] != '_';
}

/* Most pragmas act while they are prepared, so that `before` must be asked first. */
static bool acts_early(const char *text)
{
    return begins_with(text, "PRAGMA") || begins_with(text, "EXPLAIN");
}

static size_t trimmed(const char *text, size_t from, size_t to)
{
    while (to > from && (isspace((unsigned char)text[to - 1]) || text[to - 1] == ';'))
        to--;
    return to - from;
}

static bool allowed(struct script_run *run, size_t from, size_t to)
{
    const struct orq_script *script = run->script;
    const char *text = run->place.text;
    return !script->before ||
           script->before(script->context, text + from, trimmed(text, from, to), run->place.at);
}

/* Without a file the position is in the text itself, and said in words. */
static struct orq_span shown_span(const struct script_run *run, struct orq_span at)
{
    return run->script->at.file ? at : ORQ_NOWHERE;
}

static enum orq_status report_at(struct script_run *run, size_t from, size_t to, int error_offset)
{
    struct place place = run->place;
    if (error_offset >= 0)
        move_to(&place, from + (size_t)error_offset);
    enum orq_status status =
        orq_sqlite_report(run->db, shown_span(run, place.at), run->place.text + from,
                          trimmed(run->place.text, from, to), run->diags);
    if (run->inside && sqlite3_get_autocommit(run->db->handle))
        orq_hint(run->diags, "the statement rolled the whole transaction back");
    return status;
}

/* Did the statement end the transaction that was open, or open one? */
static enum orq_status check_transaction(struct script_run *run)
{
    bool inside = !sqlite3_get_autocommit(run->db->handle);
    if (inside == run->inside)
        return ORQ_OK;
    const char *did =
        run->inside ? "ends the transaction that orqgen holds" : "opens a transaction";
    struct orq_span at = shown_span(run, run->place.at);
    if (at.file)
        orq_error(run->diags, at, "the statement %s", did);
    else
        orq_error(run->diags, at, "%s: a statement on line %zu of the script %s",
                  run->db->base.shown, run->place.at.line, did);
    orq_hint(run->diags, "take BEGIN, SAVEPOINT, COMMIT, END and ROLLBACK out: orqgen begins and "
                         "ends the transaction itself");
    if (inside)
        sqlite3_exec(run->db->handle, "ROLLBACK", NULL, NULL, NULL);
    return ORQ_DATABASE;
}

static enum orq_status step_to_end(struct script_run *run, sqlite3_stmt *statement, size_t from,
                                   size_t to)
{
    int code;
    do
        code = sqlite3_step(statement);
    while (code == SQLITE_ROW);
    if (code != SQLITE_DONE)
        return report_at(run, from, to, -1);
    return ORQ_OK;
}

/* Prepares and runs the statement that begins at from; *next is where the text behind it begins. */
static enum orq_status run_one(struct script_run *run, size_t from, size_t *next)
{
    const char *text = run->place.text;
    bool early = acts_early(text + from);
    if (early && !allowed(run, from, plain_end(text, from)))
        return ORQ_FAILED;
    sqlite3_stmt *statement = NULL;
    const char *tail = NULL;
    if (sqlite3_prepare_v2(run->db->handle, text + from, -1, &statement, &tail) != SQLITE_OK) {
        int offset = sqlite3_error_offset(run->db->handle);
        return report_at(run, from, plain_end(text, from), offset);
    }
    *next = (size_t)(tail - text);
    enum orq_status status = ORQ_OK;
    if (statement && !early && !allowed(run, from, *next))
        status = ORQ_FAILED;
    else if (statement)
        status = step_to_end(run, statement, from, *next);
    sqlite3_finalize(statement);
    return status == ORQ_OK ? check_transaction(run) : status;
}

static enum orq_status stopped(struct script_run *run)
{
    orq_error(run->diags, shown_span(run, run->place.at), "stopped before the next statement");
    return ORQ_DATABASE;
}

/* The text must end with a NUL for the engine, which else copies all that is left of it at each
 * statement; one inside it would hide what follows. */
static const char *whole_text(struct script_run *run)
{
    const struct orq_script *script = run->script;
    const char *nul = script->len > 0 ? memchr(script->text, '\0', script->len) : NULL;
    if (!nul)
        return orq_arena_strndup(run->db->base.arena, script->text, script->len);
    run->place.text = script->text;
    move_to(&run->place, (size_t)(nul - script->text));
    orq_error(run->diags, shown_span(run, run->place.at), "the script holds a NUL byte");
    orq_hint(run->diags, "save the file as UTF-8 text");
    return NULL;
}

enum orq_status orq_sqlite_run(struct orq_db *db, const struct orq_script *script,
                               struct orq_diags *diags)
{
    struct script_run run = {.db = (struct sqlite_db *)db, .script = script, .diags = diags};
    run.inside = !sqlite3_get_autocommit(run.db->handle);
    run.place.at = script->at;
    if (run.place.at.line == 0)
        run.place.at.line = 1;
    if (run.place.at.column == 0)
        run.place.at.column = 1;
    const char *text = whole_text(&run);
    if (!text)
        return ORQ_DATABASE;
    run.place.text = text;
    size_t at = skip_blanks(text, 0);
    while (text[at]) {
        move_to(&run.place, at);
        if (run.db->interrupted)
            return stopped(&run);
        size_t next = at;
        enum orq_status status = run_one(&run, at, &next);
        if (status != ORQ_OK)
            return status;
        at = skip_blanks(text, next);
    }
    return ORQ_OK;
}
