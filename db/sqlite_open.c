/* Opening an SQLite file, and saying in plain words why it cannot be opened. */
#include "db/sqlite_parts.h"

#include "base/file.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_WAIT 5000
#define TOLD_AFTER 1000 /* ms: shorter waits are nothing to tell */
#define HEADER_BYTES 20
#define READ_VERSION 19 /* in the header: 2 is WAL; https://www.sqlite.org/fileformat2.html */
#define URI_PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"

static const struct setting {
    int option;
    int value;
} settings[] = {
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 1},        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1},
    {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0}, {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
    {SQLITE_DBCONFIG_DEFENSIVE, 0},
};

enum header { HEADER_EMPTY, HEADER_SQLITE, HEADER_WAL, HEADER_TEXT, HEADER_OTHER };

static int compare_bytes(void *context, int alen, const void *a, int blen, const void *b)
{
    (void)context;
    int common = alen < blen ? alen : blen;
    int order = common > 0 ? memcmp(a, b, (size_t)common) : 0;
    return order != 0 ? order : alen - blen;
}

static void supply_collation(void *context, sqlite3 *handle, int encoding, const char *name)
{
    (void)encoding;
    struct sqlite_db *db = context;
    if (sqlite3_create_collation_v2(handle, name, SQLITE_UTF8, NULL, compare_bytes, NULL) ==
        SQLITE_OK)
        ORQ_PUSH(db->base.arena, &db->fakes, orq_arena_strdup(db->base.arena, name));
}

int orq_sqlite_busy(void *context, int count)
{
    static const int delays[] = {1, 2, 5, 10, 15, 20, 25, 50};
    static const int last = sizeof delays / sizeof *delays - 1;
    struct sqlite_db *db = context;
    int waited = 0;
    for (int i = 0; i < count && i < last; i++)
        waited += delays[i];
    if (count > last)
        waited += (count - last) * delays[last];
    if (db->interrupted || waited >= db->wait)
        return 0;
    if (db->waiting && waited >= TOLD_AFTER) {
        db->waiting(db->waiting_context);
        db->waiting = NULL;
    }
    sqlite3_sleep(delays[count < last ? count : last]);
    return 1;
}

static void configure(struct sqlite_db *db)
{
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_handler(db->handle, orq_sqlite_busy, db);
    sqlite3_collation_needed(db->handle, db, supply_collation);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        sqlite3_db_config(db->handle, settings[i].option, settings[i].value, (int *)NULL);
}

/* Through the engine's own file: closing another descriptor of the file would drop the
 * POSIX locks that this process holds on it. */
static enum header read_header(struct sqlite_db *db)
{
    unsigned char head[HEADER_BYTES] = {0};
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        !file || !file->pMethods || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return HEADER_OTHER;
    if (size == 0)
        return HEADER_EMPTY;
    int wanted = size < HEADER_BYTES ? (int)size : HEADER_BYTES;
    if (file->pMethods->xRead(file, head, wanted, 0) != SQLITE_OK)
        return HEADER_OTHER;
    if (wanted == HEADER_BYTES && memcmp(head, "SQLite format 3", 16) == 0)
        return head[READ_VERSION] == 2 ? HEADER_WAL : HEADER_SQLITE;
    for (int i = 0; i < wanted; i++)
        if (!isprint(head[i]) && !isspace(head[i]))
            return HEADER_OTHER;
    return HEADER_TEXT;
}

static bool has_wal(const struct sqlite_db *db)
{
    struct stat info;
    const char *wal = orq_arena_printf(db->base.arena, "%s-wal", db->path);
    return stat(wal, &info) == 0 && info.st_size > 0;
}

/* ---- why not ---- */

static enum orq_status refuse(struct sqlite_db *db, struct orq_diags *diags, const char *problem,
                              const char *hint)
{
    orq_error(diags, ORQ_NOWHERE, "%s: %s", db->base.shown, problem);
    orq_hint(diags, "%s", hint);
    return ORQ_DATABASE;
}

static enum orq_status refuse_missing(struct sqlite_db *db, const char *folder,
                                      struct orq_diags *diags)
{
    struct stat info;
    if (stat(folder, &info) == 0 && !S_ISDIR(info.st_mode))
        return refuse(db, diags, "no such database", "what stands before the last / is no folder");
    if (stat(folder, &info) != 0) {
        orq_error(diags, ORQ_NOWHERE, "%s: the folder %s does not exist", db->base.shown, folder);
        orq_hint(diags, "create it (mkdir -p %s), or correct the path", folder);
        return ORQ_DATABASE;
    }
    return refuse(db, diags, "no such database",
                  "correct the path (--db), or let orqgen upgrade create it");
}

/* What can be told before the engine is asked. */
static enum orq_status check_path(struct sqlite_db *db, struct orq_diags *diags)
{
    struct stat info;
    const char *folder = orq_path_folder(db->base.arena, db->path);
    bool writes = db->base.mode != ORQ_DB_READ;
    if (stat(db->path, &info) != 0) {
        if (errno == EACCES)
            return refuse(db, diags, "no permission to look into its folder",
                          "ask its owner for the right, or run as another user");
        if (db->base.mode != ORQ_DB_CREATE || !orq_path_is_folder(folder))
            return refuse_missing(db, folder, diags);
        if (access(folder, W_OK) != 0)
            return refuse(db, diags, "it cannot be created: its folder is not writable",
                          "choose another path, or change the rights of the folder");
        return ORQ_OK;
    }
    if (S_ISDIR(info.st_mode))
        return refuse(db, diags, "this is a folder", "name the database file inside it");
    if (!S_ISREG(info.st_mode))
        return refuse(db, diags, "this is no regular file", "name an SQLite database file");
    if (access(db->path, R_OK) != 0)
        return refuse(db, diags, "no permission to read it",
                      "change its rights (chmod), or run as another user");
    if (writes && access(db->path, W_OK) != 0)
        return refuse(db, diags, "it is read-only",
                      "change its rights (chmod u+w), or copy it to a place that can be written");
    if (writes && access(folder, W_OK) != 0)
        return refuse(db, diags, "its folder is read-only, so that no journal can be written",
                      "change the rights of the folder, or copy the database elsewhere");
    return ORQ_OK;
}

/* What the engine said when it read the first page. */
static enum orq_status refuse_content(struct sqlite_db *db, int code, struct orq_diags *diags)
{
    if ((code & 0xff) == SQLITE_NOTADB) {
        db->base.message = sqlite3_errstr(code);
        if (read_header(db) == HEADER_TEXT)
            return refuse(db, diags, "this is a text file, not an SQLite database",
                          "if it is an SQL script, make a database of it: sqlite3 new.db < FILE");
        return refuse(db, diags, "this is not an SQLite database, or it is encrypted",
                      "name another file (--db), or decrypt it first");
    }
    if ((code & 0xff) == SQLITE_READONLY || (code & 0xff) == SQLITE_CANTOPEN)
        return refuse(db, diags, "its journal has to be recovered, and must not be written",
                      "open it once as a user who may write to the file and to its folder");
    return orq_sqlite_report(db, ORQ_NOWHERE, NULL, 0, diags);
}

/* ---- opening ---- */

/* The sanitizer sees a misuse of the engine's memory only where each piece is malloc's. */
#if defined(__has_feature)
#define WATCHED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#else
#define WATCHED 0
#endif

/* One thread uses the engine, nobody asks how much memory it uses, and most runs are over before a
 * page cache made in advance pays. The engine heeds this until the first connection is opened. */
static void configure_engine(void)
{
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
#if !WATCHED
    sqlite3_config(SQLITE_CONFIG_MALLOC, &orq_sqlite_memory);
#endif
}

static int open_handle(struct sqlite_db *db, const char *name, int flags)
{
    sqlite3_close(db->handle);
    db->handle = NULL;
    int code = sqlite3_open_v2(name, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        configure(db);
    return code;
}

/* The cheapest statement that reads the first page (and so finds the journal, and a lock). */
static int first_read(struct sqlite_db *db)
{
    return sqlite3_exec(db->handle, "PRAGMA main.schema_version", NULL, NULL, NULL);
}

/* A connection that may write, but whose statements may not: for a journal that must be rolled
 * back first, as every reader does; and for a WAL database at rest, which a read-only connection
 * would leave with two files beside it. */
static int open_quiet(struct sqlite_db *db)
{
    int code = open_handle(db, db->path, SQLITE_OPEN_READWRITE);
    if (code != SQLITE_OK)
        return code;
    code = sqlite3_exec(db->handle, "PRAGMA query_only=1", NULL, NULL, NULL);
    return code == SQLITE_OK ? first_read(db) : code;
}

/* A WAL database at rest in a folder that nobody may write to. */
static int open_immutable(struct sqlite_db *db)
{
    struct orq_str uri = orq_str_new(db->base.arena);
    orq_str_add(&uri, "file:");
    for (const char *p = db->path; *p; p++) {
        if (strchr(URI_PLAIN, *p))
            orq_str_addc(&uri, *p);
        else
            orq_str_addf(&uri, "%%%02X", (unsigned)(unsigned char)*p);
    }
    orq_str_add(&uri, "?immutable=1");
    int code = open_handle(db, orq_str_text(&uri), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    return code == SQLITE_OK ? first_read(db) : code;
}

static bool wants_recovery(int code)
{
    return (code & 0xff) == SQLITE_READONLY || (code & 0xff) == SQLITE_CANTOPEN;
}

static int open_for_reading(struct sqlite_db *db)
{
    int code = open_handle(db, db->path, SQLITE_OPEN_READONLY);
    if (code != SQLITE_OK)
        return code;
    bool resting = read_header(db) == HEADER_WAL && !has_wal(db);
    if (!resting) {
        code = first_read(db);
        return wants_recovery(code) ? open_quiet(db) : code;
    }
    code = open_quiet(db);
    return wants_recovery(code) ? open_immutable(db) : code;
}

static int open_for_writing(struct sqlite_db *db)
{
    int create = db->base.mode == ORQ_DB_CREATE ? SQLITE_OPEN_CREATE : 0;
    int code = open_handle(db, db->path ? db->path : ":memory:", SQLITE_OPEN_READWRITE | create);
    return code == SQLITE_OK ? first_read(db) : code;
}

static enum orq_status open_path(struct sqlite_db *db, struct orq_diags *diags)
{
    if (db->path && check_path(db, diags) != ORQ_OK)
        return ORQ_DATABASE;
    bool reads = db->path && db->base.mode == ORQ_DB_READ;
    int code = reads ? open_for_reading(db) : open_for_writing(db);
    if (code != SQLITE_OK)
        return refuse_content(db, code, diags);
    if (!reads && sqlite3_db_readonly(db->handle, "main") == 1)
        return refuse(db, diags, "it is read-only",
                      "its file system may be mounted read-only: copy it elsewhere");
    return ORQ_OK;
}

enum orq_status orq_sqlite_open(struct orq_arena *arena, const struct orq_url *url,
                                enum orq_db_mode mode, struct orq_diags *diags, struct orq_db **out)
{
    struct sqlite_db *db = ORQ_NEW(arena, struct sqlite_db);
    bool memory = strcmp(url->target, ":memory:") == 0;
    db->base = (struct orq_db){.driver = &orq_sqlite_driver,
                               .arena = arena,
                               .shown = url->shown,
                               .mode = mode,
                               .message = "",
                               .sqlstate = "",
                               .can = 1u << ORQ_CAN_TRANSACTIONAL_DDL};
    db->path = memory ? NULL : url->target;
    db->wait = DEFAULT_WAIT;
    configure_engine();
    if (open_path(db, diags) != ORQ_OK) {
        sqlite3_close(db->handle);
        return ORQ_DATABASE;
    }
    *out = &db->base;
    return ORQ_OK;
}

enum orq_status orq_sqlite_scratch(struct orq_arena *arena, const struct orq_url *url,
                                   const char *shown, struct orq_diags *diags, struct orq_db **out)
{
    const struct orq_url memory = {.dialect = url->dialect, .target = ":memory:", .shown = shown};
    return orq_sqlite_open(arena, &memory, ORQ_DB_CREATE, diags, out);
}
