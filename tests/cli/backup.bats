load helper

# A second revision, pending.
second() {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
}

# The only backup beside the database, in $made.
one_backup() {
    local found=(*.backup.db)
    [ "${#found[@]}" -eq 1 ] && [ -e "${found[0]}" ]
    made=${found[0]}
    [ "$(sqlite3 "$made" 'PRAGMA integrity_check')" = ok ]
}

no_drafts() {
    [ -z "$(find . -name '.orqgen-*')" ]
}

# A folder that has room for little: $small
small_folder() {
    small=$work/small
    mkdir "$small"
    mount -t tmpfs -o size=${1:-16k} none "$small" 2>/dev/null || skip "no tmpfs may be mounted here"
}

teardown() {
    [ -z "${small:-}" ] || umount "$small" 2>/dev/null || true
    folder_gone
}

@test "backup writes a verified copy, whose name is the result" {
    project
    orq backup
    is_status 0
    one_backup
    [ "$output" = "$made" ]
    [[ $made =~ ^orchestrator\.[0-9]{8}T[0-9]{6}Z\.backup\.db$ ]]
    says "backup of first0000001: $made ("
    says "verified"
    [ "$(sqlite3 "$made" 'SELECT count(*) FROM orders')" = 2 ]
    orq backup -q my.db
    is_status 0
    [ "$output" = my.db ]
    [ -z "$stderr" ]
    orq backup --json
    is_status 0
    prints '"database": "orchestrator.db"'
    prints '"revision": "first0000001"'
    prints '.backup.db"'
    no_drafts
}

@test "two backups in one second have two names" {
    project
    export SOURCE_DATE_EPOCH=1795396500
    orqgen -q backup
    orqgen -q backup
    [ -e orchestrator.20261123T011500Z.backup.db ]
    [ -e orchestrator.20261123T011500Z-2.backup.db ]
}

@test "a backup stands beside its database, with its rights" {
    project
    mkdir data
    mv orchestrator.db data/shop.sqlite
    chmod 600 data/shop.sqlite
    orq backup --db sqlite:data/shop.sqlite
    is_status 0
    [[ $output =~ ^data/shop\.[0-9TZ]+\.backup\.db$ ]]
    [ "$(stat -c %a "$output")" = 600 ]
}

@test "an existing file is never replaced" {
    second
    echo mine >taken
    snapshot
    orq backup taken
    is_status 2
    one_error
    says "taken"
    says "it exists already"
    orq upgrade --backup=taken
    is_status 2
    one_error
    says "without a backup nothing was run"
    unchanged
    mkdir folder
    orq backup folder
    is_status 2
    says "Is a directory"
}

@test "a folder that is missing, or that may not be written to" {
    second
    orq upgrade --backup=nowhere/b.db
    is_status 2
    says "the folder nowhere does not exist"
    says "without a backup nothing was run"
    mkdir locked
    chmod 555 locked
    chmod 777 .
    chmod 666 orchestrator.db
    run --separate-stderr as_nobody upgrade --backup=locked/b.db
    is_status 2
    says "Permission denied"
    [ "$(sql 'SELECT count(*) FROM orqgen_revisions')" = 1 ]
}

@test "no database, a database in memory" {
    project
    rm orchestrator.db
    orq backup
    is_status 3
    one_error
    says "no such database"
    orq upgrade --backup
    is_status 0
    says "no backup: the database is empty"
    [ -z "$(find . -name '*.backup.db')" ]
    [ "$(sql 'SELECT count(*) FROM orqgen_revisions')" = 1 ]
    orq backup --db :memory:
    is_status 2
    says "in memory"
}

@test "upgrade --backup: before the first statement, and only where there is one" {
    second
    orq upgrade --backup
    is_status 0
    one_backup
    [[ $stderr == "backup of first0000001: $made"*"upgrade note00000001"* ]]
    [ "$(sqlite3 "$made" 'SELECT revision FROM orqgen_revisions')" = first0000001 ]
    never sqlite3 "$made" 'SELECT note FROM orders'
    orq upgrade --backup
    is_status 0
    says "nothing to do"
    one_backup
    rm "$made"
    orq downgrade -1 --backup=before.db --json
    is_status 0
    prints '"backup": "before.db"'
    orq upgrade --dry-run --backup=other.db
    is_status 0
    [ ! -e other.db ]
    no_drafts
}

@test "under the run's lock nobody writes between the backup and the migration" {
    second
    sql "PRAGMA journal_mode = wal" >/dev/null
    orq upgrade --backup=b.db
    is_status 0
    [ "$(sqlite3 b.db 'SELECT count(*) FROM orders')" = 2 ]
    [ "$(sql 'PRAGMA journal_mode')" = wal ]
}

@test "the disk is full: no backup, and so nothing runs" {
    second
    sql "INSERT INTO customers SELECT value + 10, hex(randomblob(100)) FROM generate_series(1, 2000)"
    small_folder 64k
    snapshot "$work/snapshot"
    orq upgrade --backup="$small/b.db"
    is_status 3
    one_error
    says "full"
    says "without a backup nothing was run"
    [ -z "$(ls -A "$small")" ]
    unchanged
    (
        ulimit -f 64
        run --separate-stderr orqgen upgrade --backup
        [ "$status" -ne 0 ]
        holds "$stderr" "without a backup nothing was run"
    )
    unchanged
    no_drafts
}

@test "a damaged database has no sound backup, and is not migrated" {
    second
    sql "CREATE INDEX by_total ON orders (total)"
    sql "PRAGMA writable_schema = 1;
         UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'customers')
         WHERE name = 'orders'"
    snapshot
    orq upgrade --backup
    [ "$status" -ne 0 ]
    says "without a backup nothing was run"
    unchanged
}

@test "rows that break a CHECK are no damage" {
    second
    sql "PRAGMA ignore_check_constraints = 1; INSERT INTO orders VALUES (3, 1, -5, NULL)" ||
        sql "PRAGMA ignore_check_constraints = 1; INSERT INTO orders VALUES (3, 1, -5)"
    orq backup b.db
    is_status 0
    orq restore b.db --yes
    is_status 0
}

@test "backup: required takes one by itself" {
    second
    cat >orqgen.yaml <<'YAML'
environments:
  production: {database: "sqlite:orchestrator.db", backup: required}
  test: {database: "sqlite:test.db"}
YAML
    orq upgrade -e production
    is_status 0
    one_backup
    says "backup of first0000001: $made"
    rm "$made"
    orq downgrade -1 -e production
    is_status 0
    one_backup
    rm "$made"
    orq upgrade
    is_status 0
    [ -z "$(find . -name '*.backup.db')" ]
    echo 'backup: required' >orqgen.yaml
    orq downgrade -1
    is_status 0
    one_backup
    echo 'backup: perhaps' >orqgen.yaml
    orq upgrade
    is_status 2
    says 'orqgen.yaml:1:9: error: "backup" can only be "required"'
}

@test "a downgrade that loses data wants leave, or a backup" {
    second
    orqgen -q upgrade
    snapshot
    orq downgrade -1
    is_status 2
    one_error
    says "loses data"
    says "orqgen downgrade -1 --allow-data-loss"
    says "orqgen downgrade -1 --backup"
    unchanged
    orq downgrade -1 --backup=nowhere/b.db
    is_status 2
    unchanged
    sql "UPDATE orders SET note = 'kept'"
    orq downgrade -1 --backup=b.db
    is_status 0
    [ "$(sqlite3 b.db 'SELECT count(*) FROM orders WHERE note = "kept"')" = 2 ]
    orq restore b.db --yes
    is_status 0
    [ "$(sql "SELECT count(*) FROM orders WHERE note = 'kept'")" = 2 ]
}

@test "restore: asks for --yes, and is whole" {
    second
    orqgen -q upgrade --backup=b.db
    sql "DELETE FROM orders; CREATE TABLE later (a)"
    snapshot
    orq restore b.db
    is_status 2
    one_error
    says "restore replaces everything in orchestrator.db"
    says "orqgen restore b.db --yes"
    unchanged
    orq restore b.db --yes
    is_status 0
    says "orchestrator.db is as in b.db, at first0000001"
    [ "$(sqlite3 orchestrator.db .dump)" = "$(sqlite3 b.db .dump)" ]
    orq upgrade
    is_status 0
    rm orchestrator.db
    orq restore b.db --json
    is_status 0
    [ "$(jq -r '.database + " " + .restored + " " + .revision' <<<"$output")" = "orchestrator.db b.db first0000001" ]
    orq current
    prints first0000001
    orq restore orchestrator.db --yes
    is_status 2
    says "this is the database itself"
}

@test "restore refuses what is no sound backup" {
    project
    orqgen -q backup b.db
    sql "DELETE FROM orders"
    snapshot
    orq restore missing.db --yes
    is_status 2
    one_error
    says "there is no such backup"
    head -c 3000 b.db >cut.db
    echo "hello" >text.db
    : >empty.db
    cp b.db damaged.db
    dd if=/dev/urandom of=damaged.db bs=1 seek=4096 count=100 conv=notrunc status=none
    for file in cut text empty damaged; do
        snapshot
        orq restore $file.db --yes
        is_status 2
        one_error
        says "$file.db"
        unchanged
    done
    no_drafts
}

@test "restore waits for whoever writes" {
    project
    orqgen -q backup b.db
    sqlite3 orchestrator.db "BEGIN IMMEDIATE; DELETE FROM orders;" ".shell sleep 2" "ROLLBACK" 3>&- &
    sleep 0.5
    orq restore b.db --yes
    is_status 0
    says "waiting"
    wait
    [ "$(sql 'SELECT count(*) FROM orders')" = 2 ]
}

@test "many databases: each has its own, and none the same file" {
    second
    mkdir a b
    cp orchestrator.db a/shop.db
    cp orchestrator.db b/shop.db
    orq upgrade --target sqlite:a/shop.db --target sqlite:b/shop.db --backup=both.db --keep-going
    is_status 2
    says "--backup=both.db is one file, and there are many databases"
    [ ! -e both.db ]
    orq upgrade --target sqlite:a/shop.db --target sqlite:b/shop.db --backup
    is_status 0
    [ "$(ls a/*.backup.db b/*.backup.db | wc -l)" = 2 ]
    orq upgrade --sql --target sqlite:a/shop.db
    is_status 2
    says "--sql prints one script, and a list is given"
}

@test "a database on two branches: its backup names both" {
    project
    for id in left right; do
        printf -- '-- orqgen migration: %s\n-- revision: %s\n-- parent: first0000001\n\n-- +orqgen upgrade sqlite\n\n-- +orqgen downgrade sqlite\n' \
            $id $id >migrations/20990101000000_$id.sql
    done
    orqgen -q upgrade heads
    orq backup two.db
    is_status 0
    says "backup of left, right: two.db"
    orq restore two.db --yes
    is_status 0
    says "orchestrator.db is as in two.db, at left, right"
}
