load helper

# The project, and a migration that rebuilds a parent with cascading children.
# $file is its file, base.db the database before it.
rebuild() {
    project
    sed -i 's/name: {type: text, nullable: false, unique: true}/name: {type: text, nullable: false, unique: true, check: length(name) < 100}/' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id second000002 -m "short names" >/dev/null
    file=$(echo migrations/*_second000002_*.sql)
    cp orchestrator.db base.db
}

# All that a migration could harm, without the ledger.
contents() {
    sqlite3 -readonly orchestrator.db "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'orqgen_revisions' ORDER BY 1, 2" \
        "SELECT rowid, * FROM customers" "SELECT rowid, * FROM orders"
}

# The section $1 gets the statement $2 in front of its first DROP TABLE.
slip_in() {
    sed -i "0,/^DROP TABLE main/s//$2\n&/" "$1"
}

@test "an upgrade section that ends behind any of its statements runs not at all" {
    rebuild
    cp "$file" whole
    before=$(contents)
    downgrade=$(grep -b -o -e '-- +orqgen downgrade' whole | cut -d: -f1)
    ends=$(grep -b -o ';$' whole | cut -d: -f1)
    tried=0
    for end in $ends; do
        [ "$end" -lt "$downgrade" ] || break
        head -c $((end + 2)) whole >"$file"
        orq upgrade
        is_status 2
        [ "$(contents)" = "$before" ]
        tried=$((tried + 1))
    done
    [ "$tried" -gt 4 ]
    cp whole "$file"
    orq upgrade
    is_status 0
}

@test "a rebuild whose foreign keys were left on by hand keeps the children" {
    rebuild
    before=$(contents)
    sed -i 's/ foreign-keys-off//' "$file"
    orq upgrade
    is_status 5
    says "orders had 2 rows and has 0"
    [ "$(contents)" = "$before" ]
}

@test "a column that came by hand survives a migration whose expects line is gone" {
    rebuild
    sql "ALTER TABLE customers ADD COLUMN dear TEXT DEFAULT 'yes'"
    before=$(contents)
    sed -i '/^-- +orqgen expects/d' "$file"
    orq upgrade
    is_status 2
    says "dear"
    [ "$(contents)" = "$before" ]
}

@test "what would leave the transaction or the database cannot be part of a migration" {
    rebuild
    cp "$file" whole
    before=$(contents)
    for statement in "COMMIT;" "ROLLBACK; BEGIN;" "SAVEPOINT s;" "VACUUM INTO 'copy.db';" "VACUUM;" \
        "ATTACH 'other.db' AS other;" "PRAGMA journal_mode = off;" "DELETE FROM orqgen_revisions;"; do
        cp whole "$file"
        slip_in "$file" "$statement"
        orq upgrade --allow-data-loss
        is_status 2
        says "$file:"
        [ "$(contents)" = "$before" ]
    done
    cp whole "$file"
    slip_in "$file" "SELECT load_extension('x');"
    orq upgrade
    is_status 5
    [ "$(contents)" = "$before" ]
    [ ! -e copy.db ]
    [ ! -e other.db ]
}

@test "statements that change rows in disguise need their allowance" {
    rebuild
    cp "$file" whole
    before=$(contents)
    for statement in "WITH x AS (SELECT 1) DELETE FROM orders;" "REPLACE INTO orders (id, customer_id) VALUES (1, 2);" \
        "UPDATE orders SET total = 0;" "INSERT OR REPLACE INTO orders (id, customer_id) VALUES (1, 2);"; do
        cp whole "$file"
        slip_in "$file" "$statement"
        orq upgrade
        is_status 2
        says "loses data"
        [ "$(contents)" = "$before" ]
    done
}

@test "names that end a line, a comment or a section do not" {
    mkdir schemas
    cat >schemas/m.yaml <<'YAML'
tables:
  "t\n-- +orqgen downgrade sqlite\nDROP TABLE x;\n":
    comment: "*/ DROP TABLE x; -- \n-- +orqgen upgrade sqlite"
    columns:
      id: {type: integer, primary_key: true}
      "c\"; DROP TABLE x; --": {type: text, default: "d'\n-- orqgen:allow data-loss -- x\n;"}
      "\x01\x1b[31m": {type: text}
    indexes: [["\x01\x1b[31m"]]
YAML
    orqgen -q --autogenerate -m "-- +orqgen upgrade sqlite" >/dev/null
    orqgen -q upgrade
    orq check
    is_status 0
    sed -i 's/\[31m": {type: text}/[31m": {type: text, nullable: false, default: x}/' schemas/m.yaml
    before=$(sql ".schema" | grep -v orqgen_)
    orqgen --autogenerate -m again >out 2>&1
    never grep -q $'\x1b' out
    orqgen -q upgrade
    orq check
    is_status 0
    orqgen -q downgrade -1
    [ "$(sql ".schema" | grep -v orqgen_)" = "$before" ]
    orq downgrade base
    is_status 2
    says "loses data"
}

@test "killed at any moment, it is entirely old or entirely new, and so is the ledger" {
    rebuild
    sql "WITH RECURSIVE c(x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM c WHERE x < 20000)
         INSERT INTO customers SELECT x, 'name ' || x FROM c"
    cp orchestrator.db base.db
    old=$(contents | sha256sum)
    orqgen -q upgrade
    new=$(contents | sha256sum)
    for pause in 0.005 0.01 0.02 0.04 0.06 0.08 0.1 0.15; do
        rm -f orchestrator.db*
        cp base.db orchestrator.db
        orqgen -q upgrade &
        sleep "$pause"
        kill -KILL $! || true # it may be done by now
        wait $! || true
        sqlite3 orchestrator.db "PRAGMA integrity_check" | grep -qx ok
        now=$(contents | sha256sum)
        if [ "$(sql "SELECT count(*) FROM orqgen_revisions")" -eq 2 ]; then
            [ "$now" = "$new" ]
        else
            [ "$now" = "$old" ]
        fi
    done
}

@test "eight at once: one upgrades, the others find nothing to do" {
    rebuild
    for i in 1 2 3 4 5 6 7 8; do
        orqgen upgrade 2>"said$i" &
    done
    wait
    [ "$(grep -l 'short names ... done' said? | wc -l)" -eq 1 ]
    [ "$(grep -l 'nothing to do' said? | wc -l)" -eq 7 ]
    orq check
    is_status 0
}
