load helper

@test "a file that is no database" {
    project
    echo "this is text, and long enough to be looked at as if it were a database, but it is none" >orchestrator.db
    snapshot
    for command in check "upgrade" "--autogenerate -m x" inspect current; do
        orq $command
        is_status 3
        one_error
        says "orchestrator.db"
    done
    unchanged
}

@test "a folder" {
    project
    rm orchestrator.db
    mkdir orchestrator.db
    orq check
    is_status 3
    one_error
}

@test "a corrupt database" {
    project
    size=$(stat -c %s orchestrator.db)
    dd if=/dev/urandom of=orchestrator.db bs=1 seek=100 count=$((size - 100)) conv=notrunc status=none
    snapshot
    orq check
    is_status 3
    one_error
    orq upgrade
    is_status 3
    unchanged
}

@test "a locked database: reading it waits, then says so" {
    project
    add_note
    orqgen -q --autogenerate -m "add note" >/dev/null
    mkfifo hold
    sqlite3 orchestrator.db <hold >/dev/null &
    exec 9>hold
    echo "BEGIN EXCLUSIVE;" >&9
    sleep 0.3
    orq upgrade
    exec 9>&-
    wait
    is_status 3
    one_error
    says "locked"
    orq upgrade
    is_status 0
}

@test "a database that may not be written" {
    project
    add_note
    orqgen -q --autogenerate -m "add note" >/dev/null
    chmod 444 orchestrator.db
    snapshot
    run --separate-stderr as_nobody upgrade
    is_status 3
    one_error
    rm orqgen-here
    unchanged
}

@test "a database that may not be read" {
    project
    chmod 000 orchestrator.db
    run --separate-stderr as_nobody check
    is_status 3
    one_error
    says "orchestrator.db"
}

@test "a link to nothing, and a special file" {
    project
    ln -s nowhere.db link.db
    ln -s missing/nowhere.db far.db
    mkfifo pipe.db
    for name in link.db far.db pipe.db /dev/null; do
        for command in upgrade check inspect "reset --yes"; do
            orq $command --db "sqlite:$name"
            is_status 3
            one_error
            [ -z "$output" ]
            [[ $stderr == *"symbolic link to a file that does not exist"* ||
                $stderr == *"no regular file"* ]]
        done
    done
    [ -L link.db ]
    [ ! -e nowhere.db ]
}

@test "a folder that may not be looked into is not taken for an empty database" {
    project
    mkdir hidden
    mv orchestrator.db hidden/
    chmod 700 hidden
    run --separate-stderr as_nobody check --db sqlite:hidden/orchestrator.db
    [ "$(id -u)" -eq 0 ] || skip "only root can hide it from somebody else"
    is_status 3
    one_error
    says "no permission"
}

@test "a folder that does not exist" {
    project
    orq upgrade --db sqlite:nowhere/x.db
    is_status 3
    one_error
    says "nowhere"
}

@test "a full disk while migrating: rolled back" {
    project
    add_note
    cat >migrations/20990101000000_big.sql <<'SQL'
-- orqgen migration: big
-- revision: big000000001
-- parent: first0000001

-- +orqgen upgrade sqlite
CREATE TABLE big (a);
INSERT INTO big WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT 2000) SELECT hex(zeroblob(1000)) FROM r;

-- +orqgen downgrade sqlite
DROP TABLE big;
SQL
    run bash -c 'trap "" XFSZ; ulimit -f 200; orqgen upgrade 2>&1'
    [ "$status" -eq 5 ]
    orq current
    prints "first0000001"
    [ "$(sql "PRAGMA integrity_check")" = ok ]
    [ "$(sql "SELECT count(*) FROM orders")" -eq 2 ]
}

@test "a limit of the file size is an error, not an end by a signal" {
    project
    add_note
    snapshot
    run bash -c 'ulimit -f 0; orqgen --autogenerate -m "add note" --no-proof 2>&1'
    [ "$status" -eq 2 ]
    holds "$output" "File too large"
    unchanged
    [ "$(ls -A migrations | wc -l)" -eq 1 ]
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    run bash -c 'ulimit -f 0; orqgen upgrade 2>&1'
    [ "$status" -ne 0 ]
    [ "$status" -lt 128 ]
    [ "$(sql "SELECT count(*) FROM orders")" -eq 2 ]
}

@test "whoever stops reading ends the output, and nothing else" {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    run bash -c '(sleep 0.3; orqgen upgrade --json; echo $? >code) 2>errors | true'
    [ "$(cat code)" -eq 141 ]
    [ "$(grep -c error errors)" -eq 0 ]
    orq current
    prints "note00000001"
    run bash -c '(sleep 0.3; orqgen downgrade -1 --allow-data-loss; echo $? >code) 2>&1 | true'
    [ "$(cat code)" -eq 0 ]
    orq current
    prints "first0000001"
}
