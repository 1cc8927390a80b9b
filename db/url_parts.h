/* What the files that read database URLs share. */
#ifndef ORQ_DB_URL_PARTS_H
#define ORQ_DB_URL_PARTS_H

#include "db/url.h"

struct orq_url_reader {
    struct orq_arena *arena;
    const char *folder;
    struct orq_span at;
    struct orq_diags *diags;
    struct orq_url *url;
};

/* How many blanks the text begins with. */
size_t orq_url_blanks(const char *text);
/* Is a word of so many bytes in the list? ASCII case aside. */
bool orq_url_among(const char *word, size_t len, const char *const *list, size_t count);
#define ORQ_URL_AMONG(word, len, list) \
    orq_url_among((word), (len), (list), sizeof(list) / sizeof *(list))

/* -- url_postgres.c -- */

/* What stands behind "://"; form: a URL of SQLAlchemy's (+driver). */
enum orq_status orq_url_read_postgres(struct orq_url_reader *reader, const char *text, bool form);
/* Is it host=… dbname=… password=…? Then it is read. */
bool orq_url_is_conninfo(const char *text);
enum orq_status orq_url_read_conninfo(struct orq_url_reader *reader, const char *text);

#endif
