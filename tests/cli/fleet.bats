# One command on many databases.
load helper

# A project with two migrations, and N databases without any, listed in list.
fleet() {
    project
    add_note
    orqgen -q --autogenerate --rev-id second000001 -m "a note" >/dev/null
    rm orchestrator.db
    mkdir -p t
    seq -f 'sqlite:t/%04g.db' "$1" >list
}

at() { # database
    sqlite3 "$1" "SELECT revision FROM orqgen_revisions ORDER BY position DESC LIMIT 1"
}

how_many_at() { # revision
    local count=0 file
    for file in t/*.db; do
        [ "$(at "$file" 2>/dev/null)" != "$1" ] || count=$((count + 1))
    done
    echo "$count"
}

# A third migration, which runs until somebody ends it.
endless() {
    cat >migrations/20990101000000_third.sql <<'SQL'
-- orqgen migration: long
-- revision: third0000001
-- parent: second000001

-- +orqgen upgrade sqlite
CREATE TABLE long AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) AS i FROM n;

-- +orqgen downgrade sqlite
DROP TABLE long;
SQL
}

# Its second migration fails: the column is there already.
spoil() {
    orqgen -q upgrade first0000001 --db "sqlite:$1"
    sqlite3 "$1" "ALTER TABLE orders ADD COLUMN note TEXT"
}

lines() { # how many lines of stdout match
    grep -c -- "$1" <<<"$output" || true
}

# SQL on what was printed.
json() {
    printf '%s\n' "$output" >all.json
    local all="readfile('all.json')"
    sqlite3 :memory: "${1//:all/$all}"
}

# ---- a thousand ----

@test "a thousand files: upgrade, again, check, current" {
    fleet 1000
    orq upgrade --targets list --jobs 2
    is_status 0
    [ "${#lines[@]}" -eq 1000 ]
    [ "${lines[0]}" = "t/0001.db: 2 migrations, at second000001" ]
    [ "${lines[999]}" = "t/1000.db: 2 migrations, at second000001" ]
    [ "$stderr" = "1000 done" ]
    [ "$(how_many_at second000001)" -eq 1000 ]
    orq upgrade --targets list --jobs 2
    is_status 0
    [ "$(lines ': nothing to do, at second000001$')" -eq 1000 ]
    orq check --targets list --jobs 2
    is_status 0
    [ "$(lines ': clean, at second000001$')" -eq 1000 ]
    [ "$stderr" = "1000 clean" ]
    orq current --targets list --jobs 2
    is_status 0
    [ "$(lines ': second000001 (head) a note$')" -eq 1000 ]
}

# ---- failures ----

@test "one that fails stops the others; the next run does the rest" {
    fleet 20
    spoil t/0010.db
    orq upgrade --targets list
    is_status 5
    [ "${#lines[@]}" -eq 10 ]
    [ "${lines[8]}" = "t/0009.db: 2 migrations, at second000001" ]
    [ "${lines[9]}" = "t/0010.db: failed (exit code 5)" ]
    says "t/0010.db: migrations/"
    says "duplicate column name: note"
    says "9 done, 1 failed, 10 not tried"
    says "next: run it again"
    [ ! -e t/0011.db ]
    [ "$(at t/0010.db)" = first0000001 ]
    sqlite3 t/0010.db "ALTER TABLE orders DROP COLUMN note"
    orq upgrade --targets list
    is_status 0
    [ "$(lines 'nothing to do')" -eq 9 ]
    [ "${lines[9]}" = "t/0010.db: 1 migration, at second000001" ]
    [ "$(lines ': 2 migrations')" -eq 10 ]
    [ "$stderr" = "20 done" ]
}

@test "--keep-going goes on to the others" {
    fleet 20
    spoil t/0010.db
    spoil t/0015.db
    orq upgrade --targets list --keep-going --jobs 3
    is_status 5
    [ "${#lines[@]}" -eq 20 ]
    [ "${lines[9]}" = "t/0010.db: failed (exit code 5)" ]
    says "18 done, 2 failed"
    [[ $stderr != *"not tried"* ]]
    [ "$(how_many_at second000001)" -eq 18 ]
}

@test "those under way when one fails are finished" {
    fleet 8
    spoil t/0001.db
    orq upgrade --targets list --jobs 8
    is_status 5
    says "7 done, 1 failed"
    [ "$(how_many_at second000001)" -eq 7 ]
}

@test "the exit code is the highest of all" {
    fleet 3
    orqgen -q upgrade --targets list
    sqlite3 t/0001.db "CREATE INDEX i ON orders (total)"
    orq check --targets list
    is_status 1
    says "2 clean, 1 different"
    [ "${lines[0]}" = "t/0001.db: drift: the database is not what revision second000001 builds" ]
    echo "no database at all, though it is long enough to be one" >t/0002.db
    orq check --targets list --keep-going
    is_status 3
    says "1 clean, 1 different, 1 failed"
    # What differs is an answer, and no failure.
    orq check --targets list
    is_status 3
    says "1 different, 1 failed, 1 not tried"
}

@test "a process that is killed counts as stopped part-way" {
    fleet 2
    orqgen -q upgrade first0000001 --targets list
    endless
    orqgen upgrade --targets list --jobs 2 >out 2>err 3>&- &
    local run=$! one=
    for _ in {1..100}; do
        [ "$(how_many_at second000001)" -lt 2 ] || break
        sleep 0.1
    done
    sleep 0.5
    read -r one _ <"/proc/$run/task/$run/children" || [ -n "$one" ]
    kill -9 "$one"
    kill -TERM $run
    status=0
    wait $run || status=$?
    [ "$status" -eq 143 ]
    grep "its process was ended by signal 9" err
    grep "2 failed" err
    orq current --targets list
    is_status 0
    [ "$(lines ': second000001 a note$')" -eq 2 ]
}

@test "a signal: those that run roll back, and the summary is printed" {
    fleet 5
    endless
    env --default-signal=INT orqgen upgrade --targets list --jobs 2 --keep-going >out 2>err 3>&- &
    local run=$!
    for _ in {1..100}; do
        [ "$(how_many_at second000001)" -lt 2 ] || break
        sleep 0.1
    done
    sleep 0.3
    kill -INT $run
    status=0
    wait $run || status=$?
    [ "$status" -eq 130 ]
    cat err
    [ "$(grep -c "interrupted: what was under way was rolled back" err)" -eq 3 ]
    grep "2 failed, 3 not tried" err
    [ "$(grep -c "failed (exit code 130)" out)" -eq 2 ]
    [ "$(at t/0001.db)" = second000001 ]
    [ "$(at t/0002.db)" = second000001 ]
    [ ! -e t/0003.db ]
}

# ---- the list ----

@test "--target may be repeated, and stands before the file's" {
    fleet 2
    orq upgrade --target sqlite:a.db --target 'sqlite:///b.db' --targets list
    is_status 0
    [ "$(sed 's/:.*//' <<<"$output" | tr '\n' ' ')" = "a.db b.db t/0001.db t/0002.db " ]
}

@test "comments, blank lines, variables; paths are relative to the file" {
    fleet 1
    printf '\n# all of them\n  sqlite:${NAME}.db  \r\nsqlite:${OTHER:-two}.db\n' >t/list
    NAME=one orq upgrade --targets t/list
    is_status 0
    [ -e t/one.db ]
    [ -e t/two.db ]
    orq upgrade --targets t/list
    is_status 2
    one_error
    says "t/list:3:1: error: the variable NAME is not set"
}

@test "a list from standard input, and from a pipe" {
    fleet 3
    orq upgrade --targets - <list
    is_status 0
    says "3 done"
    orq current --targets <(cat list)
    is_status 0
    says "3 done"
    orq check --targets - </dev/null
    is_status 2
    one_error
}

@test "files GLOB: the databases, not what SQLite keeps beside them" {
    fleet 3
    orqgen -q upgrade --targets list
    touch t/0001.db-wal t/0001.db-shm
    mkdir t/folder
    orq current --target 'files t/*'
    is_status 0
    [ "${#lines[@]}" -eq 3 ]
    echo 'files *.db' >t/all
    orq current --targets t/all
    is_status 0
    [ "${lines[2]}" = "t/0003.db: second000001 (head) a note" ]
}

@test "urls URL QUERY: a table that knows the databases" {
    fleet 2
    sqlite3 registry.db "CREATE TABLE tenants (url); INSERT INTO tenants VALUES ('sqlite:t/x.db'), ('t/y.db')"
    echo 'urls sqlite:registry.db SELECT url FROM tenants ORDER BY 1' >all
    orq upgrade --targets all
    is_status 0
    [ -e t/x.db ]
    [ -e t/y.db ]
    [ "$(sqlite3 registry.db .tables)" = tenants ]
    orq upgrade --target 'urls sqlite:registry.db SELECT nope FROM tenants'
    is_status 3
    one_error
    says "--target: error: registry.db: the query failed: no such column: nope"
    orq upgrade --target 'urls sqlite:registry.db'
    is_status 2
    says 'a URL and a query belong behind "urls"'
    orq upgrade --target 'urls sqlite:registry.db SELECT url, url FROM tenants'
    is_status 2
    says "the query gives 2 columns, and one is needed"
    orq upgrade --target 'schemas sqlite:registry.db SELECT url FROM tenants'
    is_status 2
    says "only PostgreSQL has"
}

@test "one that is listed twice is taken once, however it is spelled" {
    fleet 2
    orqgen -q upgrade --targets list
    printf 'sqlite:t/0001.db\nsqlite:./t/../t/0001.db\n' >list
    orq upgrade --targets list
    is_status 0
    [ "${#lines[@]}" -eq 1 ]
    says "list:2:1: warning: ./t/../t/0001.db is listed twice, and taken once"
    says "first: list:1"
}

@test "an empty list is an error" {
    fleet 1
    printf '# nobody yet\n' >list
    for command in check upgrade current "downgrade -1"; do
        # shellcheck disable=SC2086
        orq $command --targets list
        is_status 2
        one_error
        says "the list names no database"
    done
    orq check --target 'files nowhere/*.db'
    is_status 2
    says "there is no file nowhere/*.db"
}

@test "all faults of a list in one run, and then nothing is done" {
    fleet 1
    printf 'sqlite:t/a.db\nmysql://u:secret@h/d\nfoo\n:memory:\n' >list
    orq upgrade --targets list
    is_status 2
    says "list:2:1: error:"
    says "list:3:1: error:"
    says "list:4:1: error: a database in memory is gone before anybody could use it"
    [[ $stderr != *secret* ]]
    [ ! -e t/a.db ]
    orq upgrade --targets nowhere
    is_status 2
    says "nowhere: error: cannot read the list of databases: No such file"
}

@test "what goes with a list, and what does not" {
    fleet 1
    orq upgrade --jobs 2
    is_status 2
    says "--jobs is for many databases, and none is listed"
    orq upgrade --keep-going
    is_status 2
    says "--keep-going is for many databases"
    for jobs in 0 -1 x 1x 257 ""; do
        orq upgrade --targets list --jobs "$jobs"
        is_status 2
        says "--jobs is a number from 1 to 256"
    done
    orq upgrade --targets list --db sqlite:a.db
    is_status 2
    says "--db names one database"
    orq check --history --targets list
    is_status 2
    says "--history asks no database"
    orq upgrade --sql --targets list
    is_status 2
    says "--sql prints one script"
    orq heads --targets list
    is_status 2
    says 'unknown option "--targets"'
}

# ---- what is shown ----

@test "--json: all of them in the order of the list" {
    fleet 4
    spoil t/0002.db
    orq upgrade --targets list --jobs 4 --json
    is_status 5
    [ "$(json "SELECT group_concat(value ->> 'database') FROM json_each(:all, '$.databases')")" = t/0001.db,t/0002.db,t/0003.db,t/0004.db ]
    [ "$(json "SELECT group_concat(value ->> 'state') FROM json_each(:all, '$.databases')")" = done,failed,done,done ]
    [ "$(json "SELECT :all ->> '$.databases[0].result.current'")" = second000001 ]
    [ "$(json "SELECT :all ->> '$.databases[1].exit_code'")" = 5 ]
    [[ $(json "SELECT :all ->> '$.databases[1].messages'") == *"duplicate column name"* ]]
    [ "$(json "SELECT :all ->> 'done', :all ->> 'failed', :all ->> 'not_tried'")" = "3|1|0" ]
}

@test "-q tells only of those that are not well" {
    fleet 4
    orq -q upgrade --targets list
    is_status 0
    [ -z "$output$stderr" ]
    sqlite3 t/0003.db "CREATE INDEX i ON orders (total)"
    orq -q check --targets list
    is_status 1
    [ "${#lines[@]}" -eq 1 ]
    prints "t/0003.db: drift"
}

@test "--dry-run, a target, downgrade" {
    fleet 2
    orq upgrade first0000001 --targets list
    is_status 0
    prints "t/0001.db: 1 migration, at first0000001"
    orq upgrade --targets list --dry-run
    is_status 0
    prints "t/0001.db: 1 migration run and rolled back, at first0000001"
    orq downgrade base --targets list --allow-data-loss
    is_status 0
    prints "t/0002.db: 1 migration, at base"
    orq downgrade -1 --targets list
    is_status 2
}

@test "--backup: each has a file of its own, beside it" {
    fleet 2
    orqgen -q upgrade first0000001 --targets list
    orq upgrade --backup --targets list --jobs 2
    is_status 0
    [ "$(find t -name '*.backup.db' | wc -l)" -eq 2 ]
    orq downgrade -1 --backup=one.db --targets list
    is_status 2
    says "--backup=one.db is one file, and there are many databases"
}

@test "a progress line at a terminal, gone at the end" {
    fleet 3
    command -v script >/dev/null || skip "script is missing"
    TERM=xterm run script -qec "orqgen upgrade --targets list" /dev/null
    [ "$status" -eq 0 ]
    holds "$output" "0/3, 1 running, 0 failed"
    holds "$output" "3 done"
}

@test "nobody reads the lines: all databases are done all the same" {
    fleet 5
    codes=$(orqgen upgrade --targets list 2>err | true; echo "${PIPESTATUS[0]}")
    cat err
    [ "$codes" -eq 141 ]
    grep "5 done" err
    [ "$(how_many_at second000001)" -eq 5 ]
    if [ -w /dev/full ]; then
        codes=0
        orqgen current --targets list >/dev/full 2>err || codes=$?
        [ "$codes" -eq 2 ]
        grep "5 done" err
        grep "cannot write the output" err
    fi
}
