-- a Rails structure
CREATE TABLE public.schema_migrations (version character varying NOT NULL PRIMARY KEY);
CREATE TABLE public.ar_internal_metadata (key character varying NOT NULL PRIMARY KEY, value character varying, created_at timestamp(6) without time zone NOT NULL, updated_at timestamp(6) without time zone NOT NULL);
CREATE TABLE public.accounts (id bigint NOT NULL, name character varying DEFAULT ''::character varying NOT NULL, settings jsonb DEFAULT '{}'::jsonb NOT NULL, tags character varying[] DEFAULT '{}'::character varying[], balance_cents integer DEFAULT 0 NOT NULL, currency character varying(3) DEFAULT 'EUR'::character varying, kind integer, lock_version integer DEFAULT 0, created_at timestamp(6) without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL, ip inet, last_seen timestamp without time zone DEFAULT '-infinity'::timestamp without time zone);
CREATE SEQUENCE public.accounts_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.accounts_id_seq OWNED BY public.accounts.id;
ALTER TABLE ONLY public.accounts ALTER COLUMN id SET DEFAULT nextval('public.accounts_id_seq'::regclass);
ALTER TABLE ONLY public.accounts ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
CREATE TABLE public.taggings (id bigserial primary key, taggable_type character varying, taggable_id bigint, account_id bigint NOT NULL, "order" integer, "user" varchar);
CREATE INDEX index_taggings_on_taggable ON public.taggings USING btree (taggable_type, taggable_id);
CREATE UNIQUE INDEX index_accounts_on_lower_name ON public.accounts USING btree (lower((name)::text)) WHERE (kind IS NOT NULL);
CREATE INDEX index_accounts_on_settings ON public.accounts USING gin (settings jsonb_path_ops);
CREATE INDEX index_accounts_on_tags ON public.accounts USING gin (tags);
CREATE INDEX "index_taggings_on_a_very_long_name_that_rails_has_generated_cut" ON public.taggings ("user", "order" DESC NULLS LAST);
CREATE INDEX idx_accounts_settings_plan ON accounts (((settings ->> 'plan'::text)), ((settings -> 'seats')));
ALTER TABLE ONLY public.taggings ADD CONSTRAINT fk_rails_0a1b2c3d4e FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE NOT VALID;
ALTER TABLE public.accounts ADD CONSTRAINT check_0011 CHECK ((char_length(name) <= 255)) NOT VALID;
-- then
ALTER TABLE public.taggings VALIDATE CONSTRAINT fk_rails_0a1b2c3d4e;
ALTER TABLE public.accounts VALIDATE CONSTRAINT check_0011;
ALTER TABLE public.accounts ALTER COLUMN created_at TYPE timestamp with time zone USING created_at AT TIME ZONE 'UTC';
ALTER TABLE public.accounts ALTER COLUMN kind SET DEFAULT 1;
ALTER TABLE public.accounts ALTER COLUMN tags TYPE text[];
ALTER TABLE public.accounts RENAME COLUMN ip TO address;
ALTER TABLE public.taggings DROP COLUMN "order";
