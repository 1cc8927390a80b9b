load postgres

# A migration of the test's own; what stands behind -- @PART in the file, up to the next one.
part() { # file part
    awk -v want="-- @$2" '/^-- @/ {on = $0 == want; next} on' "$1"
}

users="CREATE TABLE orgs (id bigint PRIMARY KEY, name text);
CREATE TABLE users (id bigint PRIMARY KEY, org_id bigint, email text, n integer, flag boolean,
                    code varchar(50));"

write() { # number id parent upgrade [downgrade]
    mkdir -p migrations
    cat >"migrations/$1_$2.sql" <<SQL
-- orqgen migration: $2
-- revision: $2
${3:+-- parent: $3}

-- +orqgen upgrade postgresql
$4

-- +orqgen downgrade postgresql
${5:-}
SQL
}

# What the server holds and rewrites when psql runs the upgrade of a migration on the test's own
# database, as tests/live/locks.sql tells. What runs outside a transaction is gone by then.
held() { # before upgrade
    admin -c "DROP SCHEMA public CASCADE; CREATE SCHEMA public" >/dev/null 2>&1
    {
        cat "$ORQ_ROOT/tests/live/locks.sql"
        echo "$1"
        echo "BEGIN; SELECT oracle.start();"
        awk '/^-- [+]orqgen step/ {
                 print open == "" ? "COMMIT;" : ""
                 open = /no-transaction/
                 if (!open) print "BEGIN; SELECT oracle.start();"
                 open = open ? "outside" : ""
             }
             /^--/ { next }
             { statement = statement "\n" $0 }
             /;$/ {
                 print statement
                 if (open == "") print "SELECT oracle.seen(" number + 0 ");"
                 statement = ""
                 number++
             }
             END { print open == "" ? "COMMIT;" : "" }' <<<"$2"
    } >held.sql
    psql -h "$socket" -U postgres -d "$db" -XqAt -f held.sql 2>/dev/null | grep '|' || true
}

# Is what lint tells of the revision what psql has seen, and does it tell of all that is new?
as_held() { # revision
    jq -r --arg of "$1" '.[] | select(.revision == $of) | .upgrade | to_entries[]
        | select(.value.in_transaction and .value.error == null) | .key as $at | .value.tables[]
        | select(.lock != "none") | "\($at)|\(.table)|\(.lock)|\(.rewritten)"' found.json >told
    awk -F'|' 'FNR == NR { seen[$1 "|" $2 "|" $3 "|" ($4 == "t" || $4 == "true" ? "true" : "false")] = $5; next }
         !($0 in seen) { print "lint tells, and psql has not seen: " $0; wrong = 1 }
         { told[$0] = 1 }
         END {
             for (row in seen)
                 if ((seen[row] == "t" || seen[row] == "true") && !(row in told)) {
                     print "psql has seen, and lint does not tell: " row
                     wrong = 1
                 }
             exit wrong
         }' held told
}

# Does the rule fire in one of the two migrations, and not in the other?
rule() { # file
    local name before
    name=$(basename "$1" .sql)
    before=$(part "$1" before)
    rm -rf migrations
    write 1 before000001 "" "${before:-$users}"
    write 2 fires0000001 before000001 "$(part "$1" fires)"
    write 3 safe00000001 before000001 "$(part "$1" safe)"
    orqgen -q lint --json fires0000001 safe00000001 >found.json 2>errors || [ $? -eq 1 ] || {
        cat errors
        return 1
    }
    found() {
        jq -e --arg of "$1" --arg rule "$name" \
            'any(.[]; .revision == $of and any(.findings[]; .rule == $rule))' found.json >/dev/null
    }
    if ! found fires0000001; then
        echo "$name does not fire"
        return 1
    elif found safe00000001; then
        echo "$name fires where it should not"
        return 1
    fi
    local part
    for part in fires safe; do
        held "${before:-$users}" "$(part "$1" $part)" >held
        as_held "$(printf %-12s $part | tr ' ' 0 | sed 's/.$/1/')" || {
            echo "$name, where it is $part"
            return 1
        }
    done
}

rules() { # pattern
    local wrong=0 file version
    version=$(version_of_server)
    for file in "$ORQ_ROOT"/tests/live/rules/$1.sql; do
        # DETACH CONCURRENTLY came with 14.
        [ "$version" -ge 14 ] || ! grep -q "DETACH.*CONCURRENTLY" "$file" || continue
        rule "$file" || wrong=1
    done
    [ $wrong -eq 0 ]
}

@test "rules, each where it fires and where it does not: a" { rules "a*"; }
@test "rules: b to d" { rules "[b-d]*"; }
@test "rules: e to i" { rules "[e-i]*"; }
@test "rules: j to p" { rules "[j-p]*"; }
@test "rules: q to z" { rules "[q-z]*"; }

@test "every rule of PostgreSQL has such a test" {
    orq explain --list
    is_status 0
    for name in $(awk '{print $1}' <<<"$output"); do
        case $name in
        sqlite-*) ;;
        allow-reason) ;; # of the configuration
        *) [ -e "$ORQ_ROOT/tests/live/rules/$name.sql" ] || {
            echo "no test of $name"
            return 1
        } ;;
        esac
    done
}

@test "locks, scans, rewrites and index builds are those of the server" {
    # A statement in a step of its own, with what is expected of it.
    write 1 before000001 "" "$users
CREATE INDEX users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT checked CHECK (n > 0) NOT VALID;
ALTER TABLE users ADD CONSTRAINT pointed FOREIGN KEY (org_id) REFERENCES orgs NOT VALID;"
    upgrade=""
    while IFS='|' read -r sql expected; do
        upgrade+="-- +orqgen step"
        case $sql in *CONCURRENTLY*) upgrade+=" no-transaction" ;; esac
        upgrade+=$'\n'"$sql"$'\n'
        echo "$expected"
    done >expected <<'CASES'
ALTER TABLE users ADD COLUMN a bigint;|users ACCESS EXCLUSIVE
ALTER TABLE users ADD COLUMN b bigint DEFAULT 7;|users ACCESS EXCLUSIVE
ALTER TABLE users ADD COLUMN c uuid DEFAULT md5(random()::text)::uuid;|users ACCESS EXCLUSIVE scan rewrite index
ALTER TABLE users ALTER n TYPE bigint;|users ACCESS EXCLUSIVE scan rewrite index
ALTER TABLE users ALTER code TYPE varchar(80);|users ACCESS EXCLUSIVE
ALTER TABLE users ALTER code TYPE text;|users ACCESS EXCLUSIVE
ALTER TABLE users ALTER email TYPE text COLLATE "C";|users ACCESS EXCLUSIVE scan index
ALTER TABLE users ALTER id SET DEFAULT 1;|users ACCESS EXCLUSIVE
ALTER TABLE users ADD CONSTRAINT more CHECK (b > 0);|users ACCESS EXCLUSIVE scan
ALTER TABLE users ADD CONSTRAINT less CHECK (b > 0) NOT VALID;|users ACCESS EXCLUSIVE
ALTER TABLE users VALIDATE CONSTRAINT checked;|users SHARE UPDATE EXCLUSIVE scan
ALTER TABLE users ALTER b SET STATISTICS 500;|users SHARE UPDATE EXCLUSIVE
CREATE INDEX users_n ON users (n);|users SHARE scan index
CREATE INDEX CONCURRENTLY users_b ON users (b);|users SHARE UPDATE EXCLUSIVE scan index
DROP INDEX users_n;|users ACCESS EXCLUSIVE
DROP INDEX CONCURRENTLY users_b;|users SHARE UPDATE EXCLUSIVE
ALTER TABLE users ADD CONSTRAINT pointed_too FOREIGN KEY (a) REFERENCES orgs NOT VALID;|orgs SHARE ROW EXCLUSIVE, users SHARE ROW EXCLUSIVE
ALTER TABLE users DROP CONSTRAINT pointed;|orgs ACCESS EXCLUSIVE, users ACCESS EXCLUSIVE
ALTER TABLE users SET UNLOGGED;|users ACCESS EXCLUSIVE scan rewrite index
TRUNCATE orgs CASCADE;|orgs ACCESS EXCLUSIVE, users ACCESS EXCLUSIVE
CREATE TABLE pets (id bigint PRIMARY KEY);|
ALTER TABLE pets ADD CHECK (id > 0);|
UPDATE users SET b = 8;|users ROW EXCLUSIVE scan
CASES
    write 2 locks0000001 before000001 "$upgrade"
    orqgen -q lint --json locks0000001 >found.json || [ $? -eq 1 ]
    jq -r '.[0].upgrade[] | [.tables | sort_by(.table)[] | .table + " " + .lock
             + (if .scanned then " scan" else "" end)
             + (if .rewritten then " rewrite" else "" end)
             + (if .built != [] then " index" else "" end)] | join(", ")' found.json >seen
    diff expected seen
}

# RULE OBJECT of what lint finds in the upgrade, without the rules that tell of every statement.
blamed() { # sql
    write 1 before000001 "" "${before:-$users}"
    write 2 second000001 before000001 "$1"
    orqgen -q lint --json second000001 >found.json || [ $? -eq 1 ]
    jq -r '.[0].findings[] | select(.direction == "upgrade") | .rule + " " + .object' found.json |
        grep -vE "^(no-lock-timeout|advice|fk-missing-index) " | sort
}

@test "of an ALTER TABLE with many actions the one that does it is blamed" {
    wrong=0
    while IFS='|' read -r actions expected; do
        found=$(blamed "ALTER TABLE users $actions;" | paste -sd, | sed 's/,/, /g')
        [ "$found" = "$expected" ] || {
            echo "$actions: $found, not $expected"
            wrong=1
        }
    done <<'CASES'
ADD COLUMN a bigint, ALTER n TYPE bigint|type-rewrite users.n
ALTER n TYPE bigint, ALTER code TYPE varchar(80)|type-rewrite users.n
ADD COLUMN a bigint, ADD COLUMN seen timestamptz DEFAULT clock_timestamp()|add-column-rewrite users.seen
ADD COLUMN a bigint, SET UNLOGGED|table-rewrite-op users
ADD COLUMN a bigint, ADD CONSTRAINT k CHECK (a > 0)|add-column-check-scan users.k
ADD COLUMN a bigint, ADD CONSTRAINT k UNIQUE (email)|data-dependent users.k, unique-build users.k
ALTER n SET NOT NULL, ALTER code TYPE varchar(80), ADD COLUMN a bigint DEFAULT 7|data-dependent users.n, set-not-null-scan users.n
ALTER n TYPE bigint, ALTER flag SET NOT NULL|data-dependent users.flag, type-rewrite users.n
ADD COLUMN "a,b" text DEFAULT 'x,y', ADD COLUMN c uuid DEFAULT md5(random()::text)::uuid|add-column-rewrite users.c
ALTER n TYPE numeric(10,2), ALTER code SET DEFAULT concat('a', ',', 'b')|type-rewrite users.n
ADD COLUMN a serial, ALTER n TYPE bigint|add-column-rewrite users.a, type-rewrite users.n
CASES
    [ $wrong -eq 0 ]
}

@test "what an action does only beside another is told of both" {
    before="$users ALTER TABLE users ADD CONSTRAINT proof CHECK (n IS NOT NULL);" \
        run -0 blamed "ALTER TABLE users ALTER n SET NOT NULL, DROP CONSTRAINT proof;"
    [[ $output == *"set-not-null-scan users.n"* ]]
}

@test "two ways over the rows of a table, with other statements between" {
    run -0 blamed "ALTER TABLE users ALTER n TYPE bigint;
CREATE TABLE more (id bigint PRIMARY KEY);
COMMENT ON TABLE more IS 'between';
ALTER TABLE users ADD CHECK (n > 0);"
    [[ $output == *"split-alter users"* ]]
    jq -e '.[0].findings[] | select(.rule == "split-alter") | .message | test("line 6 ")' found.json
    # Rows that are changed between need both.
    run -0 blamed "ALTER TABLE users ADD COLUMN c uuid DEFAULT md5(random()::text)::uuid;
UPDATE users SET n = 1;
ALTER TABLE users ADD CHECK (n > 0);"
    [[ $output != *split-alter* ]]
    run -0 blamed "ALTER TABLE users ALTER n TYPE bigint;
-- +orqgen step
ALTER TABLE users ADD CHECK (n > 0);"
    [[ $output != *split-alter* ]]
}

@test "the downgrade is linted too" {
    write 1 before000001 "" "$users"
    write 2 second000001 before000001 "ALTER TABLE users ADD COLUMN a bigint;" \
        "CREATE INDEX users_email ON users (email);
ALTER TABLE users DROP COLUMN a;"
    orq lint --level warning second000001
    is_status 1
    prints "2_second000001.sql:9: warning: users_email: it is built under SHARE on users (writes wait) [index-blocking]"
    prints "2_second000001.sql:10: note: users.a: its values are gone"
    no_scratches
}

@test "a type that steps aside for a new one is told by their name" {
    write 1 before000001 "" "CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (id bigint PRIMARY KEY, m mood);"
    write 2 second000001 before000001 "ALTER TYPE mood RENAME TO mood_replaced;
CREATE TYPE mood AS ENUM ('glad');
ALTER TABLE users ALTER m TYPE mood USING m::text::mood;
DROP TYPE mood_replaced;"
    orq lint second000001
    is_status 1
    prints "users.m: the old mood to mood writes every row anew"
    no_scratches
}

@test "what an archive keeps is not gone" {
    write 1 before000001 "" "$users"
    keeps="CREATE TABLE orqgen_archive_second000001_1 AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email"
    back="ALTER TABLE users ADD COLUMN email text;
UPDATE users SET email = k.email FROM orqgen_archive_second000001_1 AS k WHERE k.id = users.id;"
    write 2 second000001 before000001 "$keeps;" "$back"
    orq lint --level error second000001
    [[ $output != *irreversible* ]]
    prints "warning: users.email: its values are kept in orqgen_archive_second000001_1; programs that still name it fail [drop-column]"
    # Another column of the same statement is kept by nobody.
    write 2 second000001 before000001 "$keeps, DROP COLUMN code;" "$back"
    orq lint --level error second000001
    is_status 1
    prints "warning: users.email: its values are kept"
    prints "error: users.code: its values are gone"
    prints "error: users.code: the upgrade loses users.code"
    write 2 second000001 before000001 "$keeps;" "ALTER TABLE users ADD COLUMN email text;"
    orq lint --level error second000001
    is_status 1
    prints "error: users.email: the downgrade does not put back what orqgen_archive_second000001_1 keeps of it"
}

@test "without a scratch server the rules that could not be judged are listed" {
    write 1 before000001 "" "$users" "DROP TABLE users;"
    role poor
    ORQGEN_PG_BIN=$work/nowhere DATABASE_URL=$(url "${db}_poor") orq lint before000001
    is_status 0
    says "not judged, without a scratch database:"
    says "index-blocking"
    [[ $stderr != *allow-unknown* ]]
    says "--scratch URL"
}

@test "values that do not fit another type" {
    write 1 before000001 "" "$users"
    write 2 second000001 before000001 "ALTER TABLE users ALTER code TYPE varchar(20);
ALTER TABLE users ALTER email TYPE integer USING email::integer;
ALTER TABLE users ALTER n TYPE bigint;"
    orq lint --level warning second000001
    is_status 1
    prints "precheck: SELECT count(*) FROM users WHERE length(code) > 20"
    prints "users.email: with rows made up for the trial the server refused it: "
    [ "$(grep -c data-dependent <<<"$output")" -eq 2 ]
}

@test "a step outside a transaction blocks no less" {
    write 1 before000001 "" "$users"
    write 2 second000001 before000001 "-- +orqgen step no-transaction
CREATE INDEX users_n ON users (n);"
    orq lint --level warning second000001
    is_status 1
    prints "users_n: it is built under SHARE on users (writes wait) [index-blocking]"
}

@test "a schema in the place of public" {
    sql "CREATE SCHEMA tenant"
    write 1 before000001 "" "$users"
    write 2 second000001 before000001 "ALTER TABLE users ALTER n TYPE bigint;"
    DATABASE_URL="$DATABASE_URL&schema=tenant" orq lint second000001
    is_status 1
    prints "error: users.n: integer to bigint writes every row anew, under ACCESS EXCLUSIVE on users"
}

@test "allowed by a line, by the configuration, by its level" {
    write 1 before000001 "" "$users"
    write 2 second000001 before000001 "-- orqgen:allow drop-column -- nobody reads it
-- orqgen:allow data-loss -- nobody reads it
ALTER TABLE users DROP COLUMN email;
CREATE INDEX users_n ON users (n);" \
        "-- orqgen:allow irreversible-downgrade -- nobody reads it"
    orq lint --level warning second000001
    is_status 1
    prints "[index-blocking]"
    [[ $output != *drop-column* && $output != *irreversible* ]]
    cat >orqgen.yaml <<'YAML'
lint:
  allow:
    - {rule: index-blocking, object: users_n, reason: the table is small}
YAML
    orq lint --level warning second000001
    is_status 0
    says "3 allowed"
    printf 'lint: {levels: {index-blocking: error}}\n' >orqgen.yaml
    orq lint second000001
    is_status 1
    prints "error: users_n"
    printf 'lint: {levels: {index-blocking: {level: off, reason: "at night"}}}\n' >orqgen.yaml
    orq lint --level note second000001
    [[ $output != *index-blocking* ]]
}

@test "sizes and times: of the database, of a file; limits by rows and by bytes" {
    write 1 before000001 "" "$users
CREATE TABLE ${big:=\"wide.load\"} (id bigint PRIMARY KEY, n integer);"
    orqgen -q upgrade
    sql "INSERT INTO users SELECT i, i, 'x', i FROM generate_series(1, 20000) i;
         INSERT INTO $big SELECT i, i FROM generate_series(1, 500) i; ANALYZE users; ANALYZE $big"
    write 2 second000001 before000001 "ALTER TABLE users ALTER n TYPE bigint;
ALTER TABLE $big ALTER n TYPE bigint;
ALTER TABLE users ADD CHECK (n > 0);
CREATE INDEX by_n ON users (n);
DROP INDEX by_n;
CREATE INDEX by_n ON $big (n);"
    seen() { # lint's words
        orqgen -q lint --json "$@" >found.json || [ $? -eq 1 ]
        jq -r '.[0].findings[] | select(.rule | test("^(type-rewrite|check-scan|index-blocking)$"))
               | "\(.line) \(.level) \(.rows) \(.bytes > 1000) \(.milliseconds[1] > .milliseconds[0])"' found.json
    }
    expected='6 error 20000 true true
7 error 500 true true
8 warning 20000 true true
9 warning 20000 true true
11 warning 500 true true'
    diff <(seen) <(echo "$expected")
    # The sizes of a file, and of no database.
    orqgen stats >stats.json
    diff <(seen --statistics stats.json second000001) <(echo "$expected")
    # A rewrite of a small table is a note.
    printf 'lint: {limits: {type-rewrite: {rows: 1000}, check-scan: {bytes: 100}, index-blocking: {rows: 30000, bytes: 1}}}\n' >orqgen.yaml
    [ "$(seen | cut -d' ' -f2 | paste -sd' ')" = "error note warning warning warning" ]
    printf 'lint: {limits: {type-rewrite: {bytes: 1000000000}, check-scan: {rows: 30000}, index-blocking: {rows: 30000, bytes: 100000000}}}\n' >orqgen.yaml
    [ "$(seen | cut -d' ' -f2 | sort -u)" = note ]
    orq lint second000001 --statistics stats.json
    is_status 0
    prints "  size:     20k rows, "
    prints "; takes "
}

@test "lint: in the model, of columns, their constraints, indexes, definitions" {
    mkdir -p schemas
    cat >schemas/model.yaml <<'YAML'
schemas: [audit]
tables:
  users:
    columns:
      id: {type: bigint, primary_key: true}
      email:
        type: text
        unique: true
        lint: {allow: [unique-build: small, data-dependent: looked at]}
      n:
        sqlite: {type: integer}
        postgresql: {type: bigint, lint: {allow: [type-rewrite: small, no-lock-timeout: small]}}
    checks:
      - {sql: n > 0, lint: {allow: [check-scan: small, data-dependent: small]}}
    indexes:
      - {columns: [n], lint: {allow: [index-blocking: small]}}
  audit.log:
    columns: {id: {type: bigint, primary_key: true}}
    lint: {allow: [table-rewrite-op: small]}
YAML
    write 1 before000001 "" "CREATE TABLE users (id bigint PRIMARY KEY, email text, n integer);
CREATE SCHEMA audit; CREATE TABLE audit.log (id bigint PRIMARY KEY);"
    write 2 second000001 before000001 "SET LOCAL lock_timeout = '1s';
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
-- +orqgen step
SET LOCAL lock_timeout = '1s';
ALTER TABLE users ADD CONSTRAINT users_check CHECK (n > 0);
-- +orqgen step
SET LOCAL lock_timeout = '1s';
CREATE INDEX users_n_idx ON users (n);
-- +orqgen step
SET LOCAL lock_timeout = '1s';
ALTER TABLE audit.log SET UNLOGGED;
-- +orqgen step
SET LOCAL lock_timeout = '1s';
ALTER TABLE users ALTER n TYPE bigint;"
    orq lint --json second000001
    found=$(jq -r '.[0].findings[] | select(.direction == "upgrade") | .rule + " " + .object + " " + (.allowed // "-")' <<<"$output")
    diff <(echo "$found") - <<'FOUND'
unique-build users.users_email_key small
data-dependent users.users_email_key looked at
check-scan users.users_check small
data-dependent users.users_check small
index-blocking users_n_idx small
table-rewrite-op audit.log small
type-rewrite users.n small
FOUND
}

@test "what orqgen writes itself takes the safe forms" {
    project
    orqgen -q upgrade
    sed -i -e 's/^      name:.*/      name: {type: text, nullable: false, unique: true, check: "length(name) < 100"}/' \
        -e 's/^      total:.*/      total: {type: "numeric(10,2)", nullable: false, check: total >= 0}\n      sent_by: {type: integer, references: {table: customers, column: id}}/' \
        schemas/*.yaml
    sed -i 's/indexes: \[\[customer_id\]\]/indexes: [[customer_id], [sent_by]]/' schemas/*.yaml
    sql "UPDATE orders SET total = 0 WHERE total IS NULL"
    orq --autogenerate -m "stricter"
    is_status 0
    orqgen lint --level note --json >found.json || [ $? -eq 1 ]
    jq -c ".[].findings[] | [.direction, .rule, .line, .message]" found.json
    jq -e '.[0].findings | length > 0' found.json
    jq -e 'any(.[].findings[]; .direction == "upgrade" and (.rule | test("scan|build|blocking|rewrite"))) | not' found.json
}
