load postgres

@test "from an empty folder to a clean database, and back" {
    orq init
    is_status 0
    shop_model
    orq --autogenerate -m "first tables"
    is_status 0
    [ -f "$output" ]
    says "create table customers"
    says "proof: up, down and up again on empty tables"
    holds "$(cat "$output")" "CREATE TABLE orders ("
    orq upgrade
    is_status 0
    [ -z "$output" ]
    says "first tables ... done ("
    orq check
    is_status 0
    prints "clean: "

    sed -i 's/^      total:.*/&\n      rating: {type: smallint, nullable: false, default: "3", check: "rating IN (1, 2, 3, 4, 5)"}/
            s/indexes: .*/indexes: [[customer_id], [rating]]/' schemas/shop.yaml
    orq check
    is_status 1
    prints "missing migration: the model is not what the migrations build"
    prints "add column orders.rating"
    orq --autogenerate -m "add rating"
    is_status 0
    [[ $output == migrations/*_add_rating.sql ]]
    says "add column orders.rating"
    orq check
    is_status 1
    prints "pending: the database is 1 migration behind head"
    orq diff
    is_status 0
    prints "ADD COLUMN rating smallint DEFAULT 3 NOT NULL"
    orq upgrade head
    is_status 0
    orq check
    is_status 0
    orq upgrade
    is_status 0
    says "nothing to do: the database is at "

    orq current
    is_status 0
    prints " (head) add rating"
    orq history
    is_status 0
    [ "$(wc -l <<<"$output")" -eq 2 ]
    prints " (head), add rating"
    orq heads
    prints "add rating"
    orq inspect
    is_status 0
    prints "on_delete: cascade"
    orq downgrade -1 --allow-data-loss
    is_status 0
    orq current
    prints "first tables"
    [ "$(sql "SELECT count(*) FROM pg_attribute WHERE attname = 'rating'")" -eq 0 ]
    orq upgrade
    orq check
    is_status 0
    no_scratches
}

@test "what inspect writes is the database" {
    project
    orqgen inspect >schemas/shop.yaml
    orq check
    is_status 0
}

@test "--why says which tier judged" {
    project
    orq check --why orders.orders_total_check
    is_status 0
    prints "no difference"
    prints "EXPLAIN: the planner prints both alike"
    orq check --why orders.total
    is_status 0
    prints "numeric(10,2): equal"
    orq check --why orders_totl_check
    is_status 2
    one_error
}

@test "the history builds the model, on a scratch database elsewhere" {
    project
    orq check --history --scratch "$(url)"
    is_status 0
    prints "clean: the migrations build the model"
    sed -i 's/^      total:.*/&\n      note: {type: text}/' schemas/shop.yaml
    orq check --history --scratch "$(url)"
    is_status 1
    prints "add column orders.note"
    no_scratches
}

edit() {
    sed -i 's/^      total:.*/&\n      note: {type: text, check: "note <> '"''"'"}/
            s/indexes: .*/indexes: [[customer_id], [note]]/' schemas/shop.yaml
}

@test "the least-locking form by default, the short one with --plain" {
    project
    edit
    orq --autogenerate -m "notes"
    is_status 0
    file=$(cat "$output")
    holds "$file" "SET LOCAL lock_timeout"
    holds "$file" "NOT VALID"
    holds "$file" "-- +orqgen step no-transaction"
    holds "$file" "CREATE INDEX CONCURRENTLY orders_note_idx"
    holds "$file" "VALIDATE CONSTRAINT orders_note_check"
    rm "$output"
    orq --autogenerate -m "notes" --plain
    is_status 0
    file=$(cat "$output")
    holds "$file" "CREATE INDEX orders_note_idx"
    [[ $file != *"NOT VALID"* && $file != *CONCURRENTLY* && $file != *"+orqgen step"* ]]
    orq upgrade
    is_status 0
    orq check
    is_status 0
}

@test "what diff prints is run by psql, in one piece" {
    project
    edit
    orq diff
    is_status 0
    psql -h "$socket" -U "$db" -d "$db" -Xq -v ON_ERROR_STOP=1 <<<"$output" 2>warnings
    [ ! -s warnings ]
    orq diff --exit-code
    is_status 0
    [ -z "$output" ]
}

@test "a migration written by hand, of several steps" {
    project
    second
    sed -i '/^UPDATE/d' $second
    orq upgrade
    is_status 0
    says "second000001 codes, step 3 of 3 ... done"
    [ "$(sql "SELECT state, steps_done, steps_total FROM orqgen_revisions
              WHERE revision = 'second000001'")" = "applied|3|3" ]
    [ "$(sql "SELECT count(*) FROM pg_constraint WHERE conname = 'customers_code_check'")" -eq 1 ]
    orq downgrade -1 --allow-data-loss
    is_status 0
    [ "$(sql "SELECT count(*) FROM orqgen_revisions")" -eq 1 ]
}

@test "an index that was there before its step failed is not the work of the step" {
    project
    second
    sed -i '/^UPDATE/d' $second
    admin -d "$db" -c "CREATE INDEX customers_code_key ON customers (id)"
    orq upgrade
    is_status 6
    says 'relation "customers_code_key" already exists'
    orq upgrade
    is_status 6
    says 'relation "customers_code_key" already exists'
    admin -d "$db" -c "DROP INDEX customers_code_key"
    orq upgrade
    is_status 0
    [ "$(sql "SELECT state FROM orqgen_revisions WHERE revision = 'second000001'")" = applied ]
}

@test "two tables that the model would call the same are no one table" {
    admin -d "$db" -c 'CREATE SCHEMA x' -c 'CREATE TABLE x.y (a integer)'
    admin -d "$db" -c 'CREATE TABLE public."x.y" (b integer)'
    orq inspect
    is_status 2
    says "two tables are called x.y"
    admin -d "$db" -c 'DROP TABLE x.y'
    orq inspect
    is_status 0
    prints "b: {type: integer}"
}

@test "--dry-run leaves everything as it was" {
    project
    migration third0000001 first0000001 "CREATE TABLE more (a integer);"
    orq upgrade --dry-run
    is_status 0
    says "rolled back"
    [ "$(sql "SELECT to_regclass('more')")" = "" ]
    orq upgrade --dry-run --json
    prints '"dry_run": true'
    second
    rm migrations/*third*
    orq upgrade --dry-run
    is_status 0
    says "a step of it cannot run in a transaction"
    [ "$(sql "SELECT count(*) FROM orqgen_revisions")" -eq 1 ]
    [ "$(sql "SELECT count(*) FROM pg_attribute WHERE attname = 'code'")" -eq 0 ]
}

@test "a model of two dialects: a section of each in one file" {
    shop_model
    sed -i 's/^dialects:.*/dialects: [sqlite, postgresql]/' schemas/shop.yaml
    # On SQLite, the sections of PostgreSQL come from the history replayed beside.
    orq --autogenerate -m "first tables" --db sqlite:here.db --scratch "$(url)"
    is_status 0
    file=$(cat "$output")
    holds "$file" "-- +orqgen upgrade sqlite"
    holds "$file" "-- +orqgen upgrade postgresql"
    holds "$file" "-- +orqgen downgrade postgresql"
    orq upgrade --db sqlite:here.db
    is_status 0
    orq upgrade
    is_status 0
    orq check --db sqlite:here.db
    is_status 0
    orq check
    is_status 0
    # And the other way round.
    edit
    orq --autogenerate -m "notes"
    is_status 0
    file=$(cat "$output")
    holds "$file" "-- +orqgen upgrade sqlite"
    holds "$file" "CREATE INDEX CONCURRENTLY orders_note_idx"
    orq upgrade --db sqlite:here.db
    is_status 0
    orq upgrade
    is_status 0
    orq check --db sqlite:here.db
    is_status 0
    orq check
    is_status 0
    no_scratches
}

@test "rights that the model says nothing of are no difference, and are not lost" {
    project
    role reader
    sql "CREATE VIEW totals AS SELECT id, total FROM orders; GRANT SELECT ON totals TO ${db}_reader;
         GRANT SELECT (name) ON customers TO ${db}_reader; GRANT SELECT ON orders TO ${db}_reader"
    admin -c "CREATE TABLE others (id integer PRIMARY KEY); GRANT ALL ON others TO $db"
    orqgen inspect >schemas/shop.yaml
    orq --autogenerate -m "what somebody made" --include-drift
    is_status 0
    orq upgrade
    is_status 0
    orq check
    is_status 0
    sed -i 's/numeric(10,2)/numeric(12,2)/' schemas/shop.yaml
    orq --autogenerate -m "wider"
    is_status 0
    file=$(cat "$output")
    [[ $file != *OWNER* ]]
    [ "$(grep -c "GRANT SELECT ON TABLE totals TO ${db}_reader" <<<"$file")" -eq 2 ]
    orq upgrade
    is_status 0
    [ "$(sql "SELECT has_table_privilege('${db}_reader', 'totals', 'SELECT')")" = t ]
    orq downgrade -1
    is_status 0
    [ "$(sql "SELECT has_table_privilege('${db}_reader', 'totals', 'SELECT')")" = t ]
    sql "DROP OWNED BY ${db}_reader" || admin -c "DROP OWNED BY ${db}_reader"
}

@test "a view that was changed by hand is drift" {
    shop_model
    cat >>schemas/shop.yaml <<'YAML'
  notes:
    columns:
      id: {type: integer, primary_key: true}
manage: [tables, views]
views:
  rich: {sql: "SELECT id FROM orders WHERE total > 100"}
YAML
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    orqgen -q upgrade
    orq check
    is_status 0
    sql "CREATE OR REPLACE VIEW rich AS SELECT id FROM orders WHERE total > 10"
    orq check
    is_status 1
    prints "it has otherwise rich"
}

@test "publications: what the server of a scratch database is not set up for is no warning" {
    [ "$(sql "SHOW wal_level")" != logical ] || skip "this server publishes"
    mkdir schemas
    cat >schemas/shop.yaml <<'YAML'
model: shop
dialects: [postgresql]
publications:
  sales: {publish: [insert]}
tables:
  orders:
    columns: {id: {type: bigint, primary_key: true}}
    published_in: {sales: {}}
YAML
    orq --autogenerate -m "orders"
    is_status 0
    never grep "warning" <<<"$stderr"
    orq upgrade
    is_status 0
    says "is insufficient to publish logical changes"
    orq check
    is_status 0
    orq lint
    is_status 0
    never grep "insufficient" <<<"$output$stderr"
}
