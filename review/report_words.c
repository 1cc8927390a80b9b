#include "review/report_words.h"

#include "base/file.h"

#include <string.h>

/* -- texts -- */

/* U+200B..200F, 202A..202E, 2060..206F, FEFF: they show nothing, or turn what shows. */
static unsigned unseen(const char *text, size_t len)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (len == 2 && byte[0] == 0xC2 && byte[1] < 0xA0)
        return byte[1];
    if (len != 3)
        return 0;
    unsigned code = ((byte[0] & 0x0Fu) << 12) | ((byte[1] & 0x3Fu) << 6) | (byte[2] & 0x3Fu);
    bool found = (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
                 (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || code >= 0xFFF0;
    return found ? code : 0;
}

/* One character, or a byte that is none; gives its bytes. */
static size_t add_visible(struct orq_str *out, const char *text, size_t len)
{
    size_t step = orq_utf8_length(text, len);
    unsigned char byte = (unsigned char)*text;
    if (step == 0 || byte < 0x20 || byte == 0x7F)
        orq_str_addf(out, "\\x%02x", (unsigned)byte);
    else if (unseen(text, step) > 0)
        orq_str_addf(out, "\\u%04x", unseen(text, step));
    else
        orq_str_addn(out, text, step);
    return step > 0 ? step : 1;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

const char *orq_plain(struct orq_arena *arena, const char *text)
{
    struct orq_str out = orq_str_new(arena);
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        if (is_blank(text[i])) {
            orq_str_addc(&out, ' ');
            i += strspn(text + i, " \n\t\r");
        } else {
            i += add_visible(&out, text + i, len - i);
        }
    }
    return orq_str_text(&out);
}

const char *orq_visible(struct orq_arena *arena, const char *text)
{
    struct orq_str out = orq_str_new(arena);
    size_t len = strlen(text);
    for (size_t i = 0; i < len;) {
        if (is_blank(text[i]) && text[i] != '\r')
            orq_str_addc(&out, text[i++]);
        else
            i += add_visible(&out, text + i, len - i);
    }
    return orq_str_text(&out);
}

const char *orq_cut(struct orq_arena *arena, const char *text, size_t most)
{
    if (orq_utf8_count(text) <= most)
        return text;
    size_t at = 0;
    for (size_t count = 0; count < most; count++) {
        do
            at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80);
    }
    return orq_arena_printf(arena, "%.*s…", (int)at, text);
}

/* -- a review -- */

const char *orq_review_name(struct orq_arena *arena, const struct orq_review *review)
{
    const struct orq_migration *migration = review->migration;
    if (!migration->path)
        return orq_plain(arena, migration->revision);
    const char *base = orq_path_base(migration->path);
    size_t len = strlen(base) - (orq_ends_with(base, ".sql") ? 4 : 0);
    return orq_plain(arena, orq_arena_strndup(arena, base, len));
}

const char *orq_review_engine(struct orq_arena *arena, const struct orq_review *review)
{
    int version = review->version;
    if (version <= 0)
        return review->dialect;
    if (strcmp(review->dialect, "sqlite") == 0)
        return orq_arena_printf(arena, "%s %d.%d.%d", review->dialect, version / 1000000,
                                version / 1000 % 1000, version % 1000);
    return orq_arena_printf(arena, "%s %d.%d", review->dialect, version / 10000, version % 10000);
}

const char *orq_reviewed_size(struct orq_arena *arena, const struct orq_reviewed *reviewed)
{
    size_t steps = 0, statements = reviewed->observed.len;
    for (size_t i = 0; i < statements; i++) {
        size_t step = reviewed->observed.items[i].step;
        steps = step > steps ? step : steps;
    }
    return orq_arena_printf(arena, "%zu step%s, %zu statement%s", steps, steps == 1 ? "" : "s",
                            statements, statements == 1 ? "" : "s");
}

bool orq_review_proven(const struct orq_review *review)
{
    return review->proof && review->proof->up_sha256 && review->proof_current;
}

const char *orq_review_proof(struct orq_arena *arena, const struct orq_review *review)
{
    const struct orq_proof_line *proof = review->proof;
    if (!proof)
        return "not proven";
    const char *text = orq_plain(arena, proof->text ? proof->text : "");
    if (!proof->up_sha256)
        return orq_arena_printf(arena, "not proven: %s", text);
    return orq_arena_printf(arena, "%s%s",
                            review->proof_current ? "" : "edited since it was proven: ", text);
}

size_t orq_findings_of(const struct orq_findings *findings, enum orq_level level)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->len; i++)
        count += findings->items[i].level == level && !findings->items[i].allowed;
    return count;
}

const char *orq_finding_text(struct orq_arena *arena, const struct orq_finding *finding)
{
    bool named = !finding->object || !*finding->object;
    return named ? finding->message
                 : orq_arena_printf(arena, "%s: %s", finding->object, finding->message);
}

struct orq_findings orq_findings_sorted(struct orq_arena *arena,
                                        const struct orq_findings *findings)
{
    struct orq_findings sorted = {0};
    for (int place = ORQ_LEVEL_ERROR; place >= ORQ_LEVEL_NOTE - 1; place--) {
        for (size_t i = 0; i < findings->len; i++) {
            const struct orq_finding *finding = &findings->items[i];
            int own = finding->allowed ? ORQ_LEVEL_NOTE - 1 : (int)finding->level;
            if (own == place)
                ORQ_PUSH(arena, &sorted, *finding);
        }
    }
    return sorted;
}

const char *orq_findings_count(struct orq_arena *arena, const struct orq_findings *findings)
{
    struct orq_str out = orq_str_new(arena);
    for (int level = ORQ_LEVEL_ERROR; level >= ORQ_LEVEL_NOTE; level--) {
        size_t count = orq_findings_of(findings, (enum orq_level)level);
        if (count > 0)
            orq_str_addf(&out, "%s%zu %s%s", out.len > 0 ? ", " : "", count,
                         orq_level_name((enum orq_level)level), count == 1 ? "" : "s");
    }
    return out.len > 0 ? orq_str_text(&out) : "nothing found";
}

/* -- a statement -- */

const char *orq_observed_cost(const struct orq_observed *observed)
{
    const char *cost = "metadata";
    for (size_t i = 0; i < observed->touched.len; i++) {
        const struct orq_touched *touched = &observed->touched.items[i];
        if (touched->rewritten)
            return "rewrite";
        if (touched->built.len > 0)
            cost = "index build";
        else if (touched->scanned && strcmp(cost, "metadata") == 0)
            cost = "scan";
    }
    return cost;
}

static void add_work(enum orq_work work, int64_t bytes, double *low, double *high)
{
    double least, most;
    orq_work_range(work, bytes, &least, &most);
    *low += least;
    *high += most;
}

bool orq_observed_range(const struct orq_review *review, const struct orq_observed *observed,
                        double *low, double *high)
{
    *low = *high = 0;
    for (size_t i = 0; i < observed->touched.len; i++) {
        const struct orq_touched *touched = &observed->touched.items[i];
        if (!touched->scanned && !touched->rewritten && touched->built.len == 0)
            continue;
        const struct orq_size *size = orq_size_find(review->statistics, touched->table);
        if (!size || size->bytes < 0)
            return false;
        if (touched->rewritten)
            add_work(ORQ_WORK_REWRITE, size->bytes, low, high);
        else if (touched->scanned && touched->built.len == 0)
            add_work(ORQ_WORK_SCAN, size->bytes, low, high);
        for (size_t j = 0; !touched->rewritten && j < touched->built.len; j++)
            add_work(ORQ_WORK_INDEX, size->bytes, low, high);
    }
    return true;
}

const char *orq_observed_time(struct orq_arena *arena, const struct orq_review *review,
                              const struct orq_observed *observed)
{
    double low, high;
    return orq_observed_range(review, observed, &low, &high) ? orq_range_text(arena, low, high)
                                                             : "";
}

static const char *locks_text(struct orq_arena *arena, const struct orq_touched_list *list)
{
    struct orq_str out = orq_str_new(arena);
    for (size_t i = 0; i < list->len; i++) {
        const struct orq_touched *touched = &list->items[i];
        if (touched->lock == ORQ_LOCK_NONE)
            continue;
        orq_str_addf(&out, "%s%s %s", out.len > 0 ? ", " : "", orq_plain(arena, touched->table),
                     orq_lock_short(touched->lock));
    }
    return orq_str_text(&out);
}

const char *orq_observed_locks(struct orq_arena *arena, const struct orq_observed *observed)
{
    const char *text = locks_text(arena, &observed->touched);
    bool whole = !*text && observed->lock != ORQ_LOCK_NONE;
    return whole ? orq_lock_short(observed->lock) : text;
}

void orq_reviewed_strongest(struct orq_arena *arena, const struct orq_reviewed *reviewed,
                            size_t step, struct orq_touched_list *strongest)
{
    for (size_t i = 0; i < reviewed->observed.len; i++) {
        const struct orq_observed *observed = &reviewed->observed.items[i];
        for (size_t j = 0; (step == 0 || observed->step == step) && j < observed->touched.len;
             j++) {
            const struct orq_touched *touched = &observed->touched.items[j];
            size_t at = 0;
            while (at < strongest->len && strcmp(strongest->items[at].table, touched->table) != 0)
                at++;
            if (at == strongest->len)
                ORQ_PUSH(arena, strongest, *touched);
            else if (strongest->items[at].lock < touched->lock)
                strongest->items[at].lock = touched->lock;
        }
    }
}

const char *orq_reviewed_locks(struct orq_arena *arena, const struct orq_reviewed *reviewed)
{
    struct orq_touched_list strongest = {0};
    orq_reviewed_strongest(arena, reviewed, 0, &strongest);
    const char *text = locks_text(arena, &strongest);
    enum orq_lock_mode lock = ORQ_LOCK_NONE;
    for (size_t i = 0; i < reviewed->observed.len; i++) {
        if (reviewed->observed.items[i].lock > lock)
            lock = reviewed->observed.items[i].lock;
    }
    return *text || lock == ORQ_LOCK_NONE ? text : orq_lock_short(lock);
}
