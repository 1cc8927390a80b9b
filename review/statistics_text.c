/* Sizes and times for people. */
#include "review/statistics.h"

#include "base/str.h"

#include <string.h>

/* Bytes a second, fast and slow: 2 million rows of 161 MB took 0.13 s to read, 1.84 s to write
 * anew, 1.23 s (numbers) to 3.53 s (texts) to index, in memory and with nobody else; a disk that
 * others use is ten times slower. */
static const struct speed {
    double fast, slow;
} speeds[] = {
    [ORQ_WORK_SCAN] = {1.2e9, 1.6e8},
    [ORQ_WORK_REWRITE] = {9e7, 9e6},
    [ORQ_WORK_INDEX] = {1.3e8, 1e7},
};

void orq_work_range(enum orq_work work, int64_t bytes, double *low, double *high)
{
    *low = bytes > 0 ? (double)bytes / speeds[work].fast : 0;
    *high = bytes > 0 ? (double)bytes / speeds[work].slow : 0;
}

/* To one figure: 0.13 -> 0.1, 37 -> 40. */
static double rounded(double value)
{
    double unit = 1;
    while (value >= unit * 10)
        unit *= 10;
    while (value > 0 && value < unit)
        unit /= 10;
    double figure = (double)(int64_t)(value / unit + 0.5);
    return figure * unit;
}

static const struct unit {
    double from, size;
    const char *word;
} units[] = {{7200, 3600, "h"}, {120, 60, "min"}, {1, 1, "s"}, {0, 0.001, "ms"}};

const char *orq_range_text(struct orq_arena *arena, double low, double high)
{
    if (high < 0.01)
        return "<10 ms";
    const struct unit *unit = units;
    while (high < unit->from)
        unit++;
    double least = rounded(low / unit->size), most = rounded(high / unit->size);
    if (least == most)
        return orq_arena_printf(arena, "%g %s", most, unit->word);
    if (least < 0.1)
        return orq_arena_printf(arena, "<%g %s", most, unit->word);
    return orq_arena_printf(arena, "%g-%g %s", least, most, unit->word);
}

/* "812", "2.0M", "161": with the prefix that leaves one to three figures. */
static const char *scaled(struct orq_arena *arena, int64_t number, int64_t step, const char *units4)
{
    double value = (double)number;
    size_t power = 0;
    while (power < 4 && value >= (power > 0 ? (double)step - 0.5 : (double)step)) {
        value /= (double)step;
        power++;
    }
    if (power == 0)
        return orq_arena_printf(arena, "%lld", (long long)number);
    return orq_arena_printf(arena, value < 9.95 ? "%.1f%c" : "%.0f%c", value, units4[power - 1]);
}

static const char *bytes_text(struct orq_arena *arena, int64_t bytes)
{
    const char *text = scaled(arena, bytes, 1024, "kMGT");
    size_t len = strlen(text);
    return bytes < 1024 ? orq_arena_printf(arena, "%s bytes", text)
                        : orq_arena_printf(arena, "%.*s %cB", (int)len - 1, text, text[len - 1]);
}

const char *orq_size_text(struct orq_arena *arena, const struct orq_size *size)
{
    struct orq_str out = orq_str_new(arena);
    if (size->rows >= 0)
        orq_str_addf(&out, "%s row%s", scaled(arena, size->rows, 1000, "kMGT"),
                     size->rows == 1 ? "" : "s");
    else
        orq_str_add(&out, "rows not known");
    if (size->bytes >= 0)
        orq_str_addf(&out, ", %s", bytes_text(arena, size->bytes));
    if (size->indexes >= 0)
        orq_str_addf(&out, ", %lld index%s", (long long)size->indexes,
                     size->indexes == 1 ? "" : "es");
    return orq_str_text(&out);
}
