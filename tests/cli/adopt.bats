load helper
load alembic

setup() {
    folder_made
    export DATABASE_URL=sqlite:///shop.db
}

sql() { sqlite3 -bail "${file:-shop.db}" "$1"; }

shop() {
    sql "CREATE TABLE customers (
	id INTEGER NOT NULL,
	name VARCHAR(100) NOT NULL,
	since DATETIME DEFAULT CURRENT_TIMESTAMP,
	PRIMARY KEY (id),
	UNIQUE (name)
);
CREATE TABLE orders (
	id INTEGER NOT NULL,
	customer_id INTEGER NOT NULL,
	total NUMERIC(10, 2) DEFAULT '0' NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(customer_id) REFERENCES customers (id) ON DELETE CASCADE
);
CREATE INDEX ix_orders_customer_id ON orders (customer_id);
INSERT INTO customers (id, name) VALUES (1, 'Ada'), (2, 'Bob');
INSERT INTO orders VALUES (1, 1, 10), (2, 2, 20);"
}

# All but the ledger.
held() { sql ".dump customers orders ix% alembic_version"; }
ledger() { sql "SELECT revision || ' ' || state || ' ' || steps_done FROM orqgen_revisions"; }

@test "a whole team's way over: adopt, check, edit, autogenerate, upgrade, downgrade" {
    shop
    alembic_at 001
    before=$(sql "SELECT sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'orqgen%' ORDER BY name")
    orq adopt
    is_status 0
    [ "$output" = "$(printf 'schemas/shop.yaml\n%s' migrations/*_001_baseline.sql)" ]
    says "shop.db is recorded at 001, Alembic's revision: 2 tables, nothing was run"
    says "Alembic's own table stays as it is"
    orq check --strict-types
    is_status 0
    prints "clean: shop.db is at the model, revision 001"
    orq check --history
    is_status 0
    orq current
    prints "001 (head)"
    orq heads
    prints "001"
    orq history
    prints "<base> -> 001 (head), baseline"

    sed -i "/^      total:/a\\      rating: {type: smallint, check: rating BETWEEN 1 AND 5}" schemas/shop.yaml
    orq --autogenerate -m "add rating" --rev-id 002
    is_status 0
    [ "$(upgrade_of migrations/*_002_add_rating.sql | grep -c ';$')" -eq 1 ]
    holds "$(head -4 migrations/*_002_add_rating.sql)" "-- parent: 001 sha256:"
    orq upgrade head
    is_status 0
    orq history
    prints "001 -> 002 (head), add rating"
    orq downgrade -1 --allow-data-loss
    is_status 0
    orq current
    prints "001"
    [ "$(sql "SELECT count(*), sum(total) FROM orders")" = "2|30" ]
    after=$(sql "SELECT sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'orqgen%' ORDER BY name")
    [ "$after" = "$before" ]
    orq upgrade 002
    is_status 0
    orq upgrade 001
    is_status 0
    says "nothing to do"
    [ "$(alembic_says)" = 001 ]
    [[ $(cat schemas/shop.yaml) != *alembic_version* ]]
}

@test "the database is left as it is, but for the ledger" {
    shop
    alembic_at 4f1c2a9be0d3
    before=$(held)
    orq adopt
    is_status 0
    [ "$(held)" = "$before" ]
    [ "$(ledger)" = "4f1c2a9be0d3 applied 1" ]
    grep -qx -- "-- adopts: 4f1c2a9be0d3" migrations/*_4f1c2a9be0d3_baseline.sql
}

@test "the ledger and the baseline go as an upgrade would, to an empty database" {
    shop
    alembic_at 001
    orqgen -q adopt
    orq upgrade --db sqlite:///empty.db
    is_status 0
    says "upgrade 001 baseline"
    orq check --db sqlite:///empty.db
    is_status 0
    orq downgrade base --db sqlite:///empty.db --allow-data-loss
    is_status 0
    [ -z "$(sqlite3 empty.db "SELECT name FROM sqlite_schema WHERE name = 'orders'")" ]
}

@test "several heads of Alembic's: one baseline that names them" {
    shop
    alembic_at 3c4d 1a2b
    orq adopt
    is_status 0
    says "which stands for Alembic's 1a2b, 3c4d"
    file=$(ls migrations/*.sql)
    holds "$file" "_baseline_of_1a2b_3c4d.sql"
    grep -qx -- "-- orqgen migration: baseline of 1a2b, 3c4d" "$file"
    grep -qx -- "-- adopts: 1a2b, 3c4d" "$file"
    id=$(sed -n 's/^-- revision: //p' "$file")
    [[ $id =~ ^[0-9a-f]{12}$ ]]
    unset file
    orq current
    prints "$id (head)"
    orqgen -q revision -m "next" --rev-id 002
    orqgen -q upgrade
    orq downgrade 3c4d
    is_status 0
    orq current
    prints "$id"
    orq upgrade 1a2b
    is_status 0
    says "nothing to do"
    orq show 3c4d
    is_status 0
    prints "Adopts: 1a2b, 3c4d"
    orq revision -m "taken" --rev-id 1a2b
    is_status 2
    [ "$(alembic_says)" = "1a2b 3c4d" ]
}

@test "a prefix of Alembic's name is one of the baseline's" {
    shop
    alembic_at 0123456789ab fedcba987654
    orqgen -q adopt --rev-id start
    orq show fedc
    is_status 0
    prints "Rev: start"
    orq show 0123+1
    is_status 2
    orq show fed
    is_status 2
}

@test "several heads of Alembic's, under an id that was asked for" {
    shop
    alembic_at 1a2b 3c4d
    orq adopt --rev-id start
    is_status 0
    [ "$(ledger)" = "start applied 1" ]
}

@test "no Alembic: an id of its own" {
    shop
    orq adopt
    is_status 0
    says "shop.db is recorded at"
    [[ $stderr != *Alembic* ]]
    [[ $(ledger) =~ ^[0-9a-f]{12}\ applied ]]
    [[ $(cat migrations/*) != *adopts* ]]
    orq check
    is_status 0
}

@test "Alembic at its base: an id of its own" {
    shop
    alembic_at
    orq adopt
    is_status 0
    [[ $(ledger) =~ ^[0-9a-f]{12}\ applied ]]
}

@test "an id that cannot be one of ours: --rev-id" {
    shop
    alembic_at "2020-01-31 first"
    snapshot
    orq adopt
    is_status 2
    one_error
    says "Alembic's revision \"2020-01-31 first\" cannot be one of orqgen's"
    says "orqgen adopt --rev-id ID"
    unchanged
    orq adopt --rev-id "a/b"
    is_status 2
    one_error
    unchanged
    orq adopt --rev-id 20200131
    is_status 0
    grep -qx -- "-- adopts: 2020-01-31 first" migrations/*_20200131_baseline.sql
    orq show "2020-01-31 first"
    is_status 0
    prints "Rev: 20200131"
    orq stamp "2020-01-31 first"
    is_status 0
    orq check
    is_status 0
}

@test "an id of Alembic's that a shell would read" {
    shop
    alembic_at "a\$(id)"
    orq adopt
    is_status 2
    one_error
    orq adopt --rev-id 001
    is_status 0
}

@test "what Alembic would not write into its table" {
    shop
    alembic_at "1a, 2b"
    orq adopt --rev-id 001
    is_status 2
    one_error
    says "is no revision of Alembic's"
}

@test "a table of that name that is not Alembic's" {
    shop
    sql "CREATE TABLE alembic_version (name TEXT)"
    orq adopt
    is_status 0
    [[ $stderr != *Alembic* ]]
}

@test "a version_table of another name is excluded afterwards" {
    shop
    sql "CREATE TABLE our_versions (version_num VARCHAR(32) NOT NULL)"
    orq adopt --rev-id 001
    is_status 0
    [ "$(ledger)" = "001 applied 1" ]
    sed -i '/^  our_versions:/,$d; 1i exclude: [our_versions]' schemas/shop.yaml
    orq check
    is_status 0
    orq --autogenerate -m "nothing"
    is_status 0
    [ -z "$output" ]
}

@test "--dry-run writes nothing, not even a ledger" {
    shop
    alembic_at 001
    snapshot
    orq adopt --dry-run
    is_status 0
    unchanged
    prints "-- revision: 001"
    prints "CREATE TABLE orders"
    says "would write schemas/shop.yaml"
    says "would write migrations/"
    says "shop.db would be recorded at 001, Alembic's revision: 2 tables, nothing would be run"
    orqgen -q adopt
}

@test "--json" {
    shop
    alembic_at 001
    orq adopt --json
    is_status 0
    prints '"revision": "001"'
    prints '"schemas/shop.yaml"'
}

@test "a second adoption is refused, with what to do" {
    shop
    alembic_at 001
    orqgen -q adopt
    snapshot
    orq adopt
    is_status 2
    one_error
    says "shop.db is orqgen's already, at revision 001"
    says "orqgen current"
    unchanged
}

@test "an empty database is refused" {
    sql "VACUUM"
    orq adopt
    is_status 2
    one_error
    says "shop.db is empty: there is nothing to adopt"
    alembic_at 001
    orq adopt
    is_status 2
    [ "$(files)" = "" ]
}

@test "a database that is not there" {
    orq adopt
    is_status 3
    one_error
    [ ! -e shop.db ]
}

@test "the second database of a project is only recorded" {
    shop
    alembic_at 001
    cp shop.db other.db
    orqgen -q adopt
    before=$(files)
    orq adopt --db sqlite:///other.db
    is_status 0
    [ -z "$output" ]
    says "other.db is recorded at 001"
    [ "$(files)" = "$before" ]
    orq check --db sqlite:///other.db
    is_status 0
}

@test "upgrade records the second database too, unless Alembic has it elsewhere" {
    shop
    alembic_at 001
    cp shop.db other.db
    cp shop.db third.db
    orqgen -q adopt
    orq upgrade --db sqlite:///other.db
    is_status 0
    says "001 is a baseline that the database holds already: recorded, nothing was run"
    file=third.db alembic_at 002
    orq upgrade --db sqlite:///third.db
    [ "$status" -ne 0 ]
    says "Alembic has the database at 002; the baseline 001 was made at 001"
    [[ $stderr != *recorded* ]]
    [ -z "$(file=third.db sql "SELECT name FROM sqlite_schema WHERE name = 'orqgen_revisions'")" ]
}

@test "the second database may be stored in other words" {
    shop
    alembic_at 001
    orqgen -q adopt
    file=other.db
    sql "CREATE TABLE customers (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL UNIQUE,
            since DATETIME DEFAULT (CURRENT_TIMESTAMP));
         CREATE TABLE orders (id INTEGER PRIMARY KEY NOT NULL, /* by hand */
            customer_id INTEGER NOT NULL REFERENCES customers ON DELETE CASCADE,
            total NUMERIC(10,2) NOT NULL DEFAULT '0');
         CREATE INDEX \"ix_orders_customer_id\" ON orders(customer_id)"
    alembic_at 001
    orq adopt --db sqlite:///other.db
    is_status 0
    orq check --db sqlite:///other.db
    is_status 0
    orq upgrade --db sqlite:///other.db
    is_status 0
    says "nothing to do"
}

@test "the second database at another revision of Alembic's is refused" {
    shop
    alembic_at 001
    orqgen -q adopt
    cp shop.db other.db
    file=other.db
    sql "DROP TABLE orqgen_revisions; CREATE TABLE tags (id INTEGER PRIMARY KEY)"
    alembic_at 002
    snapshot
    orq adopt --db sqlite:///other.db
    is_status 2
    one_error
    says "Alembic has the database at 002; the baseline 001 was made at 001"
    says "bring it there with Alembic"
    alembic_at 001 002
    snapshot
    orq adopt --db sqlite:///other.db
    is_status 2
    says "Alembic has the database at 001, 002;"
    alembic_at
    snapshot
    orq adopt --db sqlite:///other.db
    is_status 2
    says "Alembic has the database at no revision"
    unchanged
}

@test "the second database that differs is refused, with the difference" {
    shop
    alembic_at 001
    orqgen -q adopt
    cp shop.db other.db
    file=other.db
    sql "DROP TABLE orqgen_revisions; CREATE TABLE tags (id INTEGER PRIMARY KEY)"
    snapshot
    orq adopt --db sqlite:///other.db
    is_status 2
    one_error
    says "the database is not what the baseline 001 builds: 1 difference"
    says "drop table tags"
    unchanged
    file=other.db sql "DROP TABLE tags"
    orq adopt --db sqlite:///other.db
    is_status 0
}

@test "a database without Alembic follows the baseline of one with it" {
    shop
    alembic_at 001
    cp shop.db other.db
    sqlite3 other.db "DROP TABLE alembic_version"
    orqgen -q adopt
    orq adopt --db sqlite:///other.db
    is_status 0
    [ "$(file=other.db ledger)" = "001 applied 1" ]
}

@test "--rev-id for a folder that has a baseline" {
    shop
    alembic_at 001
    cp shop.db other.db
    orqgen -q adopt
    orq adopt --db sqlite:///other.db --rev-id 002
    is_status 2
    one_error
    says "there is a baseline already, 001"
    orq adopt --db sqlite:///other.db --rev-id 001
    is_status 0
}

@test "a database that is behind gets what came after the baseline by upgrade" {
    shop
    alembic_at 001
    cp shop.db other.db
    orqgen -q adopt
    sed -i "/^      total:/a\\      note: {type: text}" schemas/shop.yaml
    orqgen -q --autogenerate -m "add note" >/dev/null
    orq adopt --db sqlite:///other.db
    is_status 0
    orq upgrade --db sqlite:///other.db
    is_status 0
    orq check --db sqlite:///other.db
    is_status 0
}

@test "migrations of which none is a baseline" {
    shop
    orqgen -q revision -m "by hand" --rev-id 001 --dialect sqlite >/dev/null
    orq adopt
    is_status 2
    one_error
    says "migrations holds migrations, and none of them is a baseline"
    says "orqgen stamp"
    says "orqgen adopt --migrations FOLDER"
    orq adopt --migrations others
    is_status 0
}

@test "a broken migrations folder stops it" {
    shop
    mkdir migrations
    echo "-- orqgen migration: x" >migrations/1_x.sql
    orq adopt
    is_status 2
    [ ! -e schemas ]
}

@test "Alembic's own scripts in the same folder stay" {
    shop
    alembic_at 001
    mkdir -p migrations/versions
    echo "revision = '001'" >migrations/versions/001_first.py
    echo "# env" >migrations/env.py
    orq adopt
    is_status 0
    [ -e migrations/versions/001_first.py ]
    orq check
    is_status 0
}

@test "the model goes where the configuration says" {
    shop
    alembic_at 001
    orqgen -q init
    mkdir sub
    cd sub
    unset DATABASE_URL
    sed -i 's|sqlite:orchestrator.db|sqlite:///shop.db|' ../orqgen.yaml
    orq adopt
    is_status 0
    prints "../schemas/shop.yaml"
    orq check
    is_status 0
}

@test "--model FILE" {
    shop
    orq adopt --model model/of/shop.yaml
    is_status 0
    orq check --model model/of/shop.yaml
    is_status 0
}

@test "an odd name of a database makes a plain one of a file" {
    file='my db (1).sqlite'
    shop
    orq adopt --db "$file"
    is_status 0
    prints "schemas/my_db__1_.yaml"
}

@test "a model that is this database's stays" {
    shop
    alembic_at 001
    mkdir schemas
    { echo "# ours"; orqgen inspect; } >schemas/ours.yaml
    before=$(cat schemas/ours.yaml)
    orq adopt
    is_status 0
    [ "$(ls schemas)" = ours.yaml ]
    [ "$(cat schemas/ours.yaml)" = "$before" ]
    [[ $output != *schemas* ]]
}

@test "a model that is another's is refused, and stays" {
    shop
    alembic_at 001
    mkdir schemas
    orqgen inspect | sed 's/^      total:.*/&\n      note: {type: text}/' >schemas/ours.yaml
    snapshot
    orq adopt
    is_status 2
    one_error
    says "there is a model, schemas, and it is not this database's: 1 difference"
    says "add column orders.note"
    unchanged
    orq adopt --model other.yaml
    is_status 0
}

@test "a model of two dialects: the baseline has a section for each" {
    sql "CREATE TABLE tags (id INTEGER PRIMARY KEY, name VARCHAR(10))"
    mkdir schemas
    { echo "dialects: [sqlite, postgresql]"; orqgen inspect; } >schemas/ours.yaml
    orq adopt
    is_status 0
    grep -q -- "^-- +orqgen upgrade postgresql" migrations/*
}

@test "a folder that cannot be written leaves nothing behind" {
    shop
    alembic_at 001
    echo "no folder" >migrations
    snapshot
    orq adopt
    [ "$status" -ne 0 ]
    [ ! -e schemas/shop.yaml ]
    rm migrations
    mkdir migrations
    orq adopt
    is_status 0
}

@test "a database that cannot be written: nothing is; one that is locked for a moment is waited for" {
    shop
    alembic_at 001
    chmod 777 .
    chmod 444 shop.db
    run --separate-stderr as_nobody adopt
    [ "$status" -eq 3 ]
    [ ! -e schemas ]
    chmod 666 shop.db
    sqlite3 shop.db "BEGIN EXCLUSIVE; SELECT 1; " ".shell sleep 1" >/dev/null &
    locker=$!
    sleep 0.3
    orq adopt
    wait "$locker"
    is_status 0
    [ "$(ledger)" = "001 applied 1" ]
}

@test "files without a row in the ledger: the next run finishes" {
    shop
    alembic_at 001
    orqgen -q adopt
    sql "DROP TABLE orqgen_revisions"
    orq adopt
    is_status 0
    [ -z "$output" ]
    orq check
    is_status 0
}

@test "a model without its baseline: the next run finishes" {
    shop
    alembic_at 001
    orqgen -q adopt
    sql "DROP TABLE orqgen_revisions"
    rm migrations/*
    orq adopt
    is_status 0
    [ "$output" = "$(echo migrations/*_001_baseline.sql)" ]
    orq check
    is_status 0
}

@test "sixteen at once: one adopts, and nobody breaks anything" {
    shop
    alembic_at 001
    orqgen -q adopt --model schemas/shop.yaml
    sql "DROP TABLE orqgen_revisions"
    for i in {1..16}; do
        orqgen adopt >"out$i" 2>&1 3>&- &
    done
    wait
    [ "$(ledger)" = "001 applied 1" ]
    [ "$(grep -l 'is recorded at 001' out* | wc -l)" -eq 1 ]
    [ "$(grep -l "is orqgen's already" out* | wc -l)" -eq 15 ]
}

@test "the corpus, where it is: each is adopted and checked clean" {
    corpus=$ORQ_ROOT/../shared/corpus/schemas/sqlite
    [ -d "$corpus" ] || skip "no corpus beside this checkout"
    for schema in "$corpus"/*.sql; do
        name=$(basename "$schema" .sql)
        mkdir "$name"
        (
            cd "$name"
            sqlite3 shop.db <"$schema" >/dev/null
            alembic_at 001
            orqgen -q adopt >/dev/null
            orqgen -q check --strict-types >/dev/null
            orqgen -q check --history >/dev/null
        ) || {
            echo "not adopted: $name"
            false
        }
    done
}

@test "SQLAlchemy's URLs" {
    shop
    alembic_at 001
    DATABASE_URL="sqlite+aiosqlite:///shop.db?check_same_thread=false" orq adopt
    is_status 0
    DATABASE_URL=sqlite+pysqlite:///$PWD/shop.db orq check
    is_status 0
    DATABASE_URL="mysql+pymysql://ana:secret@host/shop" orq adopt
    is_status 2
    one_error
    says "orqgen works on SQLite and PostgreSQL, not on MySQL"
    [[ $stderr != *secret* ]]
}
