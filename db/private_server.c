#include "db/private_server.h"

#include "base/file.h"
#include "base/str.h"
#include "db/private_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int open_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
}

/* What the keeper says, until it has said all. */
static const char *listen_to(struct orq_arena *arena, int fd)
{
    struct orq_str text = orq_str_new(arena);
    char chunk[512];
    ssize_t count;
    while ((count = read(fd, chunk, sizeof chunk)) > 0 || (count < 0 && errno == EINTR)) {
        if (count > 0)
            orq_str_addn(&text, chunk, (size_t)count);
    }
    close(fd);
    return orq_str_text(&text);
}

/* 0, or the errno of what failed. Afterwards only the keeper holds its ends. */
static int start_keeper(struct orq_arena *arena, const struct private_place *place,
                        struct orq_private_server *server, int *tells)
{
    int tell[2], leash[2];
    if (open_pipe(tell) != 0)
        return errno;
    if (open_pipe(leash) != 0) {
        close(tell[0]);
        close(tell[1]);
        return errno;
    }
    server->keeper = fork();
    if (server->keeper == 0)
        orq_private_keep(arena, place, tell[1], leash[0]);
    int reason = server->keeper < 0 ? errno : 0;
    close(tell[1]);
    close(leash[0]);
    server->leash = leash[1];
    *tells = tell[0];
    return reason;
}

/* "15", as initdb has written it; a beta has no more of it. */
static int version_of(struct orq_arena *arena, const char *folder)
{
    const char *text = NULL;
    size_t len = 0;
    const char *path = orq_path_join(arena, folder, "data/PG_VERSION");
    if (orq_file_read(arena, path, orq_diags_new(arena), &text, &len) != ORQ_OK)
        return 0;
    return (int)strtol(text, NULL, 10) * 10000;
}

/* What the environment says to libpq is about other servers. */
static struct orq_url url_of(struct orq_arena *arena, const char *folder)
{
    return (struct orq_url){
        .dialect = "postgresql",
        .target = orq_arena_printf(arena,
                                   "host='%s' port=5432 dbname=postgres user=postgres options='' "
                                   "sslmode=disable connect_timeout=15",
                                   folder),
        .shown = "a private server"};
}

enum orq_status orq_private_server_start(struct orq_arena *arena, const char *programs,
                                         struct orq_diags *diags, struct orq_private_server **out)
{
    struct orq_private_server *server = ORQ_NEW(arena, struct orq_private_server);
    struct private_place place;
    int tells = -1;
    orq_private_sweep(arena);
    enum orq_status status = orq_private_place_make(arena, programs, diags, &place);
    if (status != ORQ_OK)
        return status;
    int reason = start_keeper(arena, &place, server, &tells);
    const char *said = reason == 0 ? listen_to(arena, tells) : strerror(reason);
    if (strcmp(said, PRIVATE_READY) != 0) {
        orq_private_server_stop(reason == 0 ? server : NULL);
        orq_private_remove(arena, place.folder);
        orq_error(diags, ORQ_NOWHERE, "a private PostgreSQL server did not start (%s): %s",
                  programs, *said ? said : "its keeper was ended");
        return ORQ_DATABASE;
    }
    server->programs = programs;
    server->version = version_of(arena, place.folder);
    server->url = url_of(arena, place.folder);
    *out = server;
    return ORQ_OK;
}

void orq_private_server_stop(struct orq_private_server *server)
{
    if (!server || server->keeper <= 0)
        return;
    close(server->leash);
    while (waitpid(server->keeper, NULL, 0) < 0 && errno == EINTR)
        continue;
    server->keeper = 0;
}
