/* A branch stands between comments: 150000, a, else, b, end is a from version 15 on, b before. */
#include "introspect/postgres_queries.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static const char *const statements[] = {
    [ORQ_CATALOG_ROLES] = "SELECT oid, rolname "
                          "FROM pg_roles",
    /* What an extension owns, and what the server made for a range type. Of a composite type it is
     * the type that belongs to the extension. */
    [ORQ_CATALOG_MEMBERS] = "SELECT classid, objid "
                            "FROM pg_depend "
                            "WHERE refclassid = 3079 AND deptype = 'e' "
                            "UNION ALL SELECT 1259, t.typrelid "
                            "FROM pg_depend d "
                            "JOIN pg_type t ON t.oid = d.objid AND t.typtype = 'c' "
                            "WHERE d.classid = 1247 AND d.refclassid = 3079 AND d.deptype = 'e' "
                            "UNION ALL SELECT classid, objid "
                            "FROM pg_depend "
                            "WHERE classid IN (1255, 2605) AND deptype = 'i'",
    [ORQ_CATALOG_NAMESPACES] =
        "SELECT n.oid, n.nspname, n.nspowner, n.nspacl::text, CASE WHEN $1::text[] = '{}' THEN "
        "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ELSE n.nspname = "
        "ANY($1::text[]) END "
        "FROM pg_namespace n",
    [ORQ_CATALOG_NAMES] = "SELECT 'a', oid, amname, 0::oid, false "
                          "FROM pg_am "
                          "UNION ALL SELECT 'o', oid, opcname, opcnamespace, opcdefault "
                          "FROM pg_opclass "
                          "UNION ALL SELECT 'c', oid, collname, collnamespace, false "
                          "FROM pg_collation "
                          "UNION ALL SELECT 't', oid, spcname, 0, false "
                          "FROM pg_tablespace "
                          "UNION ALL SELECT 'p', oid, oprname, oprnamespace, false "
                          "FROM pg_operator "
                          "WHERE oid IN (SELECT unnest(conexclop) "
                          "FROM pg_constraint "
                          "WHERE contype = 'x')",
    [ORQ_CATALOG_EXTENSIONS] =
        "SELECT e.oid, e.extname, e.extversion, e.extnamespace, (SELECT a.comment "
        "FROM pg_available_extensions a "
        "WHERE a.name = e.extname), e.extowner "
        "FROM pg_extension e "
        "WHERE e.extname <> 'plpgsql'",
    [ORQ_CATALOG_RELATIONS] =
        "SELECT c.oid, c.relname, c.relnamespace, c.relkind, c.relpersistence, "
        "c.relispartition, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relowner, "
        "c.reltablespace, c.relam, c.reltype, c.reloftype, c.reloptions, t.reloptions, "
        "c.relacl::text, CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, CASE WHEN "
        "c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END, CASE WHEN c.relkind IN "
        "('v','m') THEN pg_get_viewdef(c.oid) END, c.relispopulated "
        "FROM pg_class c LEFT "
        "JOIN pg_class t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL "
        "WHERE c.relkind IN ('r','p','v','m','f','c') AND c.relnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_INHERITS] = "SELECT i.inhrelid, i.inhparent "
                             "FROM pg_inherits i "
                             "JOIN pg_class c ON c.oid = i.inhrelid "
                             "WHERE c.relkind IN ('r','p','f') ORDER BY i.inhrelid, i.inhseqno",
    [ORQ_CATALOG_COLUMNS] =
        "SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attcollation, "
        "a.attnotnull, a.attislocal, a.attidentity, a.attgenerated, a.attstorage, "
        "/*140000*/a.attcompression/*else*/''/*end*/, CASE WHEN a.attstattarget <> -1 OR "
        "a.attinhcount > 0 OR a.attoptions IS NOT NULL OR a.attacl IS NOT NULL OR "
        "a.attfdwoptions IS NOT NULL THEN ROW(a.attstattarget, a.attinhcount, a.attoptions, "
        "a.attacl, a.attfdwoptions)::text END "
        "FROM pg_attribute a "
        "JOIN pg_class c ON c.oid = a.attrelid "
        "WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r','p','v','m','f','c') "
        "AND c.relnamespace = ANY($1::oid[])",
    /* A plain default has no columns in it: without a relation none is opened and locked. */
    [ORQ_CATALOG_DEFAULTS] =
        "SELECT d.adrelid, d.adnum, CASE WHEN (d.adrelid, d.adnum) IN (SELECT a.attrelid, "
        "a.attnum "
        "FROM pg_attribute a "
        "WHERE a.attgenerated <> '') THEN pg_get_expr(d.adbin, d.adrelid) ELSE "
        "pg_get_expr(d.adbin, 0) END, d.oid "
        "FROM pg_attrdef d "
        "JOIN pg_class c ON c.oid = d.adrelid "
        "WHERE c.relnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_TYPES] =
        "SELECT t.oid, t.typname, t.typnamespace, t.typtype, t.typowner, t.typacl::text, "
        "t.typnotnull, CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) "
        "END, CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation END, CASE WHEN "
        "t.typtype <> 'd' THEN NULL WHEN t.typdefaultbin IS NOT NULL THEN "
        "pg_get_expr(t.typdefaultbin, 0) ELSE t.typdefault END, CASE WHEN t.typtype = 'e' THEN "
        "(SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) "
        "FROM pg_enum e "
        "WHERE e.enumtypid = t.oid) END "
        "FROM pg_type t LEFT "
        "JOIN pg_type b ON b.oid = t.typbasetype "
        "WHERE t.typtype IN ('e','d','r') AND t.typnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_RANGES] =
        "SELECT r.rngtypid, CASE r.rngsubtype WHEN 1042 THEN 'bpchar' "
        "ELSE format_type(r.rngsubtype, NULL) END, CASE WHEN NOT o.opcdefault THEN "
        "r.rngsubopc END, CASE WHEN r.rngcollation <> t.typcollation THEN r.rngcollation END, "
        "c.pronamespace, c.proname, s.pronamespace, s.proname, /*140000*/m.typnamespace, "
        "m.typname, m.oid/*else*/NULL, NULL, NULL/*end*/ "
        "FROM pg_range r "
        "JOIN pg_type t ON t.oid = r.rngsubtype "
        "JOIN pg_type y ON y.oid = r.rngtypid "
        "JOIN pg_opclass o ON o.oid = r.rngsubopc LEFT "
        "JOIN pg_proc c ON c.oid = r.rngcanonical LEFT "
        "JOIN pg_proc s ON s.oid = r.rngsubdiff /*140000*/LEFT "
        "JOIN pg_type m ON m.oid = r.rngmultitypid /*else*//*end*/WHERE y.typnamespace = "
        "ANY($1::oid[])",
    [ORQ_CATALOG_CONSTRAINTS] =
        "SELECT k.oid, k.conname, k.contype, k.conrelid, k.contypid, k.conindid, k.conparentid, "
        "k.condeferrable, k.condeferred, k.convalidated, k.conislocal, k.coninhcount, "
        "k.connoinherit, k.confrelid, k.confupdtype, k.confdeltype, k.confmatchtype, k.conkey, "
        "k.confkey, /*150000*/k.confdelsetcols/*else*/NULL/*end*/, k.conexclop, "
        "/*180000*/k.conperiod, k.conenforced/*else*/false, true/*end*/, CASE WHEN k.contype = "
        "'c' THEN pg_get_expr(k.conbin, k.conrelid) END "
        "FROM pg_constraint k "
        "WHERE k.contype IN ('p','u','f','c','x') AND k.connamespace = ANY($1::oid[])",
    [ORQ_CATALOG_INDEX_COLUMNS] =
        "SELECT a.attrelid, a.attnum, a.attname, a.attstattarget, a.attoptions "
        "FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_attribute a ON a.attrelid = i.indexrelid "
        "WHERE (c.relispartition OR i.indexprs IS NOT NULL OR c.relam <> 403) "
        "AND a.attrelid >= 16384 AND NOT a.attisdropped "
        "AND (c.relispartition OR a.attstattarget > 0 OR a.attoptions IS NOT NULL) "
        "ORDER BY a.attrelid, a.attnum",
    /* The joined list of several expressions cannot be split safely: each is asked for. */
    [ORQ_CATALOG_INDEXES] =
        "SELECT i.indexrelid, i.indrelid, c.relname, c.relam, c.reltablespace, c.relkind, "
        "c.relispartition, i.indnkeyatts, i.indisunique, "
        "/*150000*/i.indnullsnotdistinct/*else*/false/*end*/, i.indisclustered, i.indisvalid, "
        "i.indisreplident, i.indkey, i.indclass, i.indcollation, i.indoption, c.reloptions, "
        "CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END, CASE WHEN "
        "i.indexprs IS NULL THEN NULL WHEN cardinality(array_positions(i.indkey::int2[], "
        "0::int2)) = 1 THEN ARRAY[pg_get_expr(i.indexprs, i.indrelid)] ELSE (SELECT "
        "array_agg(pg_get_indexdef(i.indexrelid, k, false) ORDER BY k) "
        "FROM generate_series(1, i.indnatts) k "
        "WHERE i.indkey[k-1] = 0) END "
        "FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE c.relnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_COLUMN_TYPES] =
        "SELECT x.typid, x.mod, format_type(x.typid, x.mod), t.typcollation, t.typstorage "
        "FROM unnest($1::oid[], $2::int4[]) AS x(typid, mod) "
        "JOIN pg_type t ON t.oid = x.typid",
    /* $1: relations outside the schemas that are read, which those within point at. */
    [ORQ_CATALOG_STRANGERS] = "SELECT c.oid, c.relname, c.relnamespace, a.attnum, a.attname "
                              "FROM pg_class c "
                              "JOIN pg_attribute a ON a.attrelid = c.oid "
                              "WHERE c.oid = ANY($1::oid[]) AND a.attnum > 0",
    [ORQ_CATALOG_SEQUENCES] =
        "SELECT c.oid, c.relname, c.relnamespace, c.relpersistence, c.relowner, c.relacl::text, "
        "s.seqtypid, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, "
        "d.deptype, d.refobjid, d.refobjsubid "
        "FROM pg_sequence s "
        "JOIN pg_class c ON c.oid = s.seqrelid LEFT "
        "JOIN pg_depend d ON d.classid = 1259 AND d.objid = c.oid AND d.objsubid = 0 AND "
        "d.refclassid = 1259 AND d.deptype IN ('a','i') AND d.refobjsubid > 0 "
        "WHERE c.relnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_FUNCTIONS] =
        "SELECT p.oid, p.proname, p.pronamespace, p.prokind, p.proowner, p.proacl::text, "
        "l.lanname, p.provolatile, p.proisstrict, p.prosecdef, p.proleakproof, p.proparallel, "
        "p.procost, p.prorows, p.proretset, p.proconfig, nullif(p.prosupport::oid, 0)::regproc, "
        "pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), ARRAY(SELECT "
        "format_type(x, NULL) "
        "FROM unnest(p.protrftypes) x), p.prosrc, p.probin, /*140000*/CASE WHEN p.prosqlbody IS "
        "NOT NULL THEN pg_get_function_sqlbody(p.oid) END/*else*/NULL/*end*/, p.proargmodes "
        "FROM pg_proc p "
        "JOIN pg_language l ON l.oid = p.prolang "
        "WHERE p.pronamespace = ANY($1::oid[])",
    [ORQ_CATALOG_AGGREGATES] =
        "SELECT p.oid, p.proname, p.pronamespace, p.proowner, p.proacl::text, p.proparallel, "
        "pg_get_function_arguments(p.oid), a.aggkind, a.aggtransfn, format_type(a.aggtranstype, "
        "NULL), a.aggtransspace, a.aggfinalfn, a.aggfinalextra, a.aggfinalmodify, "
        "a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.agginitval, a.aggmtransfn, "
        "a.aggminvtransfn, format_type(nullif(a.aggmtranstype, 0), NULL), a.aggmtransspace, "
        "a.aggmfinalfn, a.aggmfinalextra, a.aggmfinalmodify, a.aggminitval, o.oprname, "
        "o.oprnamespace "
        "FROM pg_aggregate a "
        "JOIN pg_proc p ON p.oid = a.aggfnoid LEFT "
        "JOIN pg_operator o ON o.oid = a.aggsortop "
        "WHERE p.pronamespace = ANY($1::oid[])",
    /* Of a partition's copy the state alone, where it is not that of what it is a copy of. */
    [ORQ_CATALOG_TRIGGERS] =
        "SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, CASE WHEN u.oid IS NULL THEN "
        "pg_get_triggerdef(t.oid) END "
        "FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid /*130000*/LEFT "
        "JOIN pg_trigger u ON u.oid = t.tgparentid /*else*/LEFT "
        "JOIN pg_depend d ON d.classid = 2620 AND d.objid = t.oid AND d.refclassid = 2620 LEFT "
        "JOIN pg_trigger u ON u.oid = d.refobjid /*end*/"
        "WHERE CASE WHEN u.oid IS NULL THEN NOT t.tgisinternal ELSE t.tgenabled <> u.tgenabled "
        "AND NOT EXISTS (SELECT "
        "FROM pg_constraint k "
        "WHERE k.oid = t.tgconstraint AND k.contype = 'f') END "
        "AND c.relnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_RULES] = "SELECT r.oid, r.ev_class, r.rulename, r.ev_enabled, "
                          "CASE WHEN r.rulename <> '_RETURN' THEN pg_get_ruledef(r.oid) END "
                          "FROM pg_rewrite r "
                          "JOIN pg_class c ON c.oid = r.ev_class "
                          "WHERE c.relnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_POLICIES] =
        "SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive, p.polroles, "
        "pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) "
        "FROM pg_policy p "
        "JOIN pg_class c ON c.oid = p.polrelid "
        "WHERE c.relnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_STATISTICS] =
        "SELECT s.oid, s.stxname, s.stxnamespace, s.stxrelid, s.stxowner, s.stxkeys, s.stxkind, "
        "/*130000*/s.stxstattarget/*else*/-1/*end*/, "
        "/*140000*/pg_get_statisticsobjdef_expressions(s.oid)/*else*/NULL/*end*/ "
        "FROM pg_statistic_ext s "
        "WHERE s.stxnamespace = ANY($1::oid[])",
    /* What no extension owns, by catalogue. */
    [ORQ_CATALOG_RARE] =
        "WITH x AS (SELECT tableoid AS class, oid "
        "FROM pg_collation "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_operator "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_cast "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_foreign_server "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_event_trigger "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_publication "
        "UNION ALL SELECT 'pg_subscription'::regclass, 16384 "
        "FROM pg_subscription s "
        "JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database() "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_opclass "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_ts_config "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_ts_dict "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_ts_parser "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_ts_template "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_language "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_conversion "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_transform "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_am "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_foreign_data_wrapper "
        "UNION ALL SELECT tableoid, oid "
        "FROM pg_type "
        "WHERE typtype = 'b' AND typisdefined AND NOT (typelem <> 0 AND typlen = -1) "
        "UNION ALL SELECT tableoid, ftrelid "
        "FROM pg_foreign_table "
        "UNION ALL SELECT tableoid, objoid "
        "FROM pg_seclabel "
        "UNION ALL SELECT 'pg_user_mappings'::regclass, umid "
        "FROM pg_user_mappings) SELECT x.class::regclass, count(*) "
        "FROM x "
        "WHERE x.oid >= 16384 AND NOT EXISTS (SELECT "
        "FROM pg_depend e "
        "WHERE e.classid = x.class AND e.objid = x.oid AND e.deptype = 'e') GROUP BY x.class",
    [ORQ_CATALOG_COLLATIONS] =
        "SELECT c.oid, c.collname, c.collnamespace, c.collowner, c.collprovider, "
        "c.collisdeterministic, c.collcollate, c.collctype, "
        "/*170000*/c.colllocale/*else*//*150000*/c.colliculocale/*else*/NULL/*end*//*end*/, "
        "/*160000*/c.collicurules/*else*/NULL/*end*/ "
        "FROM pg_collation c "
        "WHERE c.oid >= 16384 AND c.collnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_OPERATORS] =
        "SELECT o.oid, o.oprname, o.oprnamespace, o.oprowner, CASE WHEN o.oprleft <> 0 THEN "
        "format_type(o.oprleft, NULL) END, CASE WHEN o.oprright <> 0 THEN "
        "format_type(o.oprright, NULL) END, o.oprcode, c.oprname, c.oprnamespace, n.oprname, "
        "n.oprnamespace, o.oprrest, o.oprjoin, o.oprcanhash, o.oprcanmerge "
        "FROM pg_operator o LEFT "
        "JOIN pg_operator c ON c.oid = o.oprcom LEFT "
        "JOIN pg_operator n ON n.oid = o.oprnegate "
        "WHERE o.oid >= 16384 AND o.oprcode <> 0 AND o.oprnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_CASTS] =
        "SELECT c.oid, format_type(c.castsource, NULL), format_type(c.casttarget, NULL), "
        "c.castmethod, c.castcontext, nullif(c.castfunc, 0)::regprocedure "
        "FROM pg_cast c "
        "WHERE c.oid >= 16384 AND $1::oid[] IS NOT NULL",
    [ORQ_CATALOG_SERVERS] =
        "SELECT s.oid, s.srvname, s.srvowner, s.srvacl::text, w.fdwname, s.srvtype, "
        "s.srvversion, s.srvoptions "
        "FROM pg_foreign_server s "
        "JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw "
        "WHERE $1::oid[] IS NOT NULL",
    [ORQ_CATALOG_FOREIGN_TABLES] = "SELECT f.ftrelid, s.srvname, f.ftoptions "
                                   "FROM pg_foreign_table f "
                                   "JOIN pg_foreign_server s ON s.oid = f.ftserver "
                                   "WHERE $1::oid[] IS NOT NULL",
    [ORQ_CATALOG_DICTIONARIES] =
        "SELECT d.oid, d.dictname, d.dictnamespace, d.dictowner, t.tmplnamespace, t.tmplname, "
        "d.dictinitoption "
        "FROM pg_ts_dict d "
        "JOIN pg_ts_template t ON t.oid = d.dicttemplate "
        "WHERE d.oid >= 16384 AND d.dictnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_CONFIGURATIONS] =
        "SELECT c.oid, c.cfgname, c.cfgnamespace, c.cfgowner, p.prsnamespace, p.prsname, "
        "ARRAY(SELECT t.alias || ': ' || string_agg(m.mapdict::regdictionary::text, ', ' "
        "ORDER BY m.mapseqno) "
        "FROM pg_ts_config_map m "
        "JOIN ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype "
        "WHERE m.mapcfg = c.oid GROUP BY t.alias ORDER BY t.alias COLLATE \"C\") "
        "FROM pg_ts_config c "
        "JOIN pg_ts_parser p ON p.oid = c.cfgparser "
        "WHERE c.oid >= 16384 AND c.cfgnamespace = ANY($1::oid[])",
    [ORQ_CATALOG_EVENT_TRIGGERS] =
        "SELECT e.oid, e.evtowner, e.evtname, e.evtenabled, e.evtevent, e.evttags, "
        "p.proname, p.pronamespace "
        "FROM pg_event_trigger e "
        "JOIN pg_proc p ON p.oid = e.evtfoid "
        "WHERE p.pronamespace = ANY($1::oid[])",
    [ORQ_CATALOG_PUBLICATIONS] =
        "SELECT p.oid, p.pubname, p.pubowner, p.puballtables, p.pubinsert, p.pubupdate, "
        "p.pubdelete, p.pubtruncate, /*130000*/p.pubviaroot/*else*/false/*end*/, "
        "/*180000*/p.pubgencols/*else*/'n'/*end*/, /*150000*/ARRAY(SELECT n.nspname "
        "FROM pg_publication_namespace s "
        "JOIN pg_namespace n ON n.oid = s.pnnspid "
        "WHERE s.pnpubid = p.oid)/*else*/NULL/*end*/ "
        "FROM pg_publication p "
        "WHERE $1::oid[] IS NOT NULL",
    [ORQ_CATALOG_PUBLISHED] =
        "SELECT r.oid, r.prrelid, p.pubname, /*150000*/string_to_array(r.prattrs::text, ' '), "
        "pg_get_expr(r.prqual, r.prrelid)/*else*/NULL, NULL/*end*/ "
        "FROM pg_publication_rel r "
        "JOIN pg_publication p ON p.oid = r.prpubid "
        "WHERE $1::oid[] IS NOT NULL",
    [ORQ_CATALOG_COMMENTS] = "SELECT classoid, objoid, objsubid, description "
                             "FROM pg_description "
                             "WHERE objoid >= 16384",
    /* What texts depend on. An array stands for the type of its elements. A generated column
     * depends on others by its default, before 15 by itself. */
    [ORQ_CATALOG_DEPENDS] =
        "SELECT d.classid, d.objid, d.objsubid, d.refclassid, "
        "CASE WHEN d.refclassid = 1247 THEN (SELECT CASE WHEN t.typelem <> 0 AND t.typlen = -1 "
        "THEN t.typelem ELSE t.oid END FROM pg_type t WHERE t.oid = d.refobjid) "
        "ELSE d.refobjid END, d.refobjsubid "
        "FROM pg_depend d "
        "WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND (d.deptype = 'n' "
        "AND NOT (d.classid = 2606 AND d.refclassid = 1259 AND d.objid NOT IN (SELECT c.oid "
        "FROM pg_constraint c "
        "WHERE c.contype = 'c')) AND d.refclassid <> 2615 "
        "OR d.deptype = 'a' AND d.classid = 3381 "
        "OR d.deptype = 'a' AND d.classid = 1259 AND d.refclassid = 1259 AND d.objid IN (SELECT "
        "i.indexrelid "
        "FROM pg_index i "
        "WHERE i.indexprs IS NOT NULL OR i.indpred IS NOT NULL) "
        "OR d.deptype = 'a' AND /*150000*/d.classid = 2604 AND d.objid IN (SELECT x.oid "
        "FROM pg_attrdef x "
        "JOIN pg_attribute g ON g.attrelid = x.adrelid AND g.attnum = x.adnum "
        "WHERE g.attgenerated <> '')/*else*/d.classid = 1259 AND d.objid = d.refobjid "
        "AND d.objsubid > 0 AND d.refobjsubid > 0/*end*/)",
};

_Static_assert(sizeof statements / sizeof statements[0] == ORQ_CATALOG_QUERY_COUNT,
               "every query has a statement");

#define BEGIN "/*"
#define CLOSE "*/"
#define ELSE "/*else*/"
#define END "/*end*/"

/* Writes what stands in front of `end`, at its own depth; gives what follows it. */
static const char *resolve(struct orq_str *out, const char *at, const char *end, int version,
                           bool keep)
{
    while (*at && !(end && orq_starts_with(at, end))) {
        if (orq_starts_with(at, BEGIN)) {
            bool newer = version >= strtol(at + strlen(BEGIN), NULL, 10);
            at = strstr(at, CLOSE) + strlen(CLOSE);
            at = resolve(out, at, ELSE, version, keep && newer);
            at = resolve(out, at, END, version, keep && !newer);
            continue;
        }
        if (keep)
            orq_str_addc(out, *at);
        at++;
    }
    return end ? at + strlen(end) : at;
}

const char *orq_catalog_sql(struct orq_arena *arena, enum orq_catalog_query query, int version)
{
    struct orq_str sql = orq_str_new(arena);
    resolve(&sql, statements[query], NULL, version, true);
    return orq_str_text(&sql);
}
