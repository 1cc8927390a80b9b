CREATE TABLE t (a character varying) WITH (toast.autovacuum_enabled = false);
CREATE TABLE u (a integer, c numeric NOT NULL GENERATED ALWAYS AS (a + 1) STORED) WITH (toast.autovacuum_enabled = false);
CREATE TABLE v (a bigint, b text) WITH (toast.autovacuum_enabled = false);
CREATE TABLE w (a text, b integer) WITH (toast.autovacuum_enabled = false);
