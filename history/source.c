#include "history/source.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <uuid/uuid.h>

/* The last bytes of a random UUID carry no version or variant bits. */
#define RANDOM_FROM 10
#define REVISION_BYTES 6

/* https://reproducible-builds.org/specs/source-date-epoch/ ; a value that is no
 * number is no clock. */
static bool fixed_time(int64_t *seconds)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    if (!text || *text == '\0')
        return false;
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno != 0 || *end != '\0')
        return false;
    *seconds = value;
    return true;
}

static int64_t system_now(const struct orq_source *source)
{
    (void)source;
    int64_t seconds = 0;
    return fixed_time(&seconds) ? seconds : (int64_t)time(NULL);
}

static int64_t system_tick(const struct orq_source *source)
{
    (void)source;
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char *system_revision(const struct orq_source *source, struct orq_arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    (void)source;
    uuid_t uuid;
    uuid_generate_random(uuid);
    char *text = orq_arena_alloc(arena, 2 * REVISION_BYTES + 1);
    for (size_t i = 0; i < REVISION_BYTES; i++) {
        text[2 * i] = digits[uuid[RANDOM_FROM + i] >> 4];
        text[2 * i + 1] = digits[uuid[RANDOM_FROM + i] & 15];
    }
    return text;
}

const struct orq_source orq_source_system = {
    .now = system_now, .tick = system_tick, .revision = system_revision};

static struct tm utc(int64_t seconds)
{
    struct tm parts = {.tm_year = 70, .tm_mday = 1};
    time_t when = (time_t)seconds;
    gmtime_r(&when, &parts);
    return parts;
}

const char *orq_time_iso(struct orq_arena *arena, int64_t seconds)
{
    struct tm at = utc(seconds);
    return orq_arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", at.tm_year + 1900,
                            at.tm_mon + 1, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec);
}

const char *orq_time_compact(struct orq_arena *arena, int64_t seconds)
{
    struct tm at = utc(seconds);
    return orq_arena_printf(arena, "%04d%02d%02d%02d%02d%02d", at.tm_year + 1900, at.tm_mon + 1,
                            at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec);
}
