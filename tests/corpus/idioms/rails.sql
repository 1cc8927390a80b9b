CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE IF NOT EXISTS "ar_internal_metadata" ("key" varchar NOT NULL PRIMARY KEY, "value" varchar, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE TABLE IF NOT EXISTS "active_storage_blobs" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "key" varchar NOT NULL, "metadata" text, "byte_size" bigint NOT NULL, "created_at" datetime(6) NOT NULL);
CREATE UNIQUE INDEX "index_active_storage_blobs_on_key" ON "active_storage_blobs" ("key") /*application='Shop'*/;
CREATE TABLE IF NOT EXISTS "posts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "title" varchar DEFAULT 'x''y' NOT NULL, "price" decimal(8,2) DEFAULT 0.0, "flag" boolean DEFAULT 1, "user_id" integer, "tags" json DEFAULT '[]', "full" varchar GENERATED ALWAYS AS (title || '!') VIRTUAL, CONSTRAINT "fk_rails_5b5ddfd518"
FOREIGN KEY ("user_id")
  REFERENCES "users" ("id")
 ON DELETE CASCADE, CONSTRAINT chk CHECK (price >= 0));
CREATE TABLE IF NOT EXISTS "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "email" varchar COLLATE NOCASE DEFAULT '' NOT NULL);
CREATE INDEX "index_posts_on_user_id" ON "posts" ("user_id");
CREATE INDEX "ip" ON "posts" (lower(title), "price" COLLATE BINARY DESC) WHERE flag = 1;
-- then
ALTER TABLE posts ADD COLUMN summary text;
CREATE INDEX p2 ON posts (summary) WHERE summary IS NOT NULL;
