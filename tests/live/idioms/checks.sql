-- checks as people write them
CREATE FUNCTION ok(jsonb) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TABLE t (a int, b int, c text, d date, e jsonb, f text[], g numeric, h timestamptz, i inet, j varchar(20), k bool, l interval, m char(3), n bytea, o uuid, p float8,
 CONSTRAINT c01 CHECK (a BETWEEN 1 AND 10), CONSTRAINT c02 CHECK (a NOT BETWEEN SYMMETRIC b AND 3), CONSTRAINT c03 CHECK (c IN ('x', 'y') AND c NOT IN ('z')),
 CONSTRAINT c04 CHECK (c ~ '^\d+$' AND c !~* E'\\s'), CONSTRAINT c05 CHECK (c LIKE 'a\_%' ESCAPE '\' OR c NOT ILIKE '%b%'), CONSTRAINT c06 CHECK (c SIMILAR TO '(a|b)%'),
 CONSTRAINT c07 CHECK ((a IS NULL) <> (b IS NULL)), CONSTRAINT c08 CHECK (num_nonnulls(a, b, c) = 1), CONSTRAINT c09 CHECK (a IS DISTINCT FROM b), CONSTRAINT c10 CHECK ((a, b) <= (c::int, 5)),
 CONSTRAINT c11 CHECK (jsonb_typeof(e) = 'object' AND e ? 'k' AND e ->> 'k' IS NOT NULL AND e @> '{"a": 1}'), CONSTRAINT c12 CHECK (ok(e)), CONSTRAINT c13 CHECK (f <@ ARRAY['a', 'b']::text[] AND cardinality(f) > 0 AND f[1] <> ALL (f[2:3])),
 CONSTRAINT c14 CHECK (d > DATE '2000-01-01' AND h < now() + INTERVAL '1' DAY), CONSTRAINT c15 CHECK (EXTRACT(dow FROM d) NOT IN (0, 6)), CONSTRAINT c16 CHECK (date_part('year', d) = 2000 OR d = ANY ('{2001-01-01,2002-02-02}'::date[])),
 CONSTRAINT c17 CHECK (CASE WHEN a > 0 THEN b > 0 WHEN a = 0 THEN NULL ELSE b < 0 END), CONSTRAINT c18 CHECK (COALESCE(a, b, 0) + NULLIF(b, 0) > GREATEST(a, b)), CONSTRAINT c19 CHECK (NOT (k AND k IS NOT TRUE) IS UNKNOWN),
 CONSTRAINT c20 CHECK (trim(both ' ' from c) = c AND position('x' in c) = 0 AND substring(c from 2 for 3) <> 'abc' AND overlay(c placing 'x' from 1) <> '' AND char_length(c) <= 10 AND octet_length(n) = 32),
 CONSTRAINT c21 CHECK (g % 1 = 0 AND g ^ 2 < 1e6 AND -g < +5 AND @ g > 0 AND |/ p < 3), CONSTRAINT c22 CHECK (i << inet '10.0.0.0/8' AND family(i) = 4), CONSTRAINT c23 CHECK (l >= '1 day'::interval AND l < interval '2-3' year to month),
 CONSTRAINT c24 CHECK (j = upper(j) COLLATE "C" AND m <> 'abc'), CONSTRAINT c25 CHECK (h AT TIME ZONE 'UTC' > '2000-01-01'::timestamp AND timezone('UTC', h)::date = d) , CONSTRAINT c26 CHECK (c IS NFC NORMALIZED),
 CONSTRAINT c27 CHECK (a & 1 = 0 AND (a | 2) << 3 > 0 AND ~a # 5 <> 0), CONSTRAINT c28 CHECK (o <> '00000000-0000-0000-0000-000000000000'), CONSTRAINT c29 CHECK (ROW(a, b) IS NOT NULL AND (a, b) IN ((1, 2), (3, 4))),
 CHECK (a > 0), CHECK (b > 0 AND a > 0), CHECK (true));
-- then
ALTER TABLE t ALTER a TYPE bigint, ALTER j TYPE text, ALTER g TYPE numeric(10,2), ALTER c TYPE varchar(99);
ALTER TABLE t RENAME d TO day;
