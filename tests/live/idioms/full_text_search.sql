-- full text search with a configuration of its own (as Rails, MusicBrainz and many others)
CREATE EXTENSION unaccent;
CREATE TEXT SEARCH CONFIGURATION en (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION en ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE TEXT SEARCH DICTIONARY plain_dict (TEMPLATE = pg_catalog.simple, stopwords = 'english', accept = 'false');
CREATE TABLE articles (id serial PRIMARY KEY, title text, body text, search tsvector GENERATED ALWAYS AS (setweight(to_tsvector('public.en'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('en'::regconfig, coalesce(body, '')), 'B')) STORED, tsv tsvector);
CREATE INDEX articles_search ON articles USING gin (search);
CREATE INDEX articles_title ON articles USING gin (to_tsvector('en'::regconfig, title));
CREATE TRIGGER tsv BEFORE INSERT OR UPDATE ON articles FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('tsv', 'public.en', 'title', 'body');
-- then
ALTER TEXT SEARCH CONFIGURATION en ALTER MAPPING FOR asciiword WITH plain_dict, english_stem;
ALTER TABLE articles ADD COLUMN lang text DEFAULT 'en';
