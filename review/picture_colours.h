/* The colours that Graphviz draws with. A style sheet knows them by these values, and gives them
 * others in the dark: no two may be equal. */
#ifndef ORQ_REVIEW_PICTURE_COLOURS_H
#define ORQ_REVIEW_PICTURE_COLOURS_H

#define ORQ_INK "#1b2330"
#define ORQ_INK_HEAD "#fefefe"
#define ORQ_FILL_PLAIN "#fbfcfd"
#define ORQ_FILL_ADDED "#d9f2e1"
#define ORQ_FILL_CHANGED "#fdeecb"
#define ORQ_FILL_DROPPED "#fbdcdc"
#define ORQ_HEAD_PLAIN "#64748b"
#define ORQ_HEAD_ADDED "#1a7f4b"
#define ORQ_HEAD_CHANGED "#9a6200"
#define ORQ_HEAD_DROPPED "#b3261e"

#endif
