#include "db/postgres_libpq.h"

#include <dlfcn.h>
#include <string.h>

static const char *const library_names[] = {"libpq.so.5", "libpq.5.dylib", "libpq.so"};

static const struct symbol {
    const char *name;
    size_t offset;
    bool needed;
} symbols[] = {
#define ORQ_PQ_NEEDED(result, name, parameters) {#name, offsetof(struct orq_pq, name), true},
#define ORQ_PQ_LATER(result, name, parameters) {#name, offsetof(struct orq_pq, name), false},
    ORQ_PQ_FUNCTIONS(ORQ_PQ_NEEDED, ORQ_PQ_LATER)
#undef ORQ_PQ_NEEDED
#undef ORQ_PQ_LATER
};

static void *open_library(void)
{
    void *library = NULL;
    for (size_t i = 0; !library && i < sizeof library_names / sizeof *library_names; i++)
        library = dlopen(library_names[i], RTLD_LAZY | RTLD_LOCAL);
    return library;
}

/* The library stays open until the program ends: it registers handlers that run at exit. */
enum orq_status orq_pq_load(struct orq_arena *arena, const char *shown, struct orq_diags *diags,
                            const struct orq_pq **pq)
{
    struct orq_pq *table = ORQ_NEW(arena, struct orq_pq);
    void *library = open_library();
    if (!library) {
        orq_error(diags, ORQ_NOWHERE, "%s: PostgreSQL's client library is not installed here",
                  shown);
        orq_hint(diags, "install libpq (Debian, Ubuntu: apt-get install libpq5)");
        return ORQ_DATABASE;
    }
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *found = dlsym(library, symbols[i].name);
        if (!found && symbols[i].needed) {
            orq_error(diags, ORQ_NOWHERE, "%s: PostgreSQL's client library is too old: it lacks %s",
                      shown, symbols[i].name);
            orq_hint(diags, "install libpq of PostgreSQL 12 or newer");
            return ORQ_DATABASE;
        }
        /* ISO C has no cast from an object's pointer to a function's; POSIX gives them one form. */
        memcpy((char *)table + symbols[i].offset, &found, sizeof found);
    }
    *pq = table;
    return ORQ_OK;
}
