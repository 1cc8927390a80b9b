load graph

@test "a migration, as it stands" {
    branched
    orq show 003side
    is_status 0
    [ "$output" = "Rev: 003side (head)
Parent: 002side
Branch names: side
Path: migrations/20260101000000_003side.sql

    more of it

-- +orqgen upgrade sqlite
CREATE VIEW v_003side AS SELECT 1 AS one;

-- +orqgen downgrade sqlite
DROP VIEW v_003side;" ]
    [ -z "$stderr" ]
}

@test "by every kind of name" {
    merged
    for name in head heads 004m 003side+1 side@head; do
        orq show $name
        is_status 0
        [ "${lines[0]}" = "Rev: 004merge (head) (mergepoint)" ]
    done
    orqgen -q upgrade 002main
    for name in current +0 004merge-1; do
        orq show $name
        is_status 0
        prints "Rev: 002main"
    done
    rm migrations/*_004merge.sql
    orq show heads
    is_status 0
    prints "Rev: 002main"
    prints "Rev: 003side"
    orq show head
    is_status 4
    one_error
    orq show base
    is_status 0
    [ -z "$output" ]
    says "nothing to show"
}

@test "what was proven" {
    project
    orq show head
    is_status 0
    prints "Proof: sqlite: up, down and up again"
    sed -i 's/^CREATE TABLE orders/CREATE TABLE  orders/' migrations/*.sql
    orq show head
    prints "(edited since)"
}

@test "as JSON" {
    project
    orq show first --json
    is_status 0
    python3 - "$output" <<'PY'
import json, sys
(shown,) = json.loads(sys.argv[1])
assert shown["revision"] == "first0000001" and shown["head"] is True
assert [(s["direction"], s["dialect"]) for s in shown["sections"]] == [
    ("upgrade", "sqlite"), ("downgrade", "sqlite")]
assert shown["sections"][0]["text"].startswith("-- +orqgen upgrade sqlite\n")
assert shown["proofs"][0]["proven"] is True
PY
}

@test "a broken one, and one beside a broken one" {
    branched
    rev 005lost nobody "lost"
    orq show 003side
    is_status 0
    [ -z "$stderr" ]
    orq show nosuch
    is_status 2
    one_error
    says nosuch
    orq show
    is_status 2
    says "show needs REV"
}
