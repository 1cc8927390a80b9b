#include "db/sqlite_parts.h"

#include <ctype.h>
#include <string.h>

#define SHOWN_STATEMENT 160

static const struct advice {
    int code;
    const char *text;
} advices[] = {
    {SQLITE_BUSY,
     "another program holds the database: end its transaction (fuser shows who has the "
     "file open), then run again"},
    {SQLITE_LOCKED, "a statement of this connection is still reading the table"},
    {SQLITE_READONLY, "give yourself the right to write to the file and to its folder"},
    {SQLITE_FULL, "free space on the disk, then run again"},
    {SQLITE_IOERR, "the disk or the file system refused: look at its health and free space"},
    {SQLITE_CORRUPT, "the file is damaged: restore a backup, or save what is left with "
                     "sqlite3 FILE .recover"},
    {SQLITE_CANTOPEN,
     "the file or its journal cannot be opened: look at the rights of the file and "
     "of its folder"},
    {SQLITE_NOTADB, "the file is no SQLite database, or it is encrypted"},
    {SQLITE_INTERRUPT, "it was stopped before it was done"},
};

const char *orq_sqlite_advice(int code)
{
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (advices[i].code == (code & 0xff))
            return advices[i].text;
    return NULL;
}

/* The beginning of a statement on one line. */
static const char *one_line(struct orq_arena *arena, const char *sql, size_t len)
{
    struct orq_str out = orq_str_new(arena);
    bool blank = false;
    for (size_t i = 0; i < len; i++) {
        if (isspace((unsigned char)sql[i])) {
            blank = out.len > 0;
            continue;
        }
        bool continues = ((unsigned char)sql[i] & 0xC0) == 0x80;
        if (out.len >= SHOWN_STATEMENT && !continues) {
            orq_str_add(&out, " …");
            break;
        }
        if (blank)
            orq_str_addc(&out, ' ');
        blank = false;
        orq_str_addc(&out, sql[i]);
    }
    return orq_str_text(&out);
}

enum orq_status orq_sqlite_report(struct sqlite_db *db, struct orq_span at, const char *sql,
                                  size_t len, struct orq_diags *diags)
{
    int code = sqlite3_extended_errcode(db->handle);
    db->base.message = orq_arena_strdup(db->base.arena, sqlite3_errmsg(db->handle));
    if (at.file) {
        orq_error(diags, at, "%s", db->base.message);
    } else {
        orq_error(diags, at, "%s: %s", db->base.shown, db->base.message);
        if (sql)
            orq_hint(diags, "in: %s", one_line(db->base.arena, sql, len));
    }
    const char *advice = orq_sqlite_advice(code);
    if (advice)
        orq_hint(diags, "%s", advice);
    return ORQ_DATABASE;
}
