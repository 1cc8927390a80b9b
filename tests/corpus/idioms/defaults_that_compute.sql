CREATE TABLE `_params` (`id` TEXT PRIMARY KEY NOT NULL, `key` TEXT UNIQUE NOT NULL, `value` JSON DEFAULT NULL, `created` TEXT DEFAULT "" NOT NULL, `updated` TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%fZ')) NOT NULL);
CREATE TABLE `users` (`avatar` TEXT DEFAULT '' NOT NULL, `emailVisibility` BOOLEAN DEFAULT FALSE NOT NULL, `id` TEXT PRIMARY KEY DEFAULT ('r'||lower(hex(randomblob(7)))) NOT NULL, `verified` BOOLEAN DEFAULT FALSE NOT NULL, email TEXT DEFAULT '' NOT NULL);
CREATE UNIQUE INDEX __pb_users_email_idx ON `users` (`email`) WHERE `email` != '';
CREATE TABLE cf (id TEXT PRIMARY KEY, created INTEGER NOT NULL DEFAULT (unixepoch()), n INTEGER NOT NULL DEFAULT (abs(random()) % 100), j TEXT NOT NULL DEFAULT (json_object('a', json_array(1, 2))) CHECK (json_valid(j) AND json_type(j) = 'object'), at TEXT GENERATED ALWAYS AS (json_extract(j, '$.at')) VIRTUAL, e TEXT CHECK (e IN ('a','b') OR e IS NULL));
CREATE INDEX cf_at ON cf (at, json_extract(j, '$.k'));
-- then
ALTER TABLE cf ADD COLUMN k TEXT AS (j ->> '$.k');
ALTER TABLE users DROP COLUMN avatar;
