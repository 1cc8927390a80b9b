-- Everything in a database that pg_dump --schema-only --no-owner --no-privileges would show, in plain
-- SQL, for servers of every version: the oracle where there is no pg_dump. A record for each
-- object, parts of it that have an ALTER of their own apart; the order of columns in tables, which
-- nobody can change, is not shown. Neither are the ledger and what extensions own.
--   psql -XqAt0 -F ' ' -f digest.sql -d DATABASE | LC_ALL=C sort -z | tr '\0' '\n'
-- Columns that some versions do not have are read out of the row as JSON. calibrate.sh shows that it is one.
\set ON_ERROR_STOP on
SET search_path = '';
SET client_min_messages = error;
SET jit = off;

CREATE TEMP VIEW spaces AS
SELECT oid, nspname FROM pg_namespace
WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%';

-- What an extension owns, and the ledger with its indexes and its identity.
CREATE TEMP VIEW hidden AS
SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
UNION
SELECT 'pg_class'::regclass, r.oid
FROM pg_class l
LEFT JOIN pg_index i ON i.indrelid = l.oid
LEFT JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = l.oid AND d.deptype = 'i'
CROSS JOIN LATERAL unnest(ARRAY[l.oid, i.indexrelid, d.objid]) AS r(oid)
WHERE l.relname IN ('orqgen_revisions', 'alembic_version') AND r.oid IS NOT NULL;

-- What the server made for something else: constructors of ranges, casts of their multiranges.
CREATE TEMP VIEW internal AS
SELECT classid, objid FROM pg_depend WHERE deptype = 'i';

CREATE TEMP VIEW relations AS
SELECT c.* FROM pg_class c
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c', 'S') AND c.relnamespace IN (SELECT oid FROM pg_temp.spaces)
  AND ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

CREATE TEMP VIEW types AS
SELECT t.* FROM pg_type t
WHERE t.typnamespace IN (SELECT oid FROM pg_temp.spaces)
  AND ('pg_type'::regclass, t.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

CREATE TEMP VIEW routines AS
SELECT p.* FROM pg_proc p
WHERE p.pronamespace IN (SELECT oid FROM pg_temp.spaces)
  AND ('pg_proc'::regclass, p.oid) NOT IN (
      SELECT classid, objid FROM pg_temp.hidden UNION SELECT classid, objid FROM pg_temp.internal);

CREATE TEMP VIEW collation_names AS
SELECT k.oid, format('%I.%I', n.nspname, k.collname) AS name
FROM pg_collation k JOIN pg_namespace n ON n.oid = k.collnamespace;

-- -- relations --

SELECT 'schema', nspname FROM pg_temp.spaces
WHERE nspname <> 'public' AND ('pg_namespace'::regclass, oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'extension', e.extname, n.nspname
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.oid >= 16384;

SELECT 'relation', c.oid::regclass, c.relkind, c.relpersistence,
       'options', array_to_string(ARRAY(SELECT o FROM unnest(c.reloptions) o ORDER BY o), ','),
       'toast', array_to_string(ARRAY(SELECT o FROM unnest(t.reloptions) o ORDER BY o), ','),
       'security', c.relrowsecurity, c.relforcerowsecurity, 'identity', c.relreplident,
       'of', nullif(c.reloftype, 0)::regtype, 'access', m.amname, 'space', s.spcname,
       'key', CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END,
       'bound', pg_get_expr(c.relpartbound, c.oid)
FROM pg_temp.relations c
LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_am m ON m.oid = c.relam
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace;

SELECT 'parents', c.oid::regclass, string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
FROM pg_temp.relations c JOIN pg_inherits i ON i.inhrelid = c.oid
GROUP BY c.oid;

-- A partition's columns are its parent's, however it was made.
SELECT 'column', c.oid::regclass, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
       CASE c.relkind WHEN 'c' THEN row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) END,
       'collate', CASE WHEN a.attcollation <> y.typcollation THEN k.name END,
       CASE WHEN a.attnotnull THEN 'not null' END,
       'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity, 'generated', a.attgenerated,
       'storage', nullif(a.attstorage, y.typstorage),
       'compression', to_jsonb(a) ->> 'attcompression',
       'statistics', nullif(a.attstattarget, -1),
       'options', array_to_string(ARRAY(SELECT o FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg\_attver=%' ORDER BY o), ','),
       'foreign', array_to_string(a.attfdwoptions, ','),
       CASE WHEN NOT a.attislocal AND NOT c.relispartition THEN 'inherited' END
FROM pg_temp.relations c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type y ON y.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
LEFT JOIN pg_temp.collation_names k ON k.oid = a.attcollation
WHERE c.relkind <> 'S';

SELECT 'query', c.oid::regclass, pg_get_viewdef(c.oid)
FROM pg_temp.relations c WHERE c.relkind IN ('v', 'm');

SELECT 'sequence', c.oid::regclass, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
       s.seqcache, s.seqcycle, d.deptype, d.refobjid::regclass,
       (SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = d.refobjid AND attnum = d.refobjsubid)
FROM pg_temp.relations c
JOIN pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
     AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i');

SELECT 'foreign', f.ftrelid::regclass, s.srvname, array_to_string(f.ftoptions, ',')
FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver
WHERE f.ftrelid IN (SELECT oid FROM pg_temp.relations);

-- -- what stands on relations --

-- NOT NULL, which is a constraint since 18, without its name: renamed tables and partitions have old
-- ones, and a model says of a column that it is NOT NULL, not what the server calls that.
SELECT 'constraint', CASE WHEN k.conrelid <> 0 THEN k.conrelid::regclass::text ELSE k.contypid::regtype::text END,
       CASE WHEN k.contype <> 'n' THEN quote_ident(k.conname) END,
       pg_get_constraintdef(k.oid),
       'options', array_to_string(ARRAY(SELECT o FROM unnest(i.reloptions) o ORDER BY o), ','),
       'under', p.inhparent::regclass, CASE WHEN x.indisclustered THEN 'clustered' END,
       CASE WHEN x.indisreplident THEN 'identity' END
FROM pg_constraint k
LEFT JOIN pg_temp.relations c ON c.oid = k.conrelid
LEFT JOIN pg_temp.types t ON t.oid = k.contypid
LEFT JOIN pg_class i ON i.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_index x ON x.indexrelid = i.oid
LEFT JOIN pg_inherits p ON p.inhrelid = i.oid
WHERE k.contype <> 't' AND coalesce(c.oid, t.oid) IS NOT NULL
  AND CASE k.contype WHEN 'f' THEN k.conparentid = 0
                     WHEN 'c' THEN k.conislocal
                     WHEN 'n' THEN k.conislocal OR c.relispartition
                     ELSE true END;

SELECT 'index', regexp_replace(pg_get_indexdef(x.indexrelid), ' WITH \([^()]*\)', ''),
       array_to_string(ARRAY(SELECT o FROM unnest(i.reloptions) o ORDER BY o), ','), 'under', p.inhparent::regclass,
       CASE WHEN x.indisclustered THEN 'clustered' END, CASE WHEN x.indisreplident THEN 'identity' END
FROM pg_index x
JOIN pg_temp.relations c ON c.oid = x.indrelid
JOIN pg_class i ON i.oid = x.indexrelid
LEFT JOIN pg_inherits p ON p.inhrelid = x.indexrelid
WHERE (x.indisvalid OR c.relkind = 'p') AND x.indisready
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'));

SELECT 'index column', x.indexrelid::regclass, a.attnum, a.attstattarget
FROM pg_index x
JOIN pg_temp.relations c ON c.oid = x.indrelid
JOIN pg_attribute a ON a.attrelid = x.indexrelid AND a.attstattarget >= 0;

-- What a partition has of its parent counts where it is switched otherwise.
SELECT 'trigger', c.oid::regclass, pg_get_triggerdef(t.oid), t.tgenabled
FROM (SELECT t.*, (to_jsonb(t) ->> 'tgparentid')::oid AS parent FROM pg_trigger t) t
JOIN pg_temp.relations c ON c.oid = t.tgrelid
LEFT JOIN pg_trigger u ON u.oid = t.parent
WHERE NOT t.tgisinternal AND coalesce(t.parent, 0) = 0 OR t.tgenabled <> u.tgenabled;

SELECT 'rule', c.oid::regclass, pg_get_ruledef(r.oid), r.ev_enabled
FROM pg_rewrite r JOIN pg_temp.relations c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN';

SELECT 'policy', c.oid::regclass, quote_ident(p.polname), p.polcmd, p.polpermissive,
       (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE r::regrole::text END, ', ' ORDER BY 1) FROM unnest(p.polroles) r),
       'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p JOIN pg_temp.relations c ON c.oid = p.polrelid;

SELECT 'statistics', pg_get_statisticsobjdef(s.oid), nullif(to_jsonb(s) ->> 'stxstattarget', '-1')
FROM pg_statistic_ext s JOIN pg_temp.relations c ON c.oid = s.stxrelid;

-- -- types --

SELECT 'enum', t.oid::regtype, (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
FROM pg_temp.types t WHERE t.typtype = 'e';

SELECT 'domain', t.oid::regtype, format_type(t.typbasetype, t.typtypmod),
       'collate', CASE WHEN t.typcollation <> b.typcollation THEN k.name END,
       CASE WHEN t.typnotnull THEN 'not null' END, 'default', coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault)
FROM pg_temp.types t
JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_temp.collation_names k ON k.oid = t.typcollation
WHERE t.typtype = 'd';

SELECT 'range', t.oid::regtype, format_type(r.rngsubtype, NULL), r.rngcanonical, r.rngsubdiff, o.opcname, k.name,
       (to_jsonb(r) ->> 'rngmultitypid')::oid::regtype
FROM pg_range r
JOIN pg_temp.types t ON t.oid = r.rngtypid
JOIN pg_opclass o ON o.oid = r.rngsubopc
LEFT JOIN pg_temp.collation_names k ON k.oid = r.rngcollation;

SELECT 'type', t.oid::regtype,
       CASE WHEN t.typisdefined
            THEN to_jsonb(t) - '{oid,typnamespace,typowner,typarray,typacl,typrelid,typdefaultbin}'::text[] END
FROM pg_temp.types t
WHERE (t.typtype = 'b' OR NOT t.typisdefined) AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid);

-- -- routines --

SELECT p.prokind, pg_get_functiondef(p.oid) FROM pg_temp.routines p WHERE p.prokind <> 'a';

SELECT 'aggregate', p.oid::regprocedure, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), p.proparallel,
       to_jsonb(a) - '{aggfnoid,aggsortop,aggtranstype,aggmtranstype}'::text[],
       format_type(a.aggtranstype, NULL), format_type(nullif(a.aggmtranstype, 0), NULL), nullif(a.aggsortop, 0)::regoperator
FROM pg_temp.routines p JOIN pg_aggregate a ON a.aggfnoid = p.oid;

SELECT 'operator', o.oid::regoperator, o.oprcode, o.oprrest, o.oprjoin, nullif(o.oprcom, 0)::regoperator,
       nullif(o.oprnegate, 0)::regoperator, o.oprcanmerge, o.oprcanhash
FROM pg_operator o
WHERE o.oprnamespace IN (SELECT oid FROM pg_temp.spaces) AND o.oprcode <> 0
  AND ('pg_operator'::regclass, o.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'family', (pg_identify_object('pg_opfamily'::regclass, f.oid, 0)).identity,
       p.member, p.number, p.means
FROM pg_opfamily f
LEFT JOIN (
    SELECT amopfamily AS family, 'operator' AS member, amopstrategy AS number,
           amopopr::regoperator::text || coalesce(' ' || (pg_identify_object('pg_opfamily'::regclass, nullif(amopsortfamily, 0), 0)).identity, '') AS means
    FROM pg_amop
    UNION ALL
    SELECT amprocfamily, 'function', amprocnum,
           amproc::regprocedure || ' for ' || amproclefttype::regtype || ', ' || amprocrighttype::regtype
    FROM pg_amproc) p ON p.family = f.oid
WHERE f.opfnamespace IN (SELECT oid FROM pg_temp.spaces)
  AND ('pg_opfamily'::regclass, f.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'class', (pg_identify_object('pg_opclass'::regclass, o.oid, 0)).identity, o.opcintype::regtype,
       nullif(o.opckeytype, 0)::regtype, o.opcdefault, (pg_identify_object('pg_opfamily'::regclass, o.opcfamily, 0)).identity
FROM pg_opclass o
WHERE o.opcnamespace IN (SELECT oid FROM pg_temp.spaces)
  AND ('pg_opclass'::regclass, o.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'cast', c.castsource::regtype, c.casttarget::regtype, nullif(c.castfunc, 0)::regprocedure, c.castcontext, c.castmethod
FROM pg_cast c
WHERE c.oid >= 16384
  AND ('pg_cast'::regclass, c.oid) NOT IN (
      SELECT classid, objid FROM pg_temp.hidden UNION SELECT classid, objid FROM pg_temp.internal);

-- -- the rest --

SELECT 'collation', n.name, to_jsonb(k) - '{oid,collname,collnamespace,collowner,collversion}'::text[]
FROM pg_collation k JOIN pg_temp.collation_names n ON n.oid = k.oid
WHERE k.collnamespace IN (SELECT oid FROM pg_temp.spaces)
  AND ('pg_collation'::regclass, k.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'conversion', n.nspname, c.conname, pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding),
       c.conproc, c.condefault
FROM pg_conversion c JOIN pg_temp.spaces n ON n.oid = c.connamespace;

SELECT 'dictionary', (pg_identify_object('pg_ts_dict'::regclass, d.oid, 0)).identity,
       (pg_identify_object('pg_ts_template'::regclass, d.dicttemplate, 0)).identity, d.dictinitoption
FROM pg_ts_dict d
WHERE d.dictnamespace IN (SELECT oid FROM pg_temp.spaces)
  AND ('pg_ts_dict'::regclass, d.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'configuration', (pg_identify_object('pg_ts_config'::regclass, c.oid, 0)).identity,
       (pg_identify_object('pg_ts_parser'::regclass, c.cfgparser, 0)).identity, m.maptokentype, m.mapseqno, m.mapdict::regdictionary
FROM pg_ts_config c LEFT JOIN pg_ts_config_map m ON m.mapcfg = c.oid
WHERE c.cfgnamespace IN (SELECT oid FROM pg_temp.spaces)
  AND ('pg_ts_config'::regclass, c.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'wrapper', w.fdwname, nullif(w.fdwhandler, 0)::regproc, nullif(w.fdwvalidator, 0)::regproc, array_to_string(w.fdwoptions, ',')
FROM pg_foreign_data_wrapper w
WHERE ('pg_foreign_data_wrapper'::regclass, w.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'server', s.srvname, w.fdwname, s.srvtype, s.srvversion, array_to_string(s.srvoptions, ',')
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw;

SELECT 'mapping', srvname, usename, array_to_string(umoptions, ',') FROM pg_user_mappings;

SELECT 'event trigger', e.evtname, e.evtevent, e.evtfoid::regprocedure, array_to_string(e.evttags, ','), e.evtenabled
FROM pg_event_trigger e
WHERE ('pg_event_trigger'::regclass, e.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'publication', p.pubname, to_jsonb(p) - '{oid,pubname,pubowner}'::text[] FROM pg_publication p;

SELECT 'published', p.pubname, r.prrelid::regclass,
       'columns', (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) FROM pg_attribute a
                   WHERE a.attrelid = r.prrelid AND to_jsonb(r) -> 'prattrs' @> to_jsonb(a.attnum)),
       'where', to_jsonb(t) ->> 'rowfilter'
FROM pg_publication_rel r
JOIN pg_publication p ON p.oid = r.prpubid
JOIN pg_class c ON c.oid = r.prrelid
LEFT JOIN pg_publication_tables t
     ON t.pubname = p.pubname AND t.schemaname = c.relnamespace::regnamespace::name AND t.tablename = c.relname;

-- Of the catalogue 6237, which is there since 15, pg_depend tells enough.
SELECT 'published schema', p.pubname, n.nspname
FROM pg_depend d
JOIN pg_namespace n ON d.refclassid = 'pg_namespace'::regclass AND n.oid = d.refobjid
JOIN pg_depend e ON e.classid = d.classid AND e.objid = d.objid AND e.refclassid = 'pg_publication'::regclass
JOIN pg_publication p ON p.oid = e.refobjid
WHERE d.classid = 6237;

SELECT 'language', l.lanname, l.lanpltrusted, nullif(l.lanplcallfoid, 0)::regproc
FROM pg_language l
WHERE l.lanispl AND l.oid >= 16384 AND ('pg_language'::regclass, l.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'access method', m.amname, m.amhandler, m.amtype
FROM pg_am m WHERE m.oid >= 16384 AND ('pg_am'::regclass, m.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'transform', t.trftype::regtype, l.lanname, nullif(t.trffromsql, 0)::regprocedure, nullif(t.trftosql, 0)::regprocedure
FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
WHERE ('pg_transform'::regclass, t.oid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);

SELECT 'comment', o.type, o.identity, d.description
FROM pg_description d
CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
WHERE (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.objoid = 'public'::regnamespace)
  AND (d.classoid, d.objoid) NOT IN (SELECT classid, objid FROM pg_temp.hidden);
