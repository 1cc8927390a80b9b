load postgres

# The verdicts, without where and why: "fails customers.name 1"
verdicts() {
    orqgen -q preflight --json "$@" >found.json || [ $? -eq 1 ]
    psql -h "$socket" -U "$db" -d "$db" -XqAt -v ON_ERROR_STOP=1 -v found="$(cat found.json)" <<'SQL'
SELECT f ->> 'verdict', f ->> 'object', coalesce(f ->> 'count', '?')
FROM json_array_elements(:'found') f
SQL
}

loose_shop() {
    mkdir migrations
    cat >migrations/20990101000000_first.sql <<'SQL'
-- orqgen migration: first
-- revision: first0000001

-- +orqgen upgrade postgresql
CREATE SCHEMA audit;
CREATE TABLE customers (id int PRIMARY KEY, name text, code varchar(40));
CREATE TABLE orders (id bigint, line int, customer_id int, total int, PRIMARY KEY (id, line));
CREATE TABLE audit.log (what text, at date);

-- +orqgen downgrade postgresql
SQL
    orqgen -q upgrade
}

@test "each precheck counts what is in the way, and shows it" {
    loose_shop
    sql "INSERT INTO customers VALUES (1, 'Ada', 'a'), (2, 'Ada', 'abcdefghi'), (3, NULL, NULL);
         INSERT INTO orders VALUES (1, 1, 9, -1), (1, 2, NULL, 4), (2, 1, 1, 5);
         INSERT INTO audit.log VALUES (NULL, '2024-02-29'), ('x', NULL)"
    migration second000001 first0000001 "
ALTER TABLE customers ALTER COLUMN name SET NOT NULL;
ALTER TABLE customers ADD CONSTRAINT customers_name_key UNIQUE (name);
ALTER TABLE customers ALTER COLUMN code TYPE varchar(5);
ALTER TABLE customers ADD COLUMN age int NOT NULL;
ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);
ALTER TABLE audit.log ALTER COLUMN what SET NOT NULL;
CREATE UNIQUE INDEX orders_line ON orders (line) WHERE total > 0;"
    orq preflight
    is_status 1
    prints "fails: customers.name: it fails when a row has NULL in it: 1 now
  id = 3
  precheck: SELECT count(*) FROM"
    prints "fails: customers.customers_name_key: it fails when two rows have the same key: 1 now
  name = Ada, count = 2"
    prints "fails: customers.code: it fails when a value is longer: 1 now
  id = 2"
    prints "fails: customers.age: the column is NOT NULL without a default: it fails as soon as customers has a row: 3 now
  id = 1
  id = 2
  id = 3"
    prints "fails: orders.orders_customer_fk: it fails when a row refers to what is not there: 1 now
  id = 1, line = 1"
    prints "fails: orders.orders_total_check: it fails when a row does not pass the check: 1 now
  id = 1, line = 1"
    prints "fails: audit.log.what: it fails when a row has NULL in it: 1 now
  what = NULL, at = 2024-02-29"
    prints "passes: orders_line"
    says "1 migration pending: 8 prechecks, 7 would fail, 0 not judged"
    no_scratches
}

@test "with rows that fit, none fails, and then the upgrade runs" {
    loose_shop
    sql "INSERT INTO customers VALUES (1, 'Ada', 'a'), (2, 'Bob', 'b');
         INSERT INTO orders VALUES (1, 1, 1, 5)"
    migration second000001 first0000001 "
ALTER TABLE customers ALTER COLUMN name SET NOT NULL;
ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id);"
    [ "$(verdicts)" = "passes|customers.name|0
passes|orders.orders_customer_fk|0" ]
    orqgen -q upgrade
    orq preflight
    is_status 0
    [ -z "$output" ]
}

@test "nothing is written, not even by what a check calls" {
    loose_shop
    sql "CREATE TABLE calls (n int);
         CREATE FUNCTION noted(n int) RETURNS boolean LANGUAGE plpgsql AS
             'BEGIN INSERT INTO calls VALUES (n); RETURN false; END';
         INSERT INTO orders VALUES (1, 1, 1, 5)"
    migration second000001 first0000001 "
CREATE TABLE IF NOT EXISTS calls (n int);
CREATE OR REPLACE FUNCTION noted(n int) RETURNS boolean LANGUAGE plpgsql AS
    'BEGIN INSERT INTO calls VALUES (n); RETURN false; END';
ALTER TABLE orders ADD CONSTRAINT orders_noted CHECK (noted(total));"
    orq preflight
    is_status 0
    prints "not judged: orders.orders_noted: it fails when a row does not pass the check; "
    prints "cannot execute INSERT in a read-only transaction"
    [ "$(sql "SELECT count(*) FROM calls")" -eq 0 ]
}

@test "what a pending migration makes, or fills first, is not judged; the others still are" {
    loose_shop
    sql "INSERT INTO customers VALUES (1, NULL, 'a'), (2, 'x', 'a')"
    migration second000001 first0000001 "
CREATE TABLE notes (id int);
ALTER TABLE customers ADD COLUMN mail text;
DO \$\$ BEGIN UPDATE public.customers SET name = 'x' WHERE name IS NULL; END \$\$;" 1
    migration third0000001 second000001 "
CREATE UNIQUE INDEX notes_id ON notes (id);
ALTER TABLE customers ADD CONSTRAINT customers_mail_check CHECK (mail <> '' OR id > 0);
ALTER TABLE customers ALTER COLUMN name SET NOT NULL;
ALTER TABLE customers ALTER COLUMN code SET NOT NULL;" 2
    orq preflight
    is_status 0
    prints "not judged: notes_id: it fails when two rows have the same key; notes is not in the database yet"
    prints "not judged: customers.customers_mail_check: it fails when a row does not pass the check: 0 now; migrations/20990101000001_second000001.sql:9 changes rows before"
    prints "not judged: customers.name: it fails when a row has NULL in it: 1 now; migrations/20990101000001_second000001.sql:9 changes rows before"
    prints "passes: customers.code"
    says "2 migrations pending: 4 prechecks, 0 would fail, 3 not judged"
    orq preflight second000001
    is_status 0
    [ -z "$output" ]
}

# One migration, or three.
@test "earlier statements that rename, add and convert: what can be judged is" {
    loose_shop
    sql "INSERT INTO customers VALUES (1, 'Ada', 'a'), (2, NULL, 'b');
         INSERT INTO orders VALUES (1, 1, 9, -1), (1, 2, 1, 4);
         INSERT INTO audit.log VALUES ('x', NULL)"
    first="ALTER TABLE customers ADD COLUMN mail text;
ALTER TABLE customers RENAME COLUMN name TO title;
ALTER TABLE customers ADD COLUMN rank int NOT NULL DEFAULT 7;
ALTER TABLE customers ADD COLUMN seen timestamptz DEFAULT clock_timestamp();
ALTER TABLE orders RENAME TO sales;
ALTER TABLE audit.log RENAME COLUMN at TO day;
ALTER TABLE customers ALTER code TYPE varchar(10);
ALTER TABLE sales ALTER line TYPE text USING 'l' || line;"
    second="ALTER TABLE customers ALTER mail SET NOT NULL;
ALTER TABLE customers ALTER title SET NOT NULL;
ALTER TABLE customers ADD CONSTRAINT one_rank UNIQUE (rank);
ALTER TABLE customers ADD CONSTRAINT one_seen UNIQUE (seen);
ALTER TABLE customers ADD COLUMN age int, ADD CONSTRAINT some_id CHECK (id > 1);
ALTER TABLE sales ADD CONSTRAINT sold CHECK (total >= 0);
ALTER TABLE sales ADD CONSTRAINT buyer FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE sales ADD CONSTRAINT lines CHECK (line <> '');
ALTER TABLE audit.log ALTER day SET NOT NULL;
ALTER TABLE customers ADD CONSTRAINT coded CHECK (code <> 'b');"
    expected="passes|customers.code|0
fails|customers.mail|2
fails|customers.title|1
fails|customers.one_rank|1
not judged|customers.one_seen|?
fails|customers.some_id|1
fails|sales.sold|1
fails|sales.buyer|1
not judged|sales.lines|?
fails|audit.log.day|1
fails|customers.coded|1"
    migration second000001 first0000001 "$first" 1
    migration third0000001 second000001 "$second" 2
    diff <(verdicts) <(echo "$expected")
    orq preflight
    prints "; customers.seen is not in the database yet"
    prints "; migrations/20990101000001_second000001.sql:"
    prints " changes the type of orders.line before"
    # A precheck as it is shown runs.
    while read -r precheck; do
        sql "$precheck" >/dev/null
    done < <(sed -n 's/^  precheck: //p' <<<"$output")
    rm migrations/*third*
    migration second000001 first0000001 "$first
$second" 1
    diff <(verdicts) <(echo "$expected")
    orq lint second000001
    prints "note: customers.one_seen: it fails when two rows have the same key; customers.seen is not in the database yet [data-dependent]"
}

@test "a column that is added and filled is not judged, and what is empty cannot fail" {
    loose_shop
    sql "INSERT INTO customers VALUES (1, 'Ada', 'a')"
    migration second000001 first0000001 "ALTER TABLE customers ADD COLUMN mail text;
UPDATE customers SET mail = name;
ALTER TABLE customers ALTER mail SET NOT NULL;
ALTER TABLE customers ADD CONSTRAINT mails UNIQUE (mail);
CREATE TABLE boss (id int PRIMARY KEY);
ALTER TABLE orders ADD COLUMN boss int;
ALTER TABLE orders ADD CONSTRAINT bosses FOREIGN KEY (boss) REFERENCES boss;
ALTER TABLE orders ADD CONSTRAINT high CHECK (boss > 0);"
    orq preflight
    is_status 0
    prints "not judged: customers.mail: it fails when a row has NULL in it; line 7 fills it: 1 now; migrations/20990101000000_second000001.sql:7 changes rows before"
    [ "$(verdicts | cut -d'|' -f2)" = "customers.mail
customers.mails" ]
}

@test "a role that may not read a table is told so" {
    loose_shop
    migration second000001 first0000001 "ALTER TABLE orders ADD CONSTRAINT c CHECK (total >= 0);"
    role reader CREATEDB
    sql "GRANT SELECT ON customers, orqgen_revisions TO ${db}_reader"
    orq --db "$(url "${db}_reader")" preflight
    is_status 0
    prints "not judged: orders.c: it fails when a row does not pass the check; "
    prints "permission denied for table orders"
}

@test "without a place for a scratch database" {
    loose_shop
    migration second000001 first0000001 "ALTER TABLE orders ADD CONSTRAINT c CHECK (total >= 0);"
    role reader
    sql "GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${db}_reader"
    orq --db "$(url "${db}_reader")" preflight
    is_status 2
    one_error
    says "--scratch URL"
}
