load reshape

@test "what touches something else stays as it is" {
    two_branches "$with_note" "$with_mail"
    before=$(grep -v '^-- \(parent\|proof\)' "$(path_of bbbb00000001)")
    orq rebase bbbb00000001 --onto aaaa00000001
    is_status 0
    [ "$output" = "$(path_of bbbb00000001)" ]
    says "bbbb00000001 two: its SQL stays as it is"
    says "sqlite: up, down and up again on empty tables, on its new parent"
    [ "$(grep -v '^-- \(parent\|proof\)' "$output")" = "$before" ]
    holds "$(cat "$output")" "-- parent: aaaa00000001 sha256:"
    orq heads
    [ "${#lines[@]}" -eq 1 ]
    orq upgrade
    is_status 0
    orq check
    is_status 0
    orq rehash
    says "nothing to do"
    orq downgrade first0000001 --allow-data-loss
    is_status 0
}

@test "a rebuild of a table that the new parent has changed is made anew" {
    two_branches "$with_note" 's/check: total >= 0/check: total >= 1/'
    sed -i 's/check: total >= 0/check: total >= 1/' schemas/shop.yaml
    orq rebase bbbb00000001 --onto aaaa00000001
    is_status 0
    says "bbbb00000001 two: made anew; read it"
    says "sqlite: up, down and up again"
    file=$(cat "$output")
    holds "$file" "note TEXT"
    holds "$file" "expects orders sha256:"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    [ "$(sql "SELECT sum(total) FROM orders")" = 30 ]
    [[ $(sql "SELECT sql FROM sqlite_master WHERE name = 'orders'") == *"total >= 1"* ]]
    orq downgrade -1
    is_status 0
    [[ $(sql "SELECT sql FROM sqlite_master WHERE name = 'orders'") == *"total >= 0"* ]]
    [[ $(sql "SELECT sql FROM sqlite_master WHERE name = 'orders'") == *note* ]]
}

@test "both change the same: refused, and nothing is written" {
    two_branches 's/check: total >= 0/check: total >= 1/' 's/check: total >= 0/check: total >= 2/'
    snapshot
    orq rebase bbbb00000001 --onto aaaa00000001
    is_status 2
    says "both sides change"
    says "nothing was moved"
    unchanged
}

@test "a chain moves whole, each made for what stands before it" {
    two_branches "$with_note" "$with_mail"
    sed -i 's/^      mail:.*/&\n      phone: {type: text}/; /note:/d' schemas/shop.yaml
    mkdir aside
    mv migrations/*aaaa00000001* aside/
    orqgen -q upgrade
    orqgen -q --autogenerate --rev-id bbbb00000002 -m "three" >/dev/null
    orqgen -q revision -m "four" --rev-id bbbb00000003 >/dev/null
    orqgen -q downgrade first0000001 --allow-data-loss
    mv aside/* migrations/
    orq rebase bbbb00000001 --onto aaaa00000001 --json
    is_status 0
    [ "$(jq length <<<"$output")" = 3 ]
    [ "$(jq -r '.[2].revision' <<<"$output")" = bbbb00000003 ]
    orq upgrade
    is_status 0
    [ "$(ledger)" = "first0000001 aaaa00000001 bbbb00000001 bbbb00000002 bbbb00000003" ]
}

@test "what is applied is refused" {
    two_branches "$with_note" "$with_mail"
    orqgen -q upgrade bbbb00000001
    snapshot
    orq rebase bbbb00000001 --onto aaaa00000001
    is_status 2
    says "revision bbbb00000001 is applied in the database, on its old parent"
    says "orqgen downgrade bbbb00000001-1"
    unchanged
    orq rebase aaaa00000001 --onto bbbb00000001
    is_status 0
    orq upgrade
    is_status 0
    orq check
    is_status 0
}

@test "by hand: it is tried, and its text stays to the byte" {
    project
    file one first0000001 "ALTER TABLE orders ADD COLUMN a TEXT;" "ALTER TABLE orders DROP COLUMN a;"
    header="-- a remark of mine" file two first0000001 "ALTER TABLE orders ADD COLUMN b TEXT;" "-- nothing"
    orq rebase two --onto one
    is_status 0
    says "two (sqlite): its downgrade does not lead back"
    holds "$(cat migrations/two.sql)" "-- a remark of mine"
    orq upgrade
    is_status 0
}

@test "by hand: what does not run there is refused" {
    project
    file one first0000001 "ALTER TABLE orders ADD COLUMN a TEXT;" "ALTER TABLE orders DROP COLUMN a;"
    file two first0000001 "ALTER TABLE orders ADD COLUMN a INTEGER;" "ALTER TABLE orders DROP COLUMN a;"
    snapshot
    orq rebase two --onto one
    is_status 2
    says "two cannot stand on its new parent as it is (sqlite): "
    says "duplicate column name"
    unchanged
    orq rebase two --onto one --no-proof
    is_status 0
    holds "$(cat migrations/two.sql)" "-- parent: one sha256:"
}

@test "to the base, and from it" {
    project
    file one first0000001
    orq rebase one --onto base
    is_status 0
    run grep -c parent: migrations/one.sql
    [ "$output" = 0 ]
    orq rebase one --onto first0000001
    is_status 0
    [ "$(sed -n 3p migrations/one.sql | cut -c1-33)" = "-- parent: first0000001 sha256:$(sed -n 3p migrations/one.sql | cut -c32-33)" ]
    orq upgrade
    is_status 0
}

@test "not onto itself, not a merge, not nothing" {
    project
    file one first0000001
    file two one
    file side first0000001
    file both "two side"
    orq rebase one --onto two
    is_status 2
    says "is a merge"
    rm migrations/both.sql
    orq rebase one --onto two
    is_status 2
    says "two needs one itself"
    orq rebase one --onto one
    is_status 2
    orq rebase one
    is_status 2
    says "needs the new parent"
    orq rebase base --onto one
    is_status 2
    orq rebase nobody --onto one
    is_status 2
    says 'no revision "nobody"'
}

@test "--dry-run" {
    two_branches "$with_note" "$with_mail"
    snapshot
    orq rebase bbbb00000001 --onto aaaa00000001 --dry-run
    is_status 0
    prints "-- parent: aaaa00000001 sha256:"
    unchanged
}
