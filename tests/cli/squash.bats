load reshape

@test "three become one, under the id of the last" {
    three_steps
    orqgen -q downgrade first0000001 --allow-data-loss
    before=$(sql .schema)
    one=$(path_of aaaa00000001)
    orq squash aaaa00000001:cccc00000001 -m "remarks"
    is_status 0
    [ "$output" = "$(path_of cccc00000001)" ]
    says "add column orders.remark"
    says "sqlite: up, down and up again"
    says "removed $one"
    [ "$(ls migrations | wc -l)" -eq 2 ]
    file=$(cat "$output")
    holds "$file" "-- orqgen migration: remarks"
    holds "$file" "-- parent: first0000001 sha256:"
    holds "$file" "-- replaces: aaaa00000001 sha256:"
    holds "$file" "-- replaces: bbbb00000001 sha256:"
    holds "$file" "-- replaces: cccc00000001 sha256:"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    [ "$(ledger)" = "first0000001 cccc00000001" ]
    orq downgrade -1 --allow-data-loss
    is_status 0
    [ "$(sql .schema)" = "$before" ]
    orq show aaaa00000001
    is_status 2
    says "it was squashed into cccc00000001"
}

@test "a database that has all of it stays where it is" {
    three_steps
    orqgen -q upgrade
    snapshot=$(sha256sum orchestrator.db)
    orq squash aaaa00000001:cccc00000001
    is_status 0
    [ "$snapshot" = "$(sha256sum orchestrator.db)" ]
    orq upgrade
    is_status 0
    says "nothing to do"
    orq check
    is_status 0
    orq current
    [ "$output" = "cccc00000001 (head) index it" ]
    # What stands on it goes on.
    add_note
    orq --autogenerate --rev-id dddd00000001 -m "add a note"
    is_status 0
    orq upgrade
    is_status 0
    # Back: not into the middle, but before all of it, as it came.
    orq downgrade bbbb00000001 --allow-data-loss
    is_status 2
    says "aaaa00000001 would stay of what was squashed into cccc00000001"
    says "orqgen downgrade first0000001"
    orq downgrade first0000001 --allow-data-loss
    is_status 0
    [ "$(ledger)" = first0000001 ]
    orq upgrade
    is_status 0
    [ "$(ledger)" = "first0000001 cccc00000001 dddd00000001" ]
    orq check
    is_status 0
}

@test "what stood on the last one stands on the new one" {
    three_steps
    orqgen -q revision -m "by hand" --rev-id hand00000001 >/dev/null
    orqgen -q upgrade
    snapshot
    orq rehash
    is_status 0
    unchanged
    orq squash aaaa00000001:cccc00000001
    is_status 0
    orq upgrade
    is_status 0
    orq rehash
    is_status 0
}

@test "a database that stands inside is refused, and told later" {
    three_steps
    snapshot
    orq squash aaaa00000001:cccc00000001
    is_status 2
    says "the database stands inside the range: bbbb00000001 is applied, cccc00000001 is not"
    says "orqgen upgrade cccc00000001"
    unchanged
    # Another database that was left behind.
    cp orchestrator.db behind.db
    orqgen -q upgrade
    orqgen -q squash aaaa00000001:cccc00000001
    orq upgrade --db sqlite:behind.db
    is_status 2
    says "was squashed into cccc00000001, which is not"
    orq downgrade first0000001 --db sqlite:behind.db --allow-data-loss
    is_status 0
    orq upgrade --db sqlite:behind.db
    is_status 0
}

@test "branches within are refused" {
    project
    file one first0000001
    file two one
    file three two
    file side one
    orq squash one:three
    is_status 2
    says "one cannot be part of a squashed migration: side stands on it too"
    orq squash two:three
    is_status 0
    file needy "" "CREATE TABLE t_needy (a);"
    rm migrations/side.sql
    file both "three needy"
    orq squash three:both
    is_status 2
    says "needy is a parent of it, and not in the range"
    rm migrations/both.sql migrations/needy.sql
    header="-- depends-on: one" file needy ""
    orq squash one:three
    is_status 2
    says "needy depends on it"
}

@test "a diamond within is fine, and a squash of a squash" {
    project
    file one first0000001
    file left one
    file right one
    file both "left right"
    file last both
    orqgen -q upgrade
    orq squash one:both
    is_status 0
    [ "$(ls migrations | wc -l)" -eq 3 ]
    orq upgrade
    is_status 0
    says "nothing to do"
    orq squash both:last
    is_status 0
    orq upgrade
    is_status 0
    says "nothing to do"
    orq downgrade first0000001 --allow-data-loss
    is_status 0
    orq upgrade
    is_status 0
    [ "$(ledger)" = "first0000001 last" ]
}

@test "rows that are changed are refused, and a baseline" {
    project
    file one first0000001
    file two one "UPDATE customers SET name = 'x' WHERE id = 0;" "SELECT 1;"
    file three two "CREATE TABLE seeds (a);
INSERT INTO seeds VALUES (1);" "DROP TABLE seeds;"
    snapshot
    orq squash one:three
    is_status 2
    says "migrations/two.sql:6: error: this cannot be squashed"
    says "UPDATE customers"
    says "migrations/three.sql:7: error: this cannot be squashed"
    unchanged
}

@test "a range that is none" {
    project
    file one first0000001
    orq squash one
    is_status 2
    says "is no range"
    orq squash one:first0000001
    is_status 2
    orq squash one:one
    is_status 2
    says "there are no two migrations"
    orq squash
    is_status 2
}

@test "--dry-run and --json" {
    project
    file one first0000001
    file two one
    snapshot
    orq squash one:two --dry-run
    is_status 0
    prints "-- replaces: one sha256:"
    says "would remove migrations/one.sql"
    unchanged
    orq squash one:two --json
    is_status 0
    [ "$(jq -r '.removed[0]' <<<"$output")" = migrations/one.sql ]
    [ ! -e migrations/one.sql ]
}

@test "a file that was left over is told" {
    project
    file one first0000001
    file two one
    cp migrations/one.sql left
    orqgen -q squash one:two
    cp left migrations/one.sql
    orq upgrade
    is_status 2
    says "migrations/one.sql:2:4: error: revision one is part of two"
    says "remove this file"
}
