load helper
load fix

# check --fix: drift made by hand, answered each way, until check is clean.

# The shop with comments, blank lines and a layout of its own.
commented() {
    mkdir -p schemas
    cat >schemas/shop.yaml <<'YAML'
# The shop.
model: shop

tables:
    # Who buys.
    customers:
        comment: those who buy   # and pay
        columns:
            id: {type: integer, primary_key: true}  # the key
            # what we call them
            name: {type: text, nullable: false, unique: true}

    # What is bought,
    # and by whom.
    orders:
        columns:
            id:
                type: integer
                primary_key: true
            customer_id:
                type: integer
                nullable: false
                references: {table: customers, column: id, on_delete: cascade}
            total:
                type: integer   # in cents
                check: total >= 0
                default: 0
        indexes:
            - [customer_id]  # for the customer's page
YAML
    orqgen -q --autogenerate --rev-id first0000001 -m "first tables" >/dev/null
    orqgen -q upgrade
    sql "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob');
         INSERT INTO orders VALUES (1, 1, 10), (2, 2, 20);"
}

# The patch leads to the model that --write leads to, and to nothing but that.
patched() {
    orq check --fix model "$@"
    is_status 0
    printf '%s\n' "$output" >fix.patch
    rm -rf by_patch && mkdir by_patch && cp -r schemas by_patch/
    (cd by_patch && patch -sp1 --no-backup-if-mismatch <../fix.patch)
    rm -rf by_git && mkdir by_git && cp -r schemas by_git/
    (cd by_git && git init -q . && git apply ../fix.patch && rm -rf .git)
    orq check --fix model --write "$@"
    is_status 0
    diff -r by_patch/schemas schemas
    diff -r by_git/schemas schemas
}

@test "nothing has drifted" {
    project
    snapshot
    for way in model sql waive; do
        orq check --fix $way $([ $way = waive ] && echo "-m x")
        is_status 0
        says "nothing has drifted"
        [ -z "$output" ]
    done
    unchanged
}

@test "model: a column that came, and its check; in the style of the file" {
    commented
    sql "ALTER TABLE orders ADD COLUMN note TEXT DEFAULT 'none' CHECK (note <> '')"
    cp schemas/shop.yaml before
    patched
    diff <(changed_lines) - <<'LINES'
+            note:
+                type: text
+                default: none
+                check: note <> ''
LINES
    diff <(grep -vE '^            note:|^                (type: text|default: none|check: note.*)$' schemas/shop.yaml) before
    recorded
}

@test "model: a column and an index that went" {
    commented
    sql "DROP INDEX orders_customer_id_idx; CREATE INDEX hand ON orders (total DESC);
         ALTER TABLE customers ADD COLUMN mail TEXT"
    patched
    holds "$(changed_lines)" "+            mail: {type: text}"
    holds "$(changed_lines)" "-            - [customer_id]  # for the customer's page"
    holds "$(changed_lines)" "+            - {columns: [{column: total, order: desc}], name: hand}"
    [ "$(changed_lines | wc -l)" -eq 3 ]
    recorded
    sql "ALTER TABLE customers DROP COLUMN mail; DROP INDEX hand"
    patched
    [ "$(changed_lines | grep -c '^+')" -eq 0 ]
    holds "$(changed_lines)" "-            mail: {type: text}"
    [ "$(grep -c indexes: schemas/shop.yaml)" -eq 0 ]
    recorded
}

@test "model: a table that came, and one that went with its comment" {
    commented
    sql "DROP TABLE orders;
         CREATE TABLE audit (at TEXT NOT NULL, who INTEGER REFERENCES customers (id),
                             UNIQUE (at, who));
         CREATE INDEX audit_who ON audit (who)"
    cp schemas/shop.yaml before
    patched
    diff <(head -n 11 before) <(head -n 11 schemas/shop.yaml)
    never grep -q "and by whom" schemas/shop.yaml
    holds "$(changed_lines)" "+    audit:"
    diff <(tail -n +12 schemas/shop.yaml) - <<'LINES'

    audit:
        columns:
            at: {type: text, nullable: false}
            who: {type: integer, references: customers(id)}
        unique:
            - [at, who]
        indexes:
            audit_who: [who]
LINES
    recorded
}

@test "model: type, default, NOT NULL, check and reference that changed" {
    commented
    sql "CREATE TABLE o2 (id INTEGER NOT NULL PRIMARY KEY,
             customer_id BIGINT CONSTRAINT orders_customer_id_fkey REFERENCES customers (id) ON DELETE SET NULL,
             total TEXT DEFAULT '5' CONSTRAINT orders_total_check CHECK (total > 1));
         INSERT INTO o2 SELECT * FROM orders; DROP TABLE orders; ALTER TABLE o2 RENAME TO orders;
         CREATE INDEX orders_customer_id_idx ON orders (customer_id)"
    cp schemas/shop.yaml before
    patched
    diff <(changed_lines) - <<'LINES'
-                nullable: false
-                references: {table: customers, column: id, on_delete: cascade}
+                references: {table: customers, column: id, on_delete: set null}
-                type: integer   # in cents
-                check: total >= 0
-                default: 0
+                type: text   # in cents
+                check: total > 1
+                default: 5
LINES
    recorded
}

@test "model: several files, flow style, anchors, another line end" {
    mkdir schemas
    printf 'model: shop\r\ntables:\r\n  a: {columns: {id: {type: integer, primary_key: true}, n: {type: text}}} # a\r\n' >schemas/a.yaml
    cat >schemas/b.yaml <<'YAML'
tables:
  b:
    columns:
      id: {type: integer, primary_key: true}
      x: &text {type: text}   # shared
      y: *text
      z: *text
YAML
    orqgen -q --autogenerate -m "first" >/dev/null
    orqgen -q upgrade
    sql "ALTER TABLE a ADD COLUMN m REAL; ALTER TABLE b DROP COLUMN z; ALTER TABLE b DROP COLUMN y;
         ALTER TABLE b ADD COLUMN y TEXT DEFAULT 'q'; CREATE TABLE c (k TEXT)"
    patched
    grep -q $'n: {type: text}, m: {type: real}}} # a\r$' schemas/a.yaml
    [ "$(grep -c $'\r$' schemas/a.yaml)" -eq 3 ]
    diff schemas/b.yaml - <<'YAML'
tables:
  b:
    columns:
      id: {type: integer, primary_key: true}
      x: &text {type: text}   # shared
      y: {<<: *text, default: q}
  c:
    columns:
      k: {type: text}
YAML
    recorded
}

@test "model: views and triggers where the model manages them" {
    mkdir schemas
    cat >schemas/m.yaml <<'YAML'
manage: all
tables:
  t:
    columns:
      id: {type: integer, primary_key: true}
    triggers:
      # says nothing
      quiet: {sql: "CREATE TRIGGER quiet AFTER INSERT ON t BEGIN SELECT 1; END"}
views:
  # all of it
  v:
    sql: SELECT id FROM t   # the only column
YAML
    orqgen -q --autogenerate -m "first" >/dev/null
    orqgen -q upgrade
    sql "DROP VIEW v; CREATE VIEW v AS SELECT id, 1 AS one FROM t; CREATE VIEW w AS SELECT 2 AS two;
         DROP TRIGGER quiet; CREATE TRIGGER loud AFTER INSERT ON t BEGIN SELECT 2; END"
    patched
    holds "$(changed_lines)" "+    sql: SELECT id, 1 AS one FROM t   # the only column"
    holds "$(changed_lines)" "+      loud:"
    holds "$(changed_lines)" "-      # says nothing"
    holds "$(changed_lines)" "+  w:"
    recorded
}

@test "model: hostile names" {
    commented
    sql "ALTER TABLE customers ADD COLUMN \"it's \"\"so\"\"
: {x} # é\" TEXT; CREATE TABLE \"no: {yes}\" (\"1\" TEXT, \"null\" INTEGER)"
    orq check
    is_status 1
    patched
    recorded
    sql "ALTER TABLE customers DROP COLUMN \"it's \"\"so\"\"
: {x} # é\"; DROP TABLE \"no: {yes}\""
    patched
    recorded
    never grep -q so schemas/shop.yaml
}

@test "model: what is no drift stays as it is, and is told" {
    commented
    sed -i 's/^            total:/            rating: {type: integer}\n&/' schemas/shop.yaml
    sql "ALTER TABLE customers ADD COLUMN mail TEXT"
    patched
    says "missing migration"
    holds "$(changed_lines)" "mail"
    [ "$(changed_lines | wc -l)" -eq 1 ]
    grep -q "rating: {type: integer}" schemas/shop.yaml
    orq check --fix model
    is_status 0
    says "the model has what drifted already"
    says "orqgen --autogenerate --include-drift"
}

@test "model: pending migrations are no drift" {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    orq check --fix model
    is_status 0
    says "pending: 1 migration; next: orqgen upgrade"
    says "nothing has drifted"
    sql "ALTER TABLE customers ADD COLUMN mail TEXT"
    orq check --fix model --write
    is_status 0
    grep -q "note: {type: text}" schemas/shop.yaml
    grep -q "mail: {type: text}" schemas/shop.yaml
}

@test "model: what cannot be patched is told, and nothing is written" {
    mkdir schemas
    cat >schemas/m.yaml <<'YAML'
tables:
  a:
    columns: &id
      id: {type: integer, primary_key: true}
      n: {type: text}
  b:
    columns: *id
YAML
    orqgen -q --autogenerate -m "first" >/dev/null
    orqgen -q upgrade
    sql "ALTER TABLE b ADD COLUMN m TEXT; ALTER TABLE a ADD COLUMN k TEXT"
    snapshot
    orq check --fix model --write
    is_status 2
    says "cannot be patched for"
    says "orqgen check --why"
    [ -z "$output" ]
    unchanged
}

@test "model: what the model takes for a rename is told" {
    commented
    sed -i 's/total:/amount:/; s/check: total/check: amount/; s/in cents/in euros/' schemas/shop.yaml
    sed -i 's/^            amount:/&\n                renamed_from: total/' schemas/shop.yaml
    orqgen -q --autogenerate -m "another name" >/dev/null
    orqgen -q upgrade
    orq check
    is_status 0
    sql "ALTER TABLE orders RENAME COLUMN amount TO total"
    snapshot
    orq check --fix model --write
    is_status 2
    says "orders.amount drifted in a way that the model's text cannot be patched for"
    unchanged
    orqgen -q check --fix sql >fix.sql
    sqlite3 -bail orchestrator.db <fix.sql
    orq check
    is_status 0
}

@test "sql: what it prints brings the database back" {
    commented
    cat >hand.sql <<'SQL'
ALTER TABLE orders ADD COLUMN note TEXT;
DROP INDEX orders_customer_id_idx;
CREATE TABLE audit (at TEXT);
ALTER TABLE customers ADD COLUMN "it's ""so""
" TEXT;
SQL
    sqlite3 -bail orchestrator.db <hand.sql
    orq check --fix sql
    is_status 0
    says "LOSES DATA: orders.note"
    says "sqlite3 -bail orchestrator.db <fix.sql"
    prints "-- LOSES DATA: audit"
    printf '%s\n' "$output" >fix.sql
    orq check
    is_status 1
    sqlite3 -bail orchestrator.db <fix.sql
    orq check
    is_status 0
    [ "$(sql "SELECT count(*), sum(total) FROM orders")" = "2|30" ]
}

@test "sql: only what is asked for" {
    commented
    sql "ALTER TABLE orders ADD COLUMN note TEXT; ALTER TABLE customers ADD COLUMN mail TEXT"
    orq check --fix sql --only orders
    is_status 0
    printf '%s\n' "$output" >fix.sql
    never grep -q mail fix.sql
    sqlite3 -bail orchestrator.db <fix.sql
    orq check --fix model --write --only customers.mail
    is_status 0
    recorded
    orq check --fix sql --only nothing
    is_status 0
    sql "ALTER TABLE orders ADD COLUMN note TEXT"
    orq check --fix sql --only nothing
    is_status 2
    one_error
}

@test "waive: until a day, then no more" {
    commented
    cat >orqgen.yaml <<'YAML'
# Where things are.
model: schemas   # the folder

# for later
environments: {}
YAML
    cp orqgen.yaml before
    sql "ALTER TABLE orders ADD COLUMN note TEXT"
    export SOURCE_DATE_EPOCH=1795651200 # 2026-11-26
    orq check --fix waive -m "hotfix of incident 12, \"urgent\""
    is_status 0
    says "orqgen.yaml: orders.note is waived until 2026-12-26"
    diff <(head -n 5 orqgen.yaml) before
    orq check
    is_status 0
    prints "but for 1 waived difference"
    orq check -v
    is_status 0
    prints "waived until 2026-12-26: orders.note (hotfix of incident 12, \"urgent\")"
    orq check --json
    is_status 0
    prints '"clean": true'
    prints '"waived": ['
    prints '"until": "2026-12-26"'
    prints '"expired": []'
    SOURCE_DATE_EPOCH=1798243200 orq check # the day itself
    is_status 0
    SOURCE_DATE_EPOCH=1798329600 orq check # the day after
    is_status 1
    prints "it has also orders.note"
    prints "the waiver of orders.note expired on 2026-12-26"
    SOURCE_DATE_EPOCH=1798329600 orq check --json
    is_status 1
    prints '"waived": []'
    SOURCE_DATE_EPOCH=1798329600 orq check --fix waive --until 2027-02-28 -m "again"
    is_status 0
    [ "$(grep -c 'object: orders.note' orqgen.yaml)" -eq 1 ]
    SOURCE_DATE_EPOCH=1798329600 orq check
    is_status 0
}

@test "waive: another difference of the same object is not waived" {
    commented
    sql "ALTER TABLE orders ADD COLUMN note TEXT"
    orq check --fix waive -m "hotfix"
    is_status 0
    orq check
    is_status 0
    sql "ALTER TABLE orders DROP COLUMN note; ALTER TABLE orders ADD COLUMN note BLOB"
    orq check
    is_status 1
    prints "the waiver of orders.note is of another difference"
    orq check --fix waive -m "hotfix, corrected"
    is_status 0
    [ "$(grep -c 'object:' orqgen.yaml)" -eq 1 ]
    orq check
    is_status 0
    sql "ALTER TABLE customers ADD COLUMN mail TEXT"
    orq check
    is_status 1
    prints "it has also customers.mail"
    prints "waived: 1 difference"
    orq check --fix sql
    never grep -q note <<<"$output"
    prints "DROP COLUMN mail"
}

@test "waive: one that matches nothing any more is told" {
    commented
    sql "ALTER TABLE orders ADD COLUMN note TEXT"
    orq check --fix waive -m "hotfix"
    sql "ALTER TABLE orders DROP COLUMN note"
    orq check
    is_status 0
    says "orqgen.yaml:2:5: warning: the waiver of orders.note matches nothing any more"
}

@test "waive: hostile names" {
    commented
    sql "ALTER TABLE customers ADD COLUMN \"it's \"\"so\"\"
: {x} # é\" TEXT"
    orq check --fix waive -m "# not: a {comment}"
    is_status 0
    orq check -v
    is_status 0
    prints "it's"
}

@test "waive: a configuration that cannot be changed by lines stays" {
    commented
    printf 'waivers: &w []\n? model\n: schemas\n' >orqgen.yaml
    sql "ALTER TABLE orders ADD COLUMN note TEXT"
    orq check --fix waive -m "hotfix"
    [ "$status" -eq 0 ] || [ "$status" -eq 2 ]
    orq check --history
    is_status 0
}

@test "waivers that are none" {
    project
    for bad in "x" "[x]" "[{object: a}]" "[{object: a, difference: b, until: 2026-02-30, reason: c}]" \
        "[{object: a, difference: b, until: 2026-12-01, reason: c, more: d}]"; do
        echo "waivers: $bad" >orqgen.yaml
        orq check
        is_status 2
        one_error
        says "orqgen.yaml:1:"
    done
}

@test "usage" {
    project
    orq check --fix waive
    is_status 2
    one_error
    says "-m"
    orq check --fix waive -m "x" --until 2020-01-01
    is_status 2
    says "is over"
    orq check --fix waive -m "x" --until soon
    is_status 2
    says "is no day"
    orq check --fix waive -m "  "
    is_status 2
    for bad in "--write" "--fix sql --write" "--fix sql -m x" "--fix model --history" "--fix no" \
        "--fix sql --json" "--until 2030-01-01"; do
        orq check $bad
        is_status 2
        one_error
    done
    sql "DROP TABLE orqgen_revisions"
    orq check --fix sql
    is_status 2
    says "has no ledger"
}
