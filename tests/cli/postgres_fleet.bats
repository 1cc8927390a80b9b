# One command on many PostgreSQL databases, and on the schemas of one.
load postgres

# tenants N: so many databases ${db}_t001 …, of the test's role.
tenants() {
    local strategy="" name
    # 15 and later copy the few files of template0 faster than they log them.
    [ "$(version_of_server)" -lt 15 ] || strategy="STRATEGY file_copy"
    for name in $(seq -f "${db}_t%03g" "$1"); do
        echo "CREATE DATABASE $name OWNER $db TEMPLATE template0 $strategy;"
    done | admin -d postgres -f -
}

# Two migrations, none of them applied anywhere; a list of the tenants' databases.
fleet() {
    shop_model
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    second
    echo "databases $(url "$db" postgres) SELECT datname FROM pg_database WHERE datname LIKE '${db}\\_t%' ORDER BY 1" >list
}

# Schemas of the test's own database, and a list of them.
schemas() {
    local name
    for name in "$@"; do
        sql "CREATE SCHEMA \"$name\""
    done
    echo "schemas $(url) SELECT nspname FROM pg_namespace WHERE nspowner = '$db'::regrole ORDER BY nspname COLLATE \"C\"" >list
}

lines() {
    grep -c -- "$1" <<<"$output" || true
}

shown() { # database
    echo "postgresql://$db@/$1?host=$socket"
}

@test "a hundred databases, listed by a query: upgrade, again, check, current" {
    fleet
    tenants 100
    orq upgrade --targets list --jobs 4
    local failed=$status
    [ "$failed" -eq 0 ] || echo "$stderr"
    [ "$failed" -eq 0 ]
    [ "${#lines[@]}" -eq 100 ]
    [ "${lines[0]}" = "$(shown "${db}_t001"): 2 migrations, at second000001" ]
    [ "$stderr" = "100 done" ]
    orq upgrade --targets list --jobs 4
    is_status 0
    [ "$(lines ': nothing to do, at second000001$')" -eq 100 ]
    orq current --targets list --jobs 4
    is_status 0
    [ "$(lines ': second000001 (head) codes$')" -eq 100 ]
    # One that failed in the middle is all that is left to be done.
    admin -d "${db}_t050" -c "DROP INDEX customers_code_key" -c "ALTER TABLE customers DROP COLUMN code" \
        -c "DELETE FROM orqgen_revisions WHERE revision = 'second000001'" \
        -c "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob')"
    orq upgrade --targets list --jobs 4 --keep-going
    is_status 6
    [ "$(lines 'nothing to do')" -eq 99 ]
    prints "$(shown "${db}_t050"): failed (exit code 6)"
    says "$(shown "${db}_t050"): migrations/"
    says "99 done, 1 failed"
    orq current --target "$(shown "${db}_t050")"
    is_status 0
    admin -d "${db}_t050" -c "UPDATE customers SET code = id"
    orq upgrade --targets list --jobs 4
    is_status 0
    prints "$(shown "${db}_t050"): 1 migration, at second000001"
}

@test "check tells of each, and passwords are never shown" {
    fleet
    tenants 3
    echo "databases postgresql://$db:s3cret@/postgres?host=$socket SELECT datname FROM pg_database WHERE datname LIKE '${db}\\_t%' ORDER BY 1" >list
    orq upgrade first0000001 --targets list
    is_status 0
    rm $second
    admin -d "${db}_t002" -c "CREATE INDEX extra ON orders (total)"
    orq check --targets list --jobs 3
    is_status 1
    [ "${lines[0]}" = "$(shown "${db}_t001"): clean, at first0000001" ]
    [ "${lines[1]}" = "$(shown "${db}_t002"): drift: the database is not what revision first0000001 builds" ]
    says "2 clean, 1 different"
    [[ $output$stderr != *s3cret* ]]
    orq check --targets list --json
    [[ $output$stderr != *s3cret* ]]
    admin -d postgres -c "DROP DATABASE ${db}_t003"
    orq upgrade --target "postgresql://$db:s3cret@/${db}_t003?host=$socket"
    is_status 3
    [[ $output$stderr != *s3cret* ]]
    no_scratches
}

@test "a query that cannot be asked" {
    fleet
    orq upgrade --target "databases $(url) SELECT nope"
    is_status 3
    one_error
    says '--target: error:'
    says 'the query failed: column "nope" does not exist'
    orq upgrade --target "databases $(url "$db" nowhere_$db) SELECT 1"
    is_status 3
    one_error
    orq upgrade --target "databases $(url) DELETE FROM orders"
    is_status 3
    one_error
    orq upgrade --target "databases $(url) SELECT 'x' WHERE false"
    is_status 2
    says 'the query of "databases" gives no row'
    sql "CREATE TABLE tenants (name text); INSERT INTO tenants VALUES (NULL)"
    orq upgrade --target "databases $(url) SELECT name FROM tenants"
    is_status 2
    says "row 1 of the query is empty"
}

@test "tenant schemas: each has its tables and its ledger" {
    fleet
    schemas acme "Big Corp" initech
    orq upgrade --targets list --jobs 3
    is_status 0
    [ "${lines[0]}" = "$(shown "$db") schema Big Corp: 2 migrations, at second000001" ]
    says "3 done"
    [ "$(sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")" -eq 0 ]
    [ "$(sql "SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'Big Corp'")" = customers,orders,orqgen_revisions ]
    [ "$(sql "SELECT count(*) FROM acme.orqgen_revisions")" -eq 2 ]
    orq current --targets list
    is_status 0
    [ "$(lines ': second000001 (head) codes$')" -eq 3 ]
    orq downgrade -1 --targets list --allow-data-loss
    is_status 0
    [ "$(lines ': 1 migration, at first0000001$')" -eq 3 ]
    orq upgrade --target "schemas $(url) SELECT 'acme'"
    is_status 0
    [ "$(sql "SELECT revision FROM acme.orqgen_revisions ORDER BY position DESC LIMIT 1")" = second000001 ]
    [ "$(sql "SELECT revision FROM initech.orqgen_revisions ORDER BY position DESC LIMIT 1")" = first0000001 ]
}

@test "tenant schemas: SQL that says public means the tenant's" {
    shop_model
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    migration named00001 first0000001 "CREATE VIEW public.big AS SELECT * FROM public.orders WHERE total > 10;
CREATE FUNCTION public.how_many() RETURNS bigint LANGUAGE sql AS \$\$ SELECT count(*) FROM public.orders \$\$;
CREATE SEQUENCE s;
ALTER TABLE orders ALTER COLUMN id SET DEFAULT nextval('public.s'::regclass);
INSERT INTO customers VALUES (1, 'public.x');"
    schemas acme initech
    orq upgrade --targets list --jobs 2
    is_status 0
    sql "INSERT INTO acme.orders (customer_id, total) VALUES (1, 20)"
    [ "$(sql "SELECT acme.how_many(), initech.how_many(), (SELECT count(*) FROM acme.big)")" = "1|0|1" ]
    [ "$(sql "SELECT name FROM acme.customers")" = public.x ]
}

@test "tenant schemas: what cannot be in one is refused before anything runs" {
    shop_model
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    schemas acme
    migration bad00000001 first0000001 "CREATE TABLE t (id integer);
CREATE EXTENSION IF NOT EXISTS citext;
DO \$\$ BEGIN EXECUTE 'DELETE FROM public.orders'; END \$\$;"
    orq upgrade --targets list
    is_status 2
    says "_bad00000001.sql:7: error: the schema acme cannot have an extension of its own"
    says "_bad00000001.sql:8: error: a routine puts SQL together that names the schema public"
    [ "$(sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'acme'")" -eq 0 ]
    ORQGEN_LEDGER=audit.revisions orq current --targets list
    is_status 2
    says "the ledger audit.revisions is in one schema, and each of the schemas needs its own"
    orq upgrade --target "schemas $(url) SELECT 'pg_catalog'"
    is_status 2
    says "migrations cannot run in the schema pg_catalog"
}

@test "tenant schemas: check tells of each" {
    mkdir -p schemas
    cat >schemas/shop.yaml <<'YAML'
model: shop
dialects: [postgresql]
manage: [tables, views, functions, enums, sequences]
enums:
  mood: {values: [good, bad]}
functions:
  twice:
    sql: CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT n * 2 $$
tables:
  customers:
    columns:
      id: {type: bigint, primary_key: true, identity: by default}
      name: {type: text, nullable: false, unique: true}
      mood: {type: mood, default: {sql: "'good'::mood"}}
      score: {type: integer, default: {sql: twice(3)}, check: twice(score) BETWEEN 0 AND 1000}
      high: {type: integer, generated: {as: twice(score), stored: true}}
    indexes:
      - {name: customers_twice, columns: [{expr: twice(score)}], where: "mood = 'good'"}
views:
  happy:
    sql: SELECT id, name FROM customers WHERE mood = 'good' AND id IN (SELECT id FROM customers WHERE twice(score) > 1)
YAML
    orq --autogenerate --rev-id first0000001 -m "first tables"
    is_status 0
    schemas acme "Big Corp" initech
    orq upgrade --targets list
    is_status 0
    orq check --targets list
    is_status 0
    [ "$(lines ': clean, at first0000001$')" -eq 3 ]
    sql 'CREATE INDEX extra ON "Big Corp".customers (name, id)'
    sql "CREATE OR REPLACE VIEW initech.happy AS SELECT id, name FROM initech.customers WHERE mood = 'bad'"
    sql "CREATE TABLE public.nobodys (id integer)"
    orq check --targets list --jobs 3 --json
    is_status 1
    printf '%s\n' "$output" >all.json
    [ "$(sqlite3 :memory: "SELECT group_concat(value ->> 'state') FROM json_each(readfile('all.json'), '$.databases')")" = different,done,different ]
    [ "$(sqlite3 :memory: "SELECT readfile('all.json') ->> '$.databases[0].result.drift[0].object'")" = extra ]
    [ "$(sqlite3 :memory: "SELECT readfile('all.json') ->> '$.databases[2].result.drift[0].object'")" = happy ]
    no_scratches
}
