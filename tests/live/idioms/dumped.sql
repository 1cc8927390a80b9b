-- a dump: settings first, search_path empty, everything altered on afterwards
SET statement_timeout = 0; SET client_encoding = 'UTF8'; SELECT pg_catalog.set_config('search_path', '', false); SET check_function_bodies = false; SET default_tablespace = ''; SET default_table_access_method = heap;
CREATE SCHEMA shop;
COMMENT ON SCHEMA public IS 'standard public schema';
CREATE FUNCTION shop.later(integer) RETURNS text LANGUAGE sql STABLE AS $_$ SELECT name FROM shop.item WHERE id = $1 $_$;
CREATE TABLE shop.item (id integer NOT NULL, name character varying(100) DEFAULT NULL::character varying, price double precision DEFAULT '0'::double precision NOT NULL, made timestamp without time zone DEFAULT ('now'::text)::date, flags bit varying(5) DEFAULT B'101'::bit varying, kind character(1) DEFAULT 'N'::bpchar NOT NULL, CONSTRAINT item_kind_check CHECK ((kind = ANY (ARRAY['N'::bpchar, 'O'::bpchar]))), CONSTRAINT item_name_check CHECK (((name)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))));
CREATE SEQUENCE shop.item_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE shop.item_id_seq OWNED BY shop.item.id;
CREATE TABLE shop.line (item integer, n integer);
CREATE VIEW shop.names AS SELECT NULL::integer AS id, NULL::text AS name, NULL::bigint AS lines;
ALTER TABLE ONLY shop.item ALTER COLUMN id SET DEFAULT nextval('shop.item_id_seq'::regclass);
ALTER TABLE ONLY shop.item ADD CONSTRAINT item_pkey PRIMARY KEY (id);
CREATE OR REPLACE VIEW shop.names AS SELECT i.id, (i.name)::text AS name, count(l.n) AS lines FROM (shop.item i LEFT JOIN shop.line l ON ((l.item = i.id))) GROUP BY i.id;
ALTER TABLE ONLY shop.line ADD CONSTRAINT line_item_fkey FOREIGN KEY (item) REFERENCES shop.item(id);
SELECT pg_catalog.setval('shop.item_id_seq', 40, true);
-- then
ALTER TABLE shop.item ALTER COLUMN price TYPE numeric(10,2), ALTER COLUMN price SET DEFAULT 0;
ALTER TABLE shop.item ADD CONSTRAINT item_price CHECK (price >= 0) NOT VALID;
ALTER TABLE shop.item DROP CONSTRAINT item_kind_check;
