load helper

# A revision in SQL, on the one before it.
revision() { # number id parent upgrade [downgrade]
    cat >"migrations/$1_$2.sql" <<SQL
-- orqgen migration: $2
-- revision: $2
-- parent: $3

-- +orqgen upgrade sqlite
$4

-- +orqgen downgrade sqlite
${5:-}
SQL
}

# lint of one upgrade at all levels.
lint() { # id upgrade [downgrade]
    rm -f migrations/3_*.sql
    revision 3 "$1" first0000001 "$2" "${3:-}"
    orq lint --level note "$1"
}

finds() {
    is_status 1
    prints "[$1]"
}
finds_not() {
    [[ $output != *"[$1]"* ]] || {
        echo "found: $1 in $output"
        return 1
    }
}

# What a person, or orqgen, writes where SQLite cannot alter a table.
rebuilt="CREATE TABLE new_orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, total TEXT);
INSERT INTO new_orders SELECT id, customer_id, total FROM orders;
DROP TABLE orders;
ALTER TABLE new_orders RENAME TO orders;"

@test "a rebuild, and what it amounts to" {
    project
    lint second000001 "$rebuilt"
    finds sqlite-rebuild
    prints "migrations/3_second000001.sql:9: note: orders: the table is copied row by row"
    finds_not drop-table
    finds_not rename
    lint second000001 "ALTER TABLE orders ADD COLUMN note TEXT;" "ALTER TABLE orders DROP COLUMN note;"
    finds_not sqlite-rebuild
}

@test "tables and columns that go" {
    project
    lint second000001 "DROP TABLE orders;"
    finds drop-table
    prints "error: orders: its rows are gone"
    prints "error: orders: the upgrade loses orders"
    lint second000001 "ALTER TABLE customers ADD COLUMN a; ALTER TABLE customers DROP COLUMN a;"
    finds_not drop-column
    # By a rebuild.
    lint second000001 "${rebuilt//, total TEXT/}"
    [[ $output == *"[statement-fails]"* ]]
    lint second000001 "$(sed 's/, total TEXT//; s/SELECT id, customer_id, total/SELECT id, customer_id/' <<<"$rebuilt")"
    finds drop-column
    prints "orders.total"
}

@test "what an archive keeps is not gone" {
    project
    sed -i '1i on_drop: archive' schemas/shop.yaml
    sed -i '/^      total:/d' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id second000001 -m "drop" >/dev/null
    orq lint second000001
    is_status 0
    prints "warning: orders.total: its values are kept in orqgen_archive_second000001_1; programs that still name it fail [drop-column]"
    finds_not irreversible-downgrade
    # The downgrade does not read it.
    sed -i '/^-- +orqgen downgrade/q' migrations/*drop.sql
    orq lint second000001
    finds irreversible-downgrade
    prints "error: orders.total: the downgrade does not put back what orqgen_archive_second000001_1 keeps of it"
    lint third0000001 "CREATE TABLE orqgen_archive_third0000001_1 (id, customer_id, total);
INSERT INTO orqgen_archive_third0000001_1 SELECT id, customer_id, total FROM orders;
DROP TABLE orders;" "CREATE TABLE orders (id INTEGER PRIMARY KEY);
INSERT INTO orders SELECT id FROM orqgen_archive_third0000001_1;"
    prints "warning: orders: its rows are kept in orqgen_archive_third0000001_1; programs that still read it fail [drop-table]"
    finds_not irreversible-downgrade
}

@test "other names" {
    project
    lint second000001 "ALTER TABLE customers RENAME COLUMN name TO title;"
    finds rename
    prints "customers.name: programs that know it as name fail from the moment it is called title"
    lint second000001 "ALTER TABLE orders RENAME TO sales;"
    finds rename
    lint second000001 "CREATE TABLE a (id INTEGER PRIMARY KEY); ALTER TABLE a RENAME TO b;" "DROP TABLE b;"
    finds_not rename
    # What an upgrade made goes with its downgrade.
    prints "note: b: its rows are gone"
}

@test "rows that can refuse it, with the SELECT that tells" {
    project
    lint second000001 "CREATE UNIQUE INDEX once ON orders (total);" "DROP INDEX once;"
    finds data-dependent
    prints "precheck: SELECT total, count(*) FROM orders WHERE total IS NOT NULL GROUP BY total HAVING count(*) > 1"
    lint second000001 "CREATE INDEX often ON orders (total);" "DROP INDEX often;"
    finds_not data-dependent
}

@test "a foreign key without an index, a reserved word" {
    project
    lint second000001 "CREATE TABLE p (id INTEGER PRIMARY KEY, \"order\" INTEGER REFERENCES orders);" "DROP TABLE p;"
    finds fk-missing-index
    finds reserved-word
    lint second000001 "CREATE TABLE p (id INTEGER PRIMARY KEY, o INTEGER REFERENCES orders); CREATE INDEX p_o ON p (o);" "DROP TABLE p;"
    finds_not fk-missing-index
    finds_not reserved-word
}

@test "what does not run" {
    project
    lint second000001 "ALTER TABLE nowhere ADD COLUMN a;"
    finds statement-fails
    prints "3_second000001.sql:6: error"
    prints "no such table: nowhere"
    lint second000001 "DROP TABLE orders;
ALTER TABLE nowhere ADD COLUMN a;"
    prints "3_second000001.sql:6: error: orders: its rows are gone"
    prints "3_second000001.sql:7: error: ALTER TABLE nowhere ADD COLUMN a: the server refuses it"
}

@test "without words: what the database has not seen, else the newest" {
    project
    revision 3 second000001 first0000001 "DROP TABLE orders;"
    orq lint
    is_status 1
    prints "3_second000001.sql:6: error: orders: its rows are gone"
    [[ $output != *first0000001* ]]
    orqgen -q upgrade --allow-data-loss
    orq lint
    is_status 1
    prints "3_second000001.sql:6: error"
    orq lint --level note first0000001
    [[ $output != *second000001* ]]
    orq lint migrations/3_second000001.sql
    is_status 1
    orq lint first0000001:second000001
    is_status 1
    says "2 migrations"
    touch other.sql
    orq lint other.sql
    is_status 2
    says "other.sql is no migration of migrations"
}

@test "allowances: unknown, unused, of data loss" {
    project
    lint second000001 "-- orqgen:allow data-loss -- nobody reads it
DROP TABLE orders;" "-- orqgen:allow data-loss -- nobody reads it"
    finds_not drop-table
    finds_not irreversible-downgrade
    says "2 allowed"
    lint second000001 "-- orqgen:allow drop-tables -- nobody reads it
DROP TABLE orders;"
    finds allow-unknown
    prints 'no rule is called "drop-tables" (did you mean "drop-table"?)'
    lint second000001 "-- orqgen:allow drop-column -- nobody reads it
DROP TABLE orders;"
    finds allow-unused
    # Above another statement.
    lint second000001 "-- orqgen:allow drop-table -- nobody reads it
CREATE TABLE x (id INTEGER PRIMARY KEY);
DROP TABLE orders;"
    finds drop-table
    finds allow-unused
}

@test "lint: in orqgen.yaml" {
    project
    revision 3 second000001 first0000001 "DROP TABLE orders;"
    printf 'lint: {allow: [{rule: drop-table, object: orders}, {rule: irreversible-downgrade, reason: it is old}]}\n' >orqgen.yaml
    orq lint second000001
    is_status 1
    prints "drop-table is an error: allowing it takes a reason [allow-reason]"
    printf 'lint: {allow: [{rule: drop-table, object: orders, reason: it is old}, {rule: irreversible-downgrade, reason: it is old}]}\n' >orqgen.yaml
    orq lint second000001
    is_status 0
    says "2 allowed"
    printf 'lint: {levels: {drop-table: note, irreversible-downgrade: warning}}\n' >orqgen.yaml
    orq lint second000001
    is_status 0
    prints "note: orders"
    for wrong in '[]' '{allow: 1}' '{allow: [{rule: nothing}]}' '{levels: {drop-table: loud}}' \
        '{levels: {drop-table: {level: off}}}' '{limits: {drop-table: {rows: few}}}' '{speed: 1}'; do
        echo "lint: $wrong" >orqgen.yaml
        orq lint second000001
        is_status 2
        says "orqgen.yaml:1:"
    done
}

@test "lint: in the model" {
    project
    sed -i 's/^      total:.*/      total: {type: integer, lint: {allow: [drop-column: nobody reads it]}}/' schemas/shop.yaml
    revision 3 second000001 first0000001 "DROP TABLE orders;"
    orq lint second000001
    is_status 1
    prints "error: orders: its rows are gone"
    # On the table: what is in it, and on it.
    sed -i 's/^  orders:/&\n    lint: {allow: [drop-table: it is old, drop-column: "", irreversible-downgrade: it is old]}/' schemas/shop.yaml
    orq lint second000001
    is_status 0
    says "2 allowed"
    revision 3 second000001 first0000001 "ALTER TABLE orders DROP COLUMN customer_id;"
    orq lint --level note second000001
    [[ $output == *"no such column"* || $output == *"the server refuses it"* ]]
    revision 3 second000001 first0000001 "DROP INDEX orders_customer_id_idx; ALTER TABLE orders ADD COLUMN c; CREATE UNIQUE INDEX once ON orders (total);"
    sed -i 's/\(^    lint: .*\)]}/\1, data-dependent: it was looked at]}/' schemas/shop.yaml
    orq lint --level note second000001
    finds_not data-dependent
    says "1 allowed"
    # At the top: everywhere.
    revision 3 second000001 first0000001 "DROP TABLE orders;"
    sed -i '/^    lint:/d; 1i lint: {allow: [drop-table: we know, irreversible-downgrade: we know]}' schemas/shop.yaml
    orq lint second000001
    is_status 0
    says "2 allowed"
    orq review second000001
    is_status 0
    prints "we know"
}

@test "lint: in the model: unknown, unused, without a reason" {
    project
    revision 3 second000001 first0000001 "DROP TABLE orders;"
    cp schemas/shop.yaml shop.yaml
    sed -i 's/^  orders:/&\n    lint: {allow: [drop-tables: it is old]}/' schemas/shop.yaml
    orq lint --level warning second000001
    is_status 1
    prints 'schemas/shop.yaml:8: warning: drop-tables: no rule is called "drop-tables" (did you mean "drop-table"?) [allow-unknown]'
    for format in json sarif github gitlab markdown html text; do
        orq review --format $format second000001
        is_status 0
        prints "drop-tables"
    done
    cp shop.yaml schemas/shop.yaml
    sed -i 's/^  orders:/&\n    lint: {allow: [drop-table: ""]}/' schemas/shop.yaml
    orq lint second000001
    is_status 1
    prints "schemas/shop.yaml:8: error: orders: drop-table is an error: allowing it takes a reason [allow-reason]"
    # Whether it is used, all of the history tells.
    cp shop.yaml schemas/shop.yaml
    sed -i 's/^  orders:/&\n    lint: {allow: [rename: it is old, index-blocking: of PostgreSQL]}/' schemas/shop.yaml
    orq lint --level note second000001
    finds_not allow-unused
    orq lint --level note :heads
    finds allow-unused
    prints "schemas/shop.yaml:8: note: rename: rename is not found here [allow-unused]"
    [ "$(grep -c allow-unused <<<"$output")" -eq 1 ]
    # A model with a fault allows nothing: it is told.
    echo "  broken: {columns: {a: {type: text, nullable: maybe}}}" >>schemas/shop.yaml
    orq lint second000001
    is_status 2
    says "schemas/shop.yaml:"
}

@test "lint: in several files of a model, beside renames and constraints without a name" {
    project
    sed -i 's/^model: shop/lint: {allow: [drop-table: old]}/' schemas/shop.yaml
    printf 'lint: {allow: [irreversible-downgrade: old]}\n' >schemas/zoo.yaml
    revision 3 second000001 first0000001 "DROP TABLE orders;"
    orq lint second000001
    is_status 0
    says "2 allowed"
    sed -i 's/^  customers:/  clients:\n    renamed_from: customers\n    lint: {allow: [rename: old]}/; s/table: customers/table: clients/' schemas/shop.yaml
    revision 3 second000001 first0000001 "ALTER TABLE customers RENAME TO clients;"
    orq lint --level note second000001
    finds_not rename
    says "1 allowed"
    sed -i '/^    lint:/d; s/unique: true}/unique: true, renamed_from: title, lint: {allow: [rename: old]}}/' schemas/shop.yaml
    revision 3 second000001 first0000001 "ALTER TABLE customers RENAME COLUMN name TO title;"
    orq lint --level note second000001
    finds_not rename
}

@test "sizes: of a file, of the database; limits below which a finding is a note" {
    project
    revision 3 second000001 first0000001 "$rebuilt"
    orq lint --level note
    prints "size:     2 rows"
    orqgen stats >stats.json
    sed -i 's/"rows": 2/"rows": 250000/' stats.json
    orq lint --level warning --statistics stats.json second000001
    is_status 1
    prints "warning: orders: the table is copied row by row, and no other connection writes meanwhile [sqlite-rebuild-large]"
    prints "rows"
    prints "takes "
    printf 'lint: {limits: {sqlite-rebuild-large: {rows: 300000}}}\n' >orqgen.yaml
    orq lint --level warning --statistics stats.json second000001
    prints "note: orders: the table is copied row by row, and no other"
    orq lint --level note second000001
    finds sqlite-rebuild
    orq lint --statistics none.json second000001
    is_status 2
    # Where nobody knows the size, no limit holds.
    revision 3 second000001 first0000001 "DROP TABLE orders;"
    printf 'lint: {limits: {drop-table: {rows: 10}, irreversible-downgrade: {rows: 10}}}\n' >orqgen.yaml
    orq lint second000001
    is_status 1
    prints "error: orders: its rows are gone"
    orq lint
    prints "note: orders: its rows are gone"
    prints "error: orders: the upgrade loses orders"
}

@test "JSON: findings with fingerprints that no line changes" {
    project
    revision 3 second000001 first0000001 "DROP TABLE orders;"
    orq lint --json second000001
    is_status 1
    first=$(jq -r '.[0].findings[] | select(.rule == "drop-table") | .fingerprint' <<<"$output")
    [ ${#first} -eq 64 ]
    [ "$(jq -r '.[0].upgrade[0].tables[0].lock' <<<"$output")" = WRITE ]
    revision 3 second000001 first0000001 "
-- another line
DROP TABLE orders;"
    orq lint --json second000001
    [ "$first" = "$(jq -r '.[0].findings[] | select(.rule == "drop-table") | .fingerprint' <<<"$output")" ]
}

@test "explain" {
    orq explain index-blocking
    is_status 0
    prints "index-blocking (warning; postgresql): an index is built while writes wait"
    prints "  CREATE INDEX CONCURRENTLY i ON t (c);"
    prints "  -- orqgen:allow index-blocking -- reason"
    orq explain --list
    is_status 0
    [ "${#lines[@]}" -ge 50 ]
    orq explain index-bloking
    is_status 2
    says '(did you mean "index-blocking"?)'
}

@test "a table that orqgen rebuilds, on the page that the old one left" {
    project
    sed -i 's/^      total:.*/      total: {type: integer, nullable: false, check: total >= 0}/' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id second000001 -m "total" >/dev/null
    orq lint --level note second000001
    finds sqlite-rebuild
    prints "warning: orders.total: it fails when a row has NULL in it [data-dependent]"
    finds_not fk-missing-index
    [ "$(grep -c "NULL in it" <<<"$output")" -eq 1 ]
}
