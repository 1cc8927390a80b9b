CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "username" varchar(150) NOT NULL UNIQUE, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "score" real NULL, "age" smallint unsigned NOT NULL CHECK ("age" >= 0), "data" text NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)), "big" bigint unsigned NULL CHECK ("big" >= 0), "uuid" char(32) NOT NULL UNIQUE, "amount" decimal NOT NULL);
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
-- then
ALTER TABLE auth_group ADD COLUMN "note" varchar(10) DEFAULT '' NOT NULL;
