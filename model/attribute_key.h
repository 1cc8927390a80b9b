/* The keys of what an object that is no table has (model/attribute.h), and how their values
 * compare.
 *
 *   namespace    (owner, comment only)
 *   extension    SCHEMA VERSION (a model's only where it is written)
 *   enum         VALUES; VALUES_BEFORE, as many, "" where a value was not renamed
 *   domain       TYPE COLLATION DEFAULT NOT_NULL; its checks are in `relation`
 *   composite    its columns are in `relation`
 *   range        SUBTYPE OPCLASS COLLATION CANONICAL SUBTYPE_DIFF MULTIRANGE
 *   sequence     TYPE START INCREMENT MINIMUM MAXIMUM CACHE CYCLE OWNED_BY UNLOGGED
 *   statistics   KINDS ELEMENTS STATISTICS; on: the table
 *   policy       COMMAND RESTRICTIVE ROLES USING WITH_CHECK; on: the table
 *   view         QUERY WITH CHECK_OPTION MATERIALIZED TABLESPACE METHOD UNPOPULATED; the names of
 *                its columns are in `columns` (a model's only where written); comments and defaults
 *                of columns, and indexes of a materialized one, in `relation`
 *   function     PROCEDURE ARGUMENTS RETURNS LANGUAGE OPTIONS CONFIGURATION BODY, of `sql`
 *   trigger, rule: TEXT ENABLED; on: the table or view; of `sql`; ENABLED alone: model/trigger.h
 *   event trigger: TEXT ENABLED; of `sql`
 *   publication  ALL_TABLES SCHEMAS PUBLISH (what it leaves out; "" is nothing) VIA_ROOT GENERATED
 *   published    COLUMNS WHERE; on: the table; its name is the publication's
 *   text search dictionary: TEMPLATE SETTINGS; configuration: PARSER MAPPINGS
 *   aggregate, operator, cast, collation, server: TEXT, of `sql`
 *   foreign table: TEXT PARTITION_OF BOUND, of `sql`; the columns that have comments in `relation`
 */
#ifndef ORQ_MODEL_ATTRIBUTE_KEY_H
#define ORQ_MODEL_ATTRIBUTE_KEY_H

/* key, word in messages, how values compare (see enum orq_attribute_form) */
#define ORQ_ATTRIBUTES(X)                                                 \
    X(SCHEMA, "schema", NAME)                                             \
    X(VERSION, "version", WORD)                                           \
    X(VALUES, "values", LIST)                                             \
    X(VALUES_BEFORE, "renamed values", IGNORED)                           \
    X(TYPE, "type", TYPE)                                                 \
    X(COLLATION, "collation", NAME)                                       \
    X(DEFAULT, "default", EXPRESSION)                                     \
    X(NOT_NULL, "not null", WORD)                                         \
    X(SUBTYPE, "subtype", TYPE)                                           \
    X(OPCLASS, "operator class", NAME)                                    \
    X(CANONICAL, "canonical function", NAME)                              \
    X(SUBTYPE_DIFF, "difference function", NAME)                          \
    X(MULTIRANGE, "multirange", NAME)                                     \
    X(START, "start", WORD)                                               \
    X(INCREMENT, "increment", WORD)                                       \
    X(MINIMUM, "minimum", WORD)                                           \
    X(MAXIMUM, "maximum", WORD)                                           \
    X(CACHE, "cache", WORD)                                               \
    X(CYCLE, "cycle", WORD)       /* "true" */                            \
    X(OWNED_BY, "owned by", NAME) /* "t.c", "s.t.c" */                    \
    X(UNLOGGED, "unlogged", WORD) /* "true" */                            \
    X(KINDS, "kinds", SET)        /* ndistinct dependencies mcv */        \
    X(ELEMENTS, "columns", EXPRESSIONS)                                   \
    X(STATISTICS, "statistics target", WORD)                              \
    X(COMMAND, "command", WORD)         /* select … */                  \
    X(RESTRICTIVE, "restrictive", WORD) /* "true" */                      \
    X(ROLES, "roles", SET)                                                \
    X(USING, "using", EXPRESSION)                                         \
    X(WITH_CHECK, "with check", EXPRESSION)                               \
    X(QUERY, "query", QUERY)              /* without a final semicolon */ \
    X(WITH, "with", SET)                  /* "fillfactor=70" */           \
    X(CHECK_OPTION, "check option", WORD) /* local … */                 \
    X(MATERIALIZED, "materialized", WORD) /* "true" */                    \
    X(TABLESPACE, "tablespace", NAME)                                     \
    X(METHOD, "access method", NAME)                                      \
    X(UNPOPULATED, "with no data", WORD) /* "true" */                     \
    X(PROCEDURE, "procedure", WORD)      /* "true" */                     \
    X(ARGUMENTS, "arguments", WORD)                                       \
    X(RETURNS, "returns", WORD)                                           \
    X(LANGUAGE, "language", WORD)                                         \
    X(OPTIONS, "options", SET) /* "immutable", "cost 5" … */            \
    X(CONFIGURATION, "configuration", SET)                                \
    X(BODY, "body", BODY)                                                 \
    X(TEXT, "definition", TEXT)                                           \
    X(ENABLED, "enabled", WORD) /* disabled replica always origin */      \
    X(PARSER, "parser", NAME)                                             \
    X(TEMPLATE, "template", NAME)                                         \
    X(SETTINGS, "settings", LIST) /* "stopwords=english" */               \
    X(MAPPINGS, "mappings", SET)  /* "word: unaccent, english_stem" */    \
    X(PARTITION_OF, "partition of", NAME)                                 \
    X(BOUND, "bound", BOUND)          /* "for values in (1)" */           \
    X(ALL_TABLES, "all tables", WORD) /* "true" */                        \
    X(SCHEMAS, "schemas", SET)                                            \
    X(PUBLISH, "publish", WORD)             /* "insert, update" */        \
    X(VIA_ROOT, "via partition root", WORD) /* "true" */                  \
    X(GENERATED, "generated columns", WORD) /* stored */                  \
    X(COLUMNS, "columns", SET)                                            \
    X(WHERE, "where", EXPRESSION)

enum orq_attribute_key {
#define ORQ_ATTRIBUTE_ENUM(key, word, form) ORQ_ATTRIBUTE_##key,
    ORQ_ATTRIBUTES(ORQ_ATTRIBUTE_ENUM)
#undef ORQ_ATTRIBUTE_ENUM
        ORQ_ATTRIBUTE_COUNT
};

enum orq_attribute_form {
    ORQ_FORM_WORD,        /* text, byte by byte */
    ORQ_FORM_NAME,        /* text: a name, qualified outside the default schema */
    ORQ_FORM_TYPE,        /* text: canonical type */
    ORQ_FORM_LIST,        /* list, in order */
    ORQ_FORM_SET,         /* list, sorted */
    ORQ_FORM_EXPRESSION,  /* text: an expression that the server rewrites */
    ORQ_FORM_EXPRESSIONS, /* list of columns, in any order, and expressions */
    ORQ_FORM_QUERY,       /* text: of a view */
    ORQ_FORM_BODY,        /* text: of a function; an SQL-standard body is rewritten, others kept */
    ORQ_FORM_TEXT,        /* text: canonical tokens of a statement */
    ORQ_FORM_BOUND,       /* text: of a partition, whose values the server rewrites */
    ORQ_FORM_IGNORED      /* for the migration only */
};

/* As it stands in messages: "check option". */
const char *orq_attribute_word(enum orq_attribute_key key);
enum orq_attribute_form orq_attribute_form_of(enum orq_attribute_key key);

#endif
