load postgres
load alembic

shop() {
    sql "CREATE TYPE mood AS ENUM ('glad', 'sad');
         CREATE TABLE customers (
            id SERIAL NOT NULL,
            name VARCHAR(100) NOT NULL,
            mood mood DEFAULT 'glad',
            since TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
            PRIMARY KEY (id),
            UNIQUE (name)
         );
         CREATE TABLE orders (
            id SERIAL NOT NULL,
            customer_id INTEGER NOT NULL,
            total NUMERIC(10, 2) DEFAULT '0' NOT NULL,
            PRIMARY KEY (id),
            FOREIGN KEY(customer_id) REFERENCES customers (id) ON DELETE CASCADE
         );
         CREATE INDEX ix_orders_customer_id ON orders (customer_id);
         INSERT INTO customers (name) VALUES ('Ada'), ('Bob');
         INSERT INTO orders (customer_id, total) VALUES (1, 10), (2, 20)"
}

# All but the ledger: the catalogue, and Alembic's row.
held() {
    orqgen inspect
    sql "SELECT relname, relkind FROM pg_class c WHERE relnamespace = 'public'::regnamespace
         AND relname NOT LIKE 'orqgen%' ORDER BY 1; SELECT * FROM alembic_version ORDER BY 1;
         SELECT * FROM customers ORDER BY 1; SELECT * FROM orders ORDER BY 1"
}
ledger() { sql "SELECT revision || ' ' || state || ' ' || steps_done FROM orqgen_revisions"; }

@test "a whole team's way over: adopt, check, edit, autogenerate, upgrade, downgrade" {
    shop
    alembic_at 001
    before=$(held)
    orq adopt
    is_status 0
    [ "$output" = "$(printf 'schemas/%s.yaml\n%s' "$db" migrations/*_001_baseline.sql)" ]
    says "is recorded at 001, Alembic's revision: 2 tables, nothing was run"
    says "Alembic's own table stays as it is"
    [ "$(held)" = "$before" ]
    [ "$(ledger)" = "001 applied 1" ]
    orq check --strict-types
    is_status 0
    prints "revision 001"
    orq check --history
    is_status 0
    orq current
    prints "001 (head)"
    orq history
    prints "<base> -> 001 (head), baseline"

    sed -i "/^      total:/a\\      rating: {type: smallint, check: rating BETWEEN 1 AND 5}" "schemas/$db.yaml"
    orq --autogenerate -m "add rating" --rev-id 002
    is_status 0
    holds "$(head -4 migrations/*_002_add_rating.sql)" "-- parent: 001 sha256:"
    [ "$(upgrade_of migrations/*_002_add_rating.sql | grep -c 'ALTER TABLE\|CREATE')" -le 2 ]
    orq upgrade head
    is_status 0
    orq downgrade -1 --allow-data-loss
    is_status 0
    orq current
    prints "001"
    [ "$(sql "SELECT count(*), sum(total) FROM orders")" = "2|30.00" ]
    [ "$(held)" = "$before" ]
    [ "$(alembic_says)" = 001 ]
    [[ $(cat schemas/*.yaml) != *alembic_version* ]]
    no_scratches
}

@test "SQLAlchemy's URL in DATABASE_URL" {
    shop
    alembic_at 1a2b 3c4d
    export DATABASE_URL="postgresql+asyncpg://$db:any%40secret@/$db?host=$socket&prepared_statement_cache_size=0&timeout=5"
    orq adopt
    is_status 0
    says "which stands for Alembic's 1a2b, 3c4d"
    [[ $stderr != *secret* ]]
    orq check
    is_status 0
}

@test "the second database of a project is only recorded" {
    shop
    alembic_at 001
    orqgen -q adopt
    sql "DROP TABLE orqgen_revisions"
    orq adopt
    is_status 0
    [ -z "$output" ]
    [ "$(ledger)" = "001 applied 1" ]
    sql "DROP TABLE orqgen_revisions"
    alembic_at 002
    orq adopt
    is_status 2
    one_error
    says "Alembic has the database at 002; the baseline 001 was made at 001"
    alembic_at 001
    sql "ALTER TABLE orders ADD note text"
    orq adopt
    is_status 2
    one_error
    says "the database is not what the baseline 001 builds: 1 difference"
    says "drop column orders.note"
    [ "$(sql "SELECT to_regclass('orqgen_revisions')")" = "" ]
    no_scratches
}

@test "columns in another order are the same database" {
    sql "CREATE TABLE t (a integer, b text)"
    alembic_at 001
    orqgen -q adopt
    sql "DROP TABLE orqgen_revisions; DROP TABLE t; CREATE TABLE t (b text, a integer)"
    orq adopt
    is_status 0
    orq check
    is_status 0
}

@test "Alembic's table in a schema of its own, and one for each of several" {
    shop
    sql "CREATE SCHEMA app; CREATE SCHEMA ops"
    for schema in app ops; do
        sql "SET search_path = $schema; $ALEMBIC_TABLE; INSERT INTO alembic_version VALUES ('7f7f7f7f7f7f');
             CREATE TABLE things (id integer PRIMARY KEY)"
    done
    orq adopt
    is_status 0
    says "recorded at 7f7f7f7f7f7f, Alembic's revision: 4 tables"
    [[ $(cat schemas/*.yaml) != *alembic_version* ]]
    orq check
    is_status 0
    [ "$(sql "SELECT version_num FROM app.alembic_version")" = 7f7f7f7f7f7f ]
}

@test "a role that may not read Alembic's table, or not make the ledger" {
    shop
    alembic_at 001
    role reader
    sql "GRANT CONNECT ON DATABASE $db TO ${db}_reader; GRANT SELECT ON customers, orders TO ${db}_reader"
    orq adopt --db "$(url "${db}_reader")"
    is_status 3
    one_error
    says "this role may not read Alembic's table public.alembic_version"
    says "GRANT SELECT ON public.alembic_version TO ${db}_reader;"
    [ ! -e schemas ]
    sql "GRANT SELECT ON alembic_version TO ${db}_reader"
    admin -c "REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT CREATE ON SCHEMA public TO $db"
    orq adopt --db "$(url "${db}_reader")" --scratch "$(url)"
    is_status 3
    says "written, and it stays: schemas/$db.yaml"
    says "written, and it stays: migrations/"
    says "once that is mended: orqgen adopt"
    orq adopt
    is_status 0
    [ -z "$output" ]
    orq check
    is_status 0
}

@test "a role that may make no scratch database" {
    shop
    alembic_at 001
    admin -c "ALTER ROLE $db NOCREATEDB"
    orq adopt
    is_status 0
    orq check
    is_status 0
    sql "DROP TABLE orqgen_revisions"
    orq adopt
    is_status 0
    sql "DROP TABLE orqgen_revisions; ALTER TABLE orders ADD note text"
    orq adopt
    is_status 2
    one_error
    says "the database is not quite what the baseline 001 was made from"
    says "--scratch URL"
}

@test "--dry-run writes nothing" {
    shop
    alembic_at 001
    before=$(held)
    orq adopt --dry-run
    is_status 0
    prints "-- adopts: 001"
    [ "$(held)" = "$before" ]
    [ "$(sql "SELECT to_regclass('orqgen_revisions')")" = "" ]
    [ ! -e schemas ]
    [ ! -e migrations ]
}

@test "eight at once: one adopts" {
    shop
    alembic_at 001
    orqgen -q adopt
    sql "DROP TABLE orqgen_revisions"
    for i in {1..8}; do
        orqgen adopt >"out$i" 2>&1 3>&- &
        background+=($!)
    done
    for pid in "${background[@]}"; do wait "$pid" || true; done
    background=()
    [ "$(ledger)" = "001 applied 1" ]
    [ "$(grep -l 'is recorded at 001' out* | wc -l)" -eq 1 ]
    [ "$(grep -l "is orqgen's already" out* | wc -l)" -eq 7 ]
}
