/* Graphviz's `dot`, where it is installed. */
#include "base/file.h"
#include "base/process.h"
#include "review/picture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *find_dot(struct orq_arena *arena)
{
    const char *variable = getenv("PATH");
    char *rest = NULL;
    char *folders = orq_arena_strdup(arena, variable ? variable : "");
    for (char *folder = strtok_r(folders, ":", &rest); folder;
         folder = strtok_r(NULL, ":", &rest)) {
        const char *path = orq_path_join(arena, folder, "dot");
        if (folder[0] == '/' && access(path, X_OK) == 0 && !orq_path_is_folder(path))
            return path;
    }
    return NULL;
}

/* NULL: it could not be written. */
static const char *write_draft(struct orq_arena *arena, const char *text)
{
    const char *folder = getenv("TMPDIR");
    char *path =
        orq_arena_printf(arena, "%s/orqgen-picture-XXXXXX", folder && *folder ? folder : "/tmp");
    int file = mkstemp(path);
    if (file < 0)
        return NULL;
    size_t len = strlen(text), done = 0;
    while (done < len) {
        ssize_t step = write(file, text + done, len - done);
        if (step <= 0)
            break;
        done += (size_t)step;
    }
    close(file);
    if (done == len)
        return path;
    unlink(path);
    return NULL;
}

static const char *after(const char *text, const char *mark)
{
    const char *at = strstr(text, mark);
    return at ? at + strlen(mark) : NULL;
}

/* From <svg on, without comments, and without titles, which would name figures by number when the
 * mouse rests on them. */
static const char *cleaned(struct orq_arena *arena, const char *svg)
{
    static const char *const pairs[][2] = {{"<title>", "</title>"}, {"<!--", "-->"}};
    struct orq_str out = orq_str_new(arena);
    const char *at = strstr(svg, "<svg");
    while (at && *at) {
        const char *end = NULL;
        for (size_t i = 0; i < 2 && !end; i++) {
            if (orq_starts_with(at, pairs[i][0]))
                end = after(at, pairs[i][1]);
        }
        if (!end)
            orq_str_addc(&out, *at);
        at = end ? end : at + 1;
    }
    return out.len > 0 ? orq_str_text(&out) : NULL;
}

const char *orq_picture_svg(struct orq_arena *arena, const struct orq_picture *picture)
{
    const char *dot = picture->figures.len > 0 ? find_dot(arena) : NULL;
    const char *draft = dot ? write_draft(arena, orq_picture_dot(arena, picture)) : NULL;
    if (!draft)
        return NULL;
    const char *const argv[] = {dot, "-Tsvg", draft, NULL};
    struct orq_pipeline pipeline = {.processes = {{.argv = argv}}, .count = 1};
    bool drawn = orq_pipeline_run(arena, &pipeline) == 0 && pipeline.processes[0].code == 0;
    unlink(draft);
    return drawn ? cleaned(arena, pipeline.out) : NULL;
}
