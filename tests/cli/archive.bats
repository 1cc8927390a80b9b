# on_drop: archive on SQLite: what an upgrade drops it keeps, and the downgrade puts it back.
load helper

# The project with an archiving model.
archiving() {
    project
    sed -i '1a on_drop: archive' schemas/shop.yaml
}

rows() {
    sql "SELECT 'c', quote(id), quote(name) FROM customers ORDER BY id;
         SELECT 'o', * FROM orders ORDER BY id;"
}

# Up to the model, and back: the tables are as before, and no archive is left.
there_and_back() {
    local before schema
    before=$(sql .dump | grep -v orqgen_revisions)
    orq --autogenerate --rev-id second000002 -m "drop"
    is_status 0
    says "upgrade keeps"
    [[ $stderr != *"upgrade LOSES"* ]]
    holds "$(cat migrations/*drop.sql)" "up, down and up again on a copy"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    orq downgrade -1
    is_status 0
    [ "$(sql .dump | grep -v orqgen_revisions)" = "$before" ]
    orq upgrade
    is_status 0
    orq check
    is_status 0
}

@test "a dropped column comes back with its values" {
    archiving
    sed -i '/total:/d' schemas/shop.yaml
    there_and_back
    orq archive list
    is_status 0
    prints "orqgen_archive_second000002_1  orders.total: 2 rows, since 20"
}

@test "columns, a table and its child in one migration" {
    archiving
    sql "INSERT INTO orders VALUES (9, 2, NULL)"
    sed -i '/total:/d; /^  customers:/,/^  orders:/{/^  orders:/!d}; s/, references: {.*cascade}//' schemas/shop.yaml
    there_and_back
    orq archive list --json
    is_status 0
    prints '"of": "orders.total"'
    prints '"of": "customers"'
    prints '"rows": 3'
    sed -i '/^  orders:/,$d; s/^tables:.*/tables: {}/' schemas/shop.yaml
    orq --autogenerate -m "nothing left"
    is_status 0
    orq upgrade
    is_status 0
    orq downgrade base
    is_status 2
    says "customers"
    orq downgrade first0000001
    is_status 0
    [ "$(sql "SELECT id, total FROM orders ORDER BY id")" = "1|10
2|20
9|" ]
}

@test "rows that came meanwhile have the default; those that went stay away" {
    archiving
    sed -i 's/total: {.*/total: {type: integer, nullable: false, default: 7}\n      note: {type: text, default: hello}/' schemas/shop.yaml
    orq --autogenerate -m "defaults"
    orq upgrade
    sql "UPDATE orders SET note = NULL WHERE id = 2; INSERT INTO orders VALUES (3, 1, 30, 'three')"
    sed -i '/total:/d; /note:/d' schemas/shop.yaml
    orq --autogenerate -m "drop"
    orq upgrade
    is_status 0
    sql "DELETE FROM orders WHERE id = 1; INSERT INTO orders VALUES (4, 2)"
    orq downgrade -1
    is_status 0
    [ "$(sql "SELECT id, total, quote(note) FROM orders ORDER BY id")" = "2|20|NULL
3|30|'three'
4|7|'hello'" ]
}

@test "a row that came meanwhile and has nothing to put in a NOT NULL column stops the downgrade" {
    project
    sed -i 's/total: {.*/total: {type: integer, nullable: false}/' schemas/shop.yaml
    sed -i '1a on_drop: archive' schemas/shop.yaml
    orq --autogenerate -m "not null"
    orq upgrade
    sed -i '/total:/d' schemas/shop.yaml
    there_and_back
    sql "INSERT INTO orders VALUES (4, 2)"
    orq downgrade -1
    is_status 5
    says "NOT NULL constraint failed: orders.total"
    [ "$(sql "SELECT count(*) FROM orqgen_archive_second000002_1")" = 2 ]
}

@test "the configuration says it where the model does not; a table's own word goes before" {
    project
    echo "on_drop: archive" >orqgen.yaml
    sed -i '/total:/d' schemas/shop.yaml
    orq --autogenerate --dry-run -m "drop"
    is_status 0
    prints "orqgen_archive_"
    sed -i 's/^  orders:/&\n    on_drop: discard/' schemas/shop.yaml
    orq --autogenerate --dry-run -m "drop"
    prints "LOSES DATA: orders.total"
    [[ $output != *"orqgen_archive_"* ]]
    echo "on_drop: keep" >orqgen.yaml
    orq --autogenerate --dry-run -m "drop"
    is_status 2
    says 'orqgen.yaml:1:10: error: "on_drop" is archive or discard, and not "keep"'
}

@test "renames in the same migration" {
    archiving
    sed -i 's/      id: {type: integer, primary_key: true}/      nr: {type: integer, primary_key: true, renamed_from: id}/; s/column: id/column: nr/
            s/^  orders:/  sales:\n    renamed_from: orders/; s/total: .*/sum: {type: text, renamed_from: customer_id}/
            /      customer_id:/d; s/^    indexes:.*//' schemas/shop.yaml
    orq --autogenerate -m "names"
    is_status 0
    orq upgrade
    is_status 0
    orq downgrade -1
    is_status 0
    [ "$(rows)" = "c|1|'Ada'
c|2|'Bob'
o|1|1|10
o|2|2|20" ]
}

@test "a table without a key: its columns are lost, and that is said" {
    archiving
    sql "CREATE TABLE loose (a, b)"
    printf '  loose: {columns: {a: {type: {native: ""}}, b: {type: {native: ""}}}}\n' >>schemas/shop.yaml
    orq --autogenerate --include-drift -m "loose"
    orq upgrade
    is_status 0
    sed -i 's/, b: {type: {native: ""}}//' schemas/shop.yaml
    orq --autogenerate -m "drop b"
    is_status 0
    says "upgrade LOSES DATA: loose.b"
    holds "$(cat migrations/*drop_b.sql)" "not archived: loose has no key that stays"
    orq upgrade
    is_status 2
}

@test "archives are no part of the schema" {
    archiving
    sed -i '/total:/d; 1a manage: all' schemas/shop.yaml
    there_and_back
    orq inspect
    [[ $output != *orqgen_archive* ]]
    orq diff --exit-code
    is_status 0
}

@test "purge says what it removes, and afterwards the downgrade refuses" {
    archiving
    sed -i '/total:/d' schemas/shop.yaml
    there_and_back
    orq archive purge
    is_status 2
    says "which archives are to be removed?"
    orq archive purge other --yes
    is_status 2
    says 'there is no archive of a revision "other"'
    orq archive purge --older-than 1 --yes
    is_status 0
    says "nothing to remove"
    orq archive purge second
    is_status 2
    prints "orqgen_archive_second000002_1  orders.total: 2 rows"
    says "the same command with --yes"
    [ "$(sql "SELECT count(*) FROM orqgen_archive_second000002_1")" = 2 ]
    orq archive purge second --yes
    is_status 0
    says "removed 1 archive"
    orq archive list
    says "no archives in"
    orq downgrade -1
    is_status 2
    says "the downgrade of second000002 puts back what its upgrade archived, and the archive is gone"
    says "no table orqgen_archive_second000002_1"
    orq check
    is_status 0
}

@test "purge by age, and of everything" {
    archiving
    sed -i '/total:/d' schemas/shop.yaml
    there_and_back
    sql "UPDATE orqgen_revisions SET applied_at = '2020-01-01T00:00:00Z'"
    orq archive purge --older-than x --yes
    is_status 2
    orq archive purge --older-than 100 --all --yes
    is_status 2
    orq archive purge --older-than 100 --yes
    is_status 0
    says "removed 1 archive"
    orq archive purge --all --yes
    is_status 0
    says "nothing to remove"
}

# A line in front of the downgrade's section.
at_the_end_of_the_upgrade() {
    awk -v line="$1" '/^-- \+orqgen downgrade/ {print line} {print}' migrations/*drop.sql >edited
    mv edited migrations/*drop.sql
}

@test "a statement that undoes the keeping is seen, whatever the notes say" {
    archiving
    sed -i '/total:/d' schemas/shop.yaml
    orq --autogenerate --rev-id second000002 -m "drop"
    cp -r migrations kept
    at_the_end_of_the_upgrade "DROP TABLE orqgen_archive_second000002_1;"
    orq upgrade
    is_status 2
    says "orders.total (line"
    rm -r migrations && cp -r kept migrations
    at_the_end_of_the_upgrade "DELETE FROM orqgen_archive_second000002_1;"
    orq upgrade
    is_status 2
    says "deletes rows"
    rm -r migrations && cp -r kept migrations
    sed -i 's/^FROM main.orders;/& -- all/; s/^FROM main.orders\(.*\)$/FROM main.orders WHERE id > 1;/' migrations/*drop.sql
    orq upgrade
    is_status 2
    says "orders.total (line"
}

@test "what a run that was stamped away has kept is in the way, and named" {
    archiving
    sed -i '/total:/d' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id second000002 -m "drop" >/dev/null
    orqgen -q upgrade
    orqgen -q stamp first0000001
    sql "ALTER TABLE orders ADD COLUMN total integer"
    orq upgrade
    is_status 2
    says "orqgen_archive_second000002_1 of an earlier run of it is there"
    says "orqgen archive purge second000002 --yes"
    [ -n "$(sql "SELECT 1 FROM sqlite_master WHERE name = 'orqgen_archive_second000002_1'")" ]
}
