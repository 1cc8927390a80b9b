load graph

# An empty database, there to be stamped.
setup() {
    folder_made
    sql "CREATE TABLE kept (id INTEGER)"
}

@test "head: its ancestors have rows too, and nothing is run" {
    branched
    orq stamp 003side
    is_status 0
    [ -z "$output" ]
    [ "$stderr" = "recorded 001base first
recorded 002side side line
recorded 003side more of it
orchestrator.db is at 003side; nothing was run" ]
    [ "$(ledger)" = "001base 002side 003side " ]
    [ -z "$(sql "SELECT name FROM sqlite_master WHERE name LIKE 'v\_%' ESCAPE '\'")" ]
    orq stamp 003side
    is_status 0
    [ "$stderr" = "orchestrator.db is at 003side; nothing was run" ]
}

@test "stamp head" {
    merged
    orq stamp head
    is_status 0
    [ "$(ledger)" = "001base 002main 002side 003side 004merge " ]
    orq current --check-heads
    is_status 0
    [ "$output" = "004merge (head) both" ]
    orq upgrade
    is_status 0
    says "nothing to do"
}

@test "several heads at once, and all of them" {
    branched
    orq stamp 002main 003side
    is_status 0
    [ "$(ledger)" = "001base 002main 002side 003side " ]
    orq current
    [ "${#lines[@]}" -eq 2 ]
    orqgen -q stamp base
    orq stamp heads
    is_status 0
    [ "$(ledger)" = "001base 002main 002side 003side " ]
    orqgen -q stamp base
    orq stamp head
    is_status 4
    one_error
    says 002main
    says 003side
    [ -z "$(ledger)" ]
}

@test "back: what stands on it has no row, other branches stay" {
    merged
    orqgen -q stamp head
    orq stamp 002side
    is_status 0
    [ "$(ledger)" = "001base 002main 002side " ]
    says "removed 003side"
    says "removed 004merge"
    orq stamp 001base
    is_status 0
    [ "$(ledger)" = "001base " ]
    orq stamp base
    is_status 0
    [ -z "$(ledger)" ]
    says "orchestrator.db is at base"
}

@test "what is needed stays, whatever else is named" {
    branched
    orqgen -q stamp heads
    orq stamp 001base 003side
    is_status 0
    [ "$(ledger)" = "001base 002side 003side " ]
}

@test "steps, labels and what a revision depends on" {
    branched
    rev 001other "" other "-- depends-on: 002side"
    orq stamp 001other
    is_status 0
    [ "$(ledger)" = "001base 001other 002side " ]
    orq stamp side@head
    is_status 0
    [ "$(ledger)" = "001base 001other 002side 003side " ]
    orqgen -q stamp base
    orqgen -q stamp 001base
    orq stamp side@+1
    is_status 0
    [ "$(ledger)" = "001base 002side " ]
    orq stamp -1
    is_status 0
    [ "$(ledger)" = "001base " ]
    # Taken away under what depends on it, that goes too.
    orqgen -q stamp 001other
    orq stamp 001base
    [ "$(ledger)" = "001base " ]
}

@test "base without a ledger makes none" {
    branched
    snapshot
    orq stamp base
    is_status 0
    unchanged
}

@test "rows are as upgrade would have written them" {
    branched
    orqgen -q upgrade 003side
    local columns="revision, parents, labels, depends_on, dialect, message, sha256, downgrade, applied_by, version, steps_done, steps_total, state"
    sql "SELECT $columns FROM orqgen_revisions ORDER BY position" >upgraded
    orqgen -q stamp --purge 003side
    sql "SELECT $columns FROM orqgen_revisions ORDER BY position" | diff upgraded -
    # So the text that goes back is there without the file.
    rm migrations/*_003side.sql
    orq downgrade 002side
    is_status 0
    [ -z "$(sql "SELECT name FROM sqlite_master WHERE name = 'v_003side'")" ]
}

@test "a revision of the ledger that no file has" {
    branched
    orqgen -q stamp heads
    rm migrations/*_003side.sql
    # It goes with what it stands on.
    orq stamp 002main
    is_status 2
    one_error
    says "the ledger names revision 003side, which is in no file of migrations"
    says "--purge"
    [ "$(ledger)" = "001base 002main 002side 003side " ]
    orq stamp 001base
    is_status 0
    [ "$(ledger)" = "001base " ]
    sql "UPDATE orqgen_revisions SET revision = 'nobody'"
    orq stamp 002main
    is_status 2
    orq stamp --purge 002main
    is_status 0
    says "removed nobody"
    [ "$(ledger)" = "001base 002main " ]
}

@test "a migration that stopped part-way" {
    branched
    orqgen -q stamp 002side
    sql "UPDATE orqgen_revisions SET steps_done = 0, state = 'up' WHERE revision = '002side'"
    orq stamp 003side
    is_status 6
    one_error
    says "the upgrade of 002side stopped part-way"
    says "orqgen current"
    [ "$(ledger)" = "001base 002side " ]
    orq stamp --purge 003side
    is_status 0
    [ "$(ledger)" = "001base 002side 003side " ]
    orq upgrade 003side
    is_status 0
}

@test "refused: unknown, broken, without a section, no database" {
    branched
    orq stamp
    is_status 2
    says "stamp needs REV..."
    orq stamp nobody
    is_status 2
    one_error
    rev 004lost missing "lost"
    orq stamp 004lost
    is_status 2
    says "migrations/20260101000000_004lost.sql:3"
    sed -i 's/upgrade sqlite/upgrade postgresql/' migrations/*_002main.sql
    orq stamp 002main
    is_status 2
    says "revision 002main has no upgrade section for sqlite"
    orq --db sqlite:absent.db stamp 001base
    is_status 3
    [ ! -e absent.db ]
    [ -z "$(sql "SELECT name FROM sqlite_master WHERE name LIKE 'orqgen%'")" ]
}

@test "as JSON" {
    branched
    orqgen -q stamp 003side
    orq stamp 001base 002main --json -q
    is_status 0
    [ -z "$stderr" ]
    python3 - "$output" <<'PY'
import json, sys
done = json.loads(sys.argv[1])
assert done["removed"] == ["002side", "003side"], done
assert [r["revision"] for r in done["recorded"]] == ["002main"], done
assert done["current"] == ["002main"], done
PY
}

@test "a run that is under way is waited for, as long as is said" {
    branched
    (echo "BEGIN IMMEDIATE;"; sleep 2.5; echo "COMMIT;") | sqlite3 orchestrator.db 3>&- &
    holder=$!
    for _ in $(seq 50); do
        sqlite3 orchestrator.db "BEGIN IMMEDIATE; ROLLBACK" 2>/dev/null || break
        sleep 0.02
    done
    orq stamp 001base --wait 0
    is_status 3
    says "locked"
    orq stamp 001base
    is_status 0
    wait $holder
    [ "$(ledger)" = "001base " ]
}
