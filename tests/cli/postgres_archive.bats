# on_drop: archive on PostgreSQL: what an upgrade drops it keeps, and the downgrade puts it back.
load postgres

# A database of this script, a baseline of it and the model of it that archives.
begin() {
    sql "$1"
    orq inspect
    is_status 0
    mkdir -p schemas
    { echo "on_drop: archive"; echo "$output"; } >schemas/model.yaml
}

dump() {
    dumped "$db" -T orqgen_revisions
    admin -f "$ORQ_ROOT/tests/live/rows.sql" | sort
    admin -c "SELECT schemaname, sequencename, last_value FROM pg_sequences
              WHERE sequencename NOT LIKE 'orqgen%' ORDER BY 1, 2"
}

# Up to the model, and back: everything is as before, and no archive is left.
there_and_back() {
    local before
    before=$(dump)
    orq --autogenerate --rev-id second000002 -m "drop"
    is_status 0
    says "upgrade keeps"
    [[ $stderr != *"upgrade LOSES"* ]]
    holds "$(cat migrations/*drop.sql)" "up, down and up again with"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    orq downgrade -1
    is_status 0
    diff <(echo "$before") <(dump)
    orq upgrade
    is_status 0
    orq check
    is_status 0
    no_scratches
}

@test "columns and tables with identities, serials and foreign keys come back" {
    begin "CREATE TABLE customers (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
           INSERT INTO customers (name) VALUES ('Ada'), ('Bob'), ('gone');
           DELETE FROM customers WHERE name = 'gone';
           CREATE TABLE orders (id serial PRIMARY KEY, customer integer NOT NULL REFERENCES customers, total integer);
           INSERT INTO orders (customer, total) VALUES (1, 10), (2, NULL), (1, 30);
           CREATE TABLE kept (a integer, b integer, total numeric(8,2) NOT NULL, note text DEFAULT 'hello', PRIMARY KEY (a, b));
           INSERT INTO kept VALUES (1, 1, 1.5, NULL), (1, 2, 2, 'x')"
    sed -i '/^      total: .*numeric\|^      note:/d; /^  customers:/,/^  kept:/{/^  kept:/!d}; /^  orders:/,$d' schemas/model.yaml
    sed -i '/^sequences:/,/^[a-z]*:$/{/^sequences:/d; /^ /d}' schemas/model.yaml
    there_and_back
    orq archive list
    is_status 0
    prints "kept.total, kept.note: 2 rows"
    prints "the counter of customers.id: 1 row"
    prints " kB, since 20"
    orq archive list --json
    prints '"bytes":'
    orq inspect
    [[ $output != *orqgen_archive* ]]
}

@test "rows that came meanwhile have the default; those that went stay away" {
    begin "CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL DEFAULT 7, b text DEFAULT 'hello');
           INSERT INTO t VALUES (1, 10, 'one'), (2, 20, NULL)"
    sed -i '/^      a:/d; /^      b:/d' schemas/model.yaml
    orq --autogenerate -m "drop"
    orq upgrade
    is_status 0
    sql "DELETE FROM t WHERE id = 1; INSERT INTO t VALUES (4)"
    orq downgrade -1
    is_status 0
    [ "$(sql "SELECT id, a, b IS NULL, b FROM t ORDER BY id")" = "2|20|t|
4|7|f|hello" ]
}

@test "a row that came meanwhile and has nothing to put in a NOT NULL column stops the downgrade" {
    begin "CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL); INSERT INTO t VALUES (1, 10)"
    sed -i '/^      a:/d' schemas/model.yaml
    there_and_back
    sql "INSERT INTO t VALUES (4)"
    orq downgrade -1
    is_status 5
    says 'contains null values' # 12 names no relation
    [ "$(sql "SELECT count(*) FROM orqgen_archive_second000002_1")" = 1 ]
}

@test "no trigger takes it for a change, and an archive outlives the types of what it keeps" {
    begin "CREATE TYPE mood AS ENUM ('sad', 'glad');
           CREATE TABLE t (id integer PRIMARY KEY, changed integer DEFAULT 0, a mood);
           INSERT INTO t (id, a) VALUES (1, 'sad'), (2, NULL);
           CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS
               'BEGIN NEW.changed := NEW.changed + 1; RETURN NEW; END';
           CREATE TRIGGER changes BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION count_change()"
    sed -i '/^      a:/d; /^enums:/,/^[a-z]*:/{/^enums:/d; /mood/d}' schemas/model.yaml
    there_and_back
    [ -z "$(sql "SELECT typname FROM pg_type WHERE typname = 'mood'")" ]
}

@test "partitions, and names in need of quotes" {
    begin 'CREATE SCHEMA "Au dit";
           CREATE TABLE "Au dit"."we;ird" ("I""d" integer, at date, "va--l" text NOT NULL, PRIMARY KEY ("I""d", at)) PARTITION BY RANGE (at);
           CREATE TABLE "Au dit".p1 PARTITION OF "Au dit"."we;ird" FOR VALUES FROM ('"'2020-01-01'"') TO ('"'2021-01-01'"');
           CREATE TABLE "Au dit".p2 PARTITION OF "Au dit"."we;ird" DEFAULT;
           INSERT INTO "Au dit"."we;ird" VALUES (1, '"'2020-02-03', 'x'), (1, '2024-02-03', 'y''y'), (2, '2020-02-03', ''"')'
    cp schemas/model.yaml full.yaml
    sed -i '/va--l/d' schemas/model.yaml
    there_and_back
    orq downgrade -1
    is_status 0
    rm -r migrations/*drop.sql
    { echo "on_drop: archive"; echo "schemas: ['Au dit']"; echo "tables: {}"; } >schemas/model.yaml
    there_and_back
}

@test "what cannot be found again is lost, and that is said" {
    begin "CREATE TABLE loose (a integer, b text); INSERT INTO loose VALUES (1, 'x');
           CREATE TABLE parent (id integer PRIMARY KEY, c text);
           CREATE TABLE child () INHERITS (parent); INSERT INTO child VALUES (1, 'child')"
    sed -i '/^      b:/d; /^      c:/d' schemas/model.yaml
    orq --autogenerate -m "drop"
    is_status 0
    says "upgrade LOSES DATA: loose.b"
    says "upgrade LOSES DATA: parent.c"
    holds "$(cat migrations/*drop.sql)" "not archived: loose has no key that stays"
    orq upgrade
    is_status 2
}

@test "renames in the same migration" {
    begin "CREATE TABLE orders (id integer PRIMARY KEY, total integer, note text);
           INSERT INTO orders VALUES (1, 10, 'x'), (2, 20, NULL)"
    cat >schemas/model.yaml <<'YAML'
on_drop: archive
tables:
  sales:
    renamed_from: orders
    columns:
      nr: {type: integer, primary_key: true, renamed_from: id}
      note: {type: text}
YAML
    orq --autogenerate -m "names"
    is_status 0
    says "upgrade keeps orders.total"
    orq upgrade
    is_status 0
    orq downgrade -1
    is_status 0
    [ "$(sql "SELECT id, total FROM orders ORDER BY id")" = "1|10
2|20" ]
}

@test "purge, and the downgrade that refuses" {
    begin "CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL); INSERT INTO t VALUES (1, 10)"
    sed -i '/^      a:/d' schemas/model.yaml
    there_and_back
    orq archive purge second000002
    is_status 2
    orq archive purge second000002 --yes
    is_status 0
    says "removed 1 archive"
    orq downgrade -1
    is_status 2
    says "the archive is gone"
    orq check
    is_status 0
}

@test "a statement that undoes the keeping is seen, whatever the notes say" {
    begin "CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL); INSERT INTO t VALUES (1, 10)"
    sed -i '/^      a:/d' schemas/model.yaml
    orq --autogenerate --rev-id second000002 -m "drop"
    is_status 0
    awk '/^-- \+orqgen downgrade/ {print "DROP TABLE orqgen_archive_second000002_1;"} {print}' \
        migrations/*drop.sql >edited
    cp edited migrations/*drop.sql
    orq upgrade
    is_status 2
    says "t.a (line"
}

@test "nobody writes between the copy and the drop" {
    begin "CREATE TABLE t (id integer PRIMARY KEY, a integer); INSERT INTO t VALUES (1, 10)"
    sed -i '/^      a:/d' schemas/model.yaml
    orq --autogenerate -m "drop"
    holds "$(cat migrations/*drop.sql)" "LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE"
}

@test "an upgrade that stopped behind its archive is finished, and then goes back whole" {
    begin "CREATE TABLE t (id integer PRIMARY KEY, b integer, a integer NOT NULL); INSERT INTO t VALUES (1, 5, 10), (2, 5, 20)"
    sed -i '/^      a:/d; s/^      b: .*/      b: {type: integer, unique: true}/' schemas/model.yaml
    orq --autogenerate --rev-id second000002 --no-proof -m "drop"
    is_status 0
    orq upgrade
    is_status 6
    [ "$(sql "SELECT count(*) FROM orqgen_archive_second000002_1")" = 2 ]
    orq downgrade --partial
    is_status 2
    says "second000002 has archived what it dropped (orqgen_archive_second000002_1): --partial would not put it back"
    sql "UPDATE t SET b = 6 WHERE id = 2"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    orq downgrade -1
    is_status 0
    [ "$(sql "SELECT * FROM t ORDER BY id")" = "1|5|10
2|6|20" ]
}
