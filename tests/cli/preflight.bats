load helper

revision() { # number id parent upgrade
    cat >"migrations/$1_$2.sql" <<SQL
-- orqgen migration: $2
-- revision: $2
-- parent: $3

-- +orqgen upgrade sqlite
$4

-- +orqgen downgrade sqlite
SQL
}

# The shop without constraints, and a second migration that brings them, as orqgen writes it.
plain_shop() {
    mkdir schemas
    cat >schemas/shop.yaml <<'YAML'
model: shop
tables:
  customers:
    columns:
      id: {type: integer, primary_key: true}
      name: {type: text}
  orders:
    columns:
      id: {type: integer, primary_key: true}
      customer_id: {type: integer}
      total: {type: integer}
YAML
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    orqgen -q upgrade
    cat >schemas/shop.yaml <<'YAML'
model: shop
tables:
  customers:
    columns:
      id: {type: integer, primary_key: true}
      name: {type: text, nullable: false, unique: true}
  orders:
    columns:
      id: {type: integer, primary_key: true}
      customer_id: {type: integer, nullable: false, references: {table: customers, column: id}}
      total: {type: integer, check: total >= 0}
YAML
    orqgen -q --autogenerate --rev-id second000001 -m "constraints" >/dev/null
}

# The verdicts, without where and why: "fails customers.name 1"
verdicts() {
    orqgen -q preflight --json "$@" >found.json || [ $? -eq 1 ]
    sqlite3 :memory: "SELECT value ->> 'verdict' || ' ' || (value ->> 'object') || ' ' ||
        coalesce(value ->> 'count', '?') FROM json_each(readfile('found.json'))"
}

@test "each precheck counts what is in the way, and shows it" {
    plain_shop
    sql "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Ada'), (3, NULL);
         INSERT INTO orders VALUES (1, 9, -1), (2, NULL, 4), (3, 1, 5);"
    snapshot
    orq preflight
    is_status 1
    prints "fails: customers.name: it fails when a row has NULL in it: 1 now
  id = 3
  precheck: SELECT count(*) FROM customers WHERE name IS NULL"
    prints "fails: customers.customers_name_key: it fails when two rows have the same key: 1 now
  name = Ada, count = 2"
    prints "fails: orders.orders_customer_id_fkey: it fails when a row refers to what is not there: 1 now
  id = 1"
    prints "fails: orders.orders_total_check: it fails when a row does not pass the check: 1 now
  id = 1"
    prints "fails: orders.customer_id: it fails when a row has NULL in it: 1 now
  id = 2"
    says "1 migration pending: 5 prechecks, 5 would fail, 0 not judged"
    unchanged
    run orqgen upgrade
    is_status 5
}

@test "with rows that fit, none fails, and then the upgrade runs" {
    plain_shop
    sql "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob');
         INSERT INTO orders VALUES (1, 1, 1), (2, 2, NULL);"
    orq preflight
    is_status 0
    prints "passes: customers.name: it fails when a row has NULL in it: 0 now"
    [[ $output != *"precheck:"* ]]
    says "5 prechecks, 0 would fail, 0 not judged"
    orqgen -q upgrade
    orq preflight
    is_status 0
    [ -z "$output" ]
    says "0 migrations pending"
}

@test "five rows are shown, of as many as there are" {
    plain_shop
    sql "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 12)
         INSERT INTO customers SELECT 100 - i, NULL FROM n"
    orq preflight
    is_status 1
    prints ": 12 now
  id = 88
  id = 89
  id = 90
  id = 91
  id = 92
  ...
  precheck:"
}

@test "as JSON" {
    plain_shop
    sql "INSERT INTO customers VALUES (1, 'A\"da'), (2, 'A\"da')"
    orq preflight --json
    is_status 1
    printf %s "$output" >found.json
    [ "$(sqlite3 :memory: "SELECT value ->> 'revision', value ->> 'line' > 1, value ->> 'precheck' LIKE 'SELECT %',
        value -> 'columns', value -> 'rows', value ->> 'count' FROM json_each(readfile('found.json'))
        WHERE value ->> 'object' = 'customers.customers_name_key'")" = \
        'second000001|1|1|["name","count"]|[["A\"da","2"]]|1' ]
    [ "$(sqlite3 :memory: "SELECT count(*), sum(value ->> 'verdict' = 'passes') FROM json_each(readfile('found.json'))")" = "5|4" ]
}

@test "what a pending migration makes is not judged, and nothing to refuse is no failure" {
    project
    revision 2 second000001 first0000001 "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
ALTER TABLE orders ADD COLUMN code TEXT;
ALTER TABLE orders ADD COLUMN twice INTEGER AS (total * 2);
ALTER TABLE customers RENAME COLUMN name TO title;
ALTER TABLE customers ADD COLUMN rank INTEGER DEFAULT 7;"
    revision 3 third0000001 second000001 "CREATE UNIQUE INDEX notes_text ON notes (text);
CREATE UNIQUE INDEX orders_code ON orders (code);
CREATE UNIQUE INDEX orders_twice ON orders (twice);
CREATE UNIQUE INDEX titles ON customers (title);
CREATE UNIQUE INDEX ranks ON customers (rank);
CREATE UNIQUE INDEX orders_total ON orders (total);"
    orq preflight
    is_status 1
    prints "not judged: notes_text: it fails when two rows have the same key; notes is not in the database yet"
    prints "passes: orders_code: it fails when two rows have the same key: 0 now"
    prints "not judged: orders_twice: it fails when two rows have the same key; orders.twice is not in the database yet"
    prints "passes: titles"
    prints "fails: ranks: it fails when two rows have the same key: 1 now
  rank = 7, count = 2
  precheck: SELECT rank, count(*) FROM (SELECT 7 AS rank FROM customers) AS customers WHERE rank IS NOT NULL"
    prints "passes: orders_total"
    says "2 migrations pending: 6 prechecks, 1 would fail, 2 not judged"
}

@test "rows that a pending migration changes first are counted, and not judged" {
    project
    sql "INSERT INTO orders VALUES (3, 1, 10)"
    revision 2 second000001 first0000001 "CREATE UNIQUE INDEX orders_total ON orders (total);"
    [ "$(verdicts)" = "fails orders_total 1" ]
    revision 2 second000001 first0000001 "UPDATE orders SET total = id;
CREATE UNIQUE INDEX orders_total ON orders (total);"
    orq preflight
    is_status 0
    prints "not judged: orders_total: it fails when two rows have the same key: 1 now; migrations/2_second000001.sql:6 changes rows before
  total = 10, count = 2"
    revision 2 second000001 first0000001 "UPDATE customers SET name = 'Eve';
CREATE UNIQUE INDEX orders_total ON orders (total);
UPDATE orders SET total = id;"
    [ "$(verdicts)" = "fails orders_total 1" ]
}

@test "a rebuild that fills what is empty" {
    plain_shop
    rm migrations/*second*
    sed -i 's/      name: {type: text, nullable: false, unique: true}/      name: {type: text, nullable: false, backfill: nobody}/' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id second000001 -m "constraints" >/dev/null
    sql "INSERT INTO customers VALUES (3, NULL)"
    orq preflight
    is_status 0
    prints "not judged: customers.name: it fails when a row has NULL in it: 1 now"
    orqgen -q upgrade
}

@test "up to a target" {
    project
    sql "INSERT INTO orders VALUES (3, 1, 10)"
    revision 2 second000001 first0000001 "CREATE UNIQUE INDEX orders_key ON orders (customer_id, id);"
    revision 3 third0000001 second000001 "CREATE UNIQUE INDEX orders_total ON orders (total);"
    [ "$(verdicts second000001)" = "passes orders_key 0" ]
    [ "$(verdicts +1)" = "passes orders_key 0" ]
    [ "$(verdicts)" = "passes orders_key 0
fails orders_total 1" ]
    orq preflight nowhere00001
    is_status 2
    one_error
}

@test "what is allowed fails all the same" {
    project
    sql "INSERT INTO orders VALUES (3, 1, 10)"
    revision 2 second000001 first0000001 "-- orqgen:allow data-dependent -- we know
CREATE UNIQUE INDEX orders_total ON orders (total);"
    [ "$(verdicts)" = "fails orders_total 1" ]
}

@test "without a key, a row is shown whole; control bytes are escaped" {
    mkdir migrations
    revision 1 first0000001 "" "CREATE TABLE loose (a TEXT, b INTEGER);"
    sed -i '/^-- parent: $/d' migrations/1_first0000001.sql
    revision 2 second000001 first0000001 "CREATE TABLE new_loose (a TEXT NOT NULL, b INTEGER);
INSERT INTO new_loose SELECT a, b FROM loose;
DROP TABLE loose;
ALTER TABLE new_loose RENAME TO loose;"
    orqgen -q upgrade first0000001
    sql "INSERT INTO loose VALUES (NULL, 7); INSERT INTO loose VALUES ('x' || char(27), 8)"
    orq preflight
    is_status 1
    prints ": 1 now
  a = NULL, b = 7"
}

@test "no database yet, no migrations yet" {
    project
    rm orchestrator.db
    orq preflight
    is_status 0
    [ ! -e orchestrator.db ]
    rm migrations/*
    orq preflight
    is_status 0
}

@test "a statement that stops on scratch is said" {
    project
    revision 2 second000001 first0000001 "SELECT * FROM nowhere;"
    orq preflight
    says "it stops on the scratch database: no such table: nowhere"
}

@test "a database that may only be read" {
    project
    sql "INSERT INTO orders VALUES (3, 1, 10)"
    revision 2 second000001 first0000001 "CREATE UNIQUE INDEX orders_total ON orders (total);"
    chmod a-w orchestrator.db
    as_nobody preflight >out 2>err || [ $? -eq 1 ]
    grep -q "fails: orders_total" out
    [ "$(ls -A | grep -c '^orchestrator.db')" -eq 1 ]
}
