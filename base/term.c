#include "base/term.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool orq_term_colours(FILE *out, enum orq_colour wish)
{
    if (wish != ORQ_COLOUR_AUTO)
        return wish == ORQ_COLOUR_ALWAYS;
    const char *no_colour = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (no_colour && no_colour[0] != '\0')
        return false;
    if (term && strcmp(term, "dumb") == 0)
        return false;
    return isatty(fileno(out)) == 1;
}

const char *orq_term_style(bool colours, enum orq_style style)
{
    static const char *const sequences[] = {
        [ORQ_STYLE_NONE] = "\x1b[0m",     [ORQ_STYLE_BOLD] = "\x1b[1m",
        [ORQ_STYLE_ERROR] = "\x1b[1;31m", [ORQ_STYLE_WARNING] = "\x1b[1;33m",
        [ORQ_STYLE_GOOD] = "\x1b[32m",    [ORQ_STYLE_FAINT] = "\x1b[2m",
    };
    return colours ? sequences[style] : "";
}
