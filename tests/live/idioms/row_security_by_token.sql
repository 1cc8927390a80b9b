-- row security of an API behind JWT
CREATE SCHEMA auth;
CREATE SCHEMA storage;
CREATE TYPE auth.factor_kind AS ENUM ('totp', 'webauthn');
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'))::uuid $$;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$ select current_setting('request.jwt.claim.role', true) $$;
COMMENT ON FUNCTION auth.uid() IS 'Who asks';
CREATE TABLE auth.users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email varchar(255), meta jsonb, confirmed_at timestamptz GENERATED ALWAYS AS (LEAST(email_at, phone_at)) STORED, email_at timestamptz, phone_at timestamptz, phone text UNIQUE DEFAULT NULL::character varying, is_sso boolean NOT NULL DEFAULT false);
CREATE UNIQUE INDEX users_email_partial ON auth.users (email) WHERE (is_sso = false);
COMMENT ON INDEX auth.users_email_partial IS 'Auth: only among those without SSO';
COMMENT ON COLUMN auth.users.is_sso IS 'Auth: set true
for "SSO" accounts; it''s final';
CREATE TABLE public.profiles (id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, nick text UNIQUE CHECK (char_length(nick) >= 3), factor auth.factor_kind DEFAULT 'totp');
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
ALTER TABLE auth.users FORCE ROW LEVEL SECURITY;
CREATE POLICY "Anyone may look." ON public.profiles FOR SELECT USING (true);
CREATE POLICY "Own row only" ON public.profiles FOR UPDATE USING ((( SELECT auth.uid() AS uid) = id)) WITH CHECK (auth.uid() = id);
CREATE POLICY strict ON public.profiles AS RESTRICTIVE FOR DELETE USING (EXISTS (SELECT 1 FROM auth.users u WHERE u.id = profiles.id AND u.is_sso));
CREATE FUNCTION public.new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '' AS $$ begin insert into public.profiles (id, nick) values (new.id, new.meta ->> 'nick'); return new; end; $$;
CREATE TRIGGER on_user AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.new_user();
CREATE TABLE storage.objects (id uuid DEFAULT gen_random_uuid() NOT NULL PRIMARY KEY, bucket text, name text COLLATE "C", owner uuid, path_tokens text[] GENERATED ALWAYS AS (string_to_array(name, '/'::text)) STORED, level int DEFAULT 1);
CREATE UNIQUE INDEX objects_name ON storage.objects (bucket, name COLLATE "C" text_pattern_ops, level);
CREATE FUNCTION storage.foldername(name text) RETURNS text[] LANGUAGE plpgsql AS $$ DECLARE _parts text[]; BEGIN select string_to_array(name, '/') into _parts; return _parts[1:array_length(_parts,1)-1]; END $$;
ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON storage.objects TO PUBLIC USING (bucket = 'avatars' AND (storage.foldername(name))[1] = auth.uid()::text);
-- then
ALTER TABLE storage.objects ALTER COLUMN bucket TYPE varchar(40);
ALTER POLICY "Own row only" ON public.profiles RENAME TO "Own row";
ALTER TABLE public.profiles ADD COLUMN public boolean NOT NULL DEFAULT false;
DROP POLICY "Anyone may look." ON public.profiles;
CREATE POLICY "Anyone may look." ON public.profiles FOR SELECT USING (public OR id = auth.uid());
CREATE OR REPLACE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$ select coalesce(current_setting('request.jwt.claim.role', true), 'anon') $$;
ALTER TYPE auth.factor_kind ADD VALUE 'phone';
ALTER TABLE auth.users ALTER COLUMN email TYPE text;
