/* What the quotes of a token hold. */
#include "sql/postgres_token.h"

#include <string.h>

enum escapes { NO_ESCAPES, BACKSLASH, UNICODE };

struct reader {
    const char *text;
    size_t at, end;
    enum escapes escapes;
    char mark;          /* that begins an escape of UNICODE */
    unsigned long high; /* the first half of a surrogate pair; 0: none */
    struct orq_str out;
};

static int digit_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte = orq_ascii_lower(byte);
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : 99;
}

/* So many digits at most; *value. How many there were. */
static size_t read_digits(const struct reader *self, size_t at, size_t most, unsigned base,
                          unsigned long *value)
{
    size_t read = 0;
    *value = 0;
    for (; read < most && at + read < self->end; read++) {
        unsigned digit = (unsigned)digit_value(self->text[at + read]);
        if (digit >= base)
            break;
        *value = *value * base + digit;
    }
    return read;
}

static void add_utf8(struct orq_str *out, unsigned long code)
{
    if (code == 0 || code > 0x10FFFF)
        code = 0xFFFD;
    if (code < 0x80) {
        orq_str_addc(out, (char)code);
        return;
    }
    size_t more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned lead[] = {0, 0xC0, 0xE0, 0xF0};
    orq_str_addc(out, (char)(lead[more] | (code >> (6 * more))));
    while (more-- > 0)
        orq_str_addc(out, (char)(0x80 | ((code >> (6 * more)) & 0x3F)));
}

static void add_code(struct reader *self, unsigned long code)
{
    if (code >= 0xD800 && code < 0xDC00) {
        self->high = code;
        return;
    }
    if (self->high && code >= 0xDC00 && code < 0xE000)
        code = 0x10000 + ((self->high - 0xD800) << 10) + (code - 0xDC00);
    self->high = 0;
    add_utf8(&self->out, code);
}

/* \XXXX, \+XXXXXX, \\ */
static void read_unicode(struct reader *self)
{
    unsigned long code;
    size_t at = self->at + 1;
    bool plus = at < self->end && self->text[at] == '+';
    size_t digits = plus ? 6 : 4, from = plus ? at + 1 : at;
    if (read_digits(self, from, digits, 16, &code) == digits) {
        add_code(self, code);
        self->at = from + digits;
        return;
    }
    orq_str_addc(&self->out, self->mark);
    self->at = at < self->end && self->text[at] == self->mark ? at + 1 : at;
}

static const struct {
    char letter, byte;
} controls[] = {{'b', '\b'}, {'f', '\f'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'v', '\v'}};

static char control_of(char letter)
{
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        if (controls[i].letter == letter)
            return controls[i].byte;
    return letter;
}

/* \n, \101, \x41, \u and \U with their digits; any other byte stands for itself. */
static void read_backslash(struct reader *self)
{
    unsigned long code;
    size_t at = self->at + 1;
    char letter = at < self->end ? self->text[at] : '\\';
    size_t unicode = letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    size_t octal = read_digits(self, at, 3, 8, &code);
    if (octal > 0) {
        orq_str_addc(&self->out, (code & 0xFF) ? (char)code : ' ');
        self->at = at + octal;
        return;
    }
    size_t hex = letter == 'x' ? read_digits(self, at + 1, 2, 16, &code) : 0;
    if (hex > 0) {
        orq_str_addc(&self->out, code ? (char)code : ' ');
        self->at = at + 1 + hex;
        return;
    }
    if (unicode > 0 && read_digits(self, at + 1, unicode, 16, &code) == unicode) {
        add_code(self, code);
        self->at = at + 1 + unicode;
        return;
    }
    orq_str_addc(&self->out, control_of(letter));
    self->at = at < self->end ? at + 1 : at;
}

/* The inside of one pair of quotes, from behind the first to behind the second. */
static void read_piece(struct reader *self, char quote)
{
    while (self->at < self->end) {
        char byte = self->text[self->at];
        if (byte == quote) {
            self->at++;
            if (self->at >= self->end || self->text[self->at] != quote)
                return;
            orq_str_addc(&self->out, quote);
            self->at++;
        } else if (self->escapes == BACKSLASH && byte == '\\') {
            read_backslash(self);
        } else if (self->escapes == UNICODE && byte == self->mark) {
            read_unicode(self);
        } else {
            orq_str_addc(&self->out, byte);
            self->at++;
        }
    }
}

/* To the next quote, over blanks and comments. */
static bool to_quote(struct reader *self, char quote)
{
    while (self->at < self->end && self->text[self->at] != quote) {
        bool comment = self->text[self->at] == '-';
        do
            self->at++;
        while (comment && self->at < self->end && self->text[self->at] != '\n' &&
               self->text[self->at] != '\r');
    }
    return self->at < self->end;
}

/* Behind U&'…' or U&"…": the mark of UESCAPE, which then ends the reader's text. */
static void take_uescape(struct reader *self, char quote)
{
    size_t end = self->end;
    self->mark = '\\';
    if (end < 3 || self->text[end - 1] != '\'' || self->text[end - 3] != '\'')
        return;
    size_t at = end - 3;
    while (at > self->at && orq_ascii_lower(self->text[at]) != 'u')
        at--;
    bool named = end - at > 7 && orq_ascii_equal_n(self->text + at, 7, "uescape", 7);
    if (!named)
        return;
    while (at > self->at && self->text[at - 1] != quote)
        at--;
    if (at <= self->at + 1)
        return;
    self->mark = self->text[end - 2];
    self->end = at;
}

static const char *dollar_value(struct orq_arena *arena, const char *from, size_t len)
{
    const char *second = memchr(from + 1, '$', len - 1);
    size_t tag = (size_t)(second + 1 - from);
    return orq_arena_strndup(arena, from + tag, len - 2 * tag);
}

const char *orq_pg_token_value(struct orq_arena *arena, const char *text, struct orq_pg_token token)
{
    const char *from = text + token.offset;
    bool quoted = token.kind == ORQ_PG_QUOTED;
    if (token.kind == ORQ_PG_WORD)
        return orq_ascii_fold(arena, orq_arena_strndup(arena, from, token.len));
    if (!quoted && token.kind != ORQ_PG_STRING)
        return orq_arena_strndup(arena, from, token.len);
    if (*from == '$')
        return dollar_value(arena, from, token.len);
    char quote = quoted ? '"' : '\'', mark = orq_ascii_lower(*from);
    struct reader self = {.text = from, .end = token.len, .out = orq_str_new(arena)};
    self.escapes = mark == 'e' ? BACKSLASH : mark == 'u' ? UNICODE : NO_ESCAPES;
    self.at = mark == 'u' ? 2 : mark == quote ? 0 : 1;
    if (self.escapes == UNICODE)
        take_uescape(&self, quote);
    while (to_quote(&self, quote)) {
        self.at++;
        read_piece(&self, quote);
    }
    return orq_str_text(&self.out);
}
