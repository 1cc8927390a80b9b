-- The TOAST table, and what is set on it, is there only while a column needs it.
CREATE TABLE t (a integer) WITH (toast.autovacuum_enabled = false);
CREATE TABLE u (a integer[], c boolean NOT NULL GENERATED ALWAYS AS (a IS NULL) STORED) WITH (toast.autovacuum_enabled = false);
CREATE TABLE v (a integer, b text) WITH (toast.autovacuum_enabled = false);
CREATE TABLE w (a text);
