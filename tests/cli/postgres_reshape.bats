load postgres
load branches

with_index='s/^    indexes: .*/    indexes: [[customer_id], [total]]/'

ledger() {
    sql "SELECT string_agg(revision, ' ' ORDER BY position) FROM orqgen_revisions"
}

@test "heads, a merge, and back over it" {
    two_branches "$with_note" "$with_mail"
    orq upgrade
    is_status 4
    orq merge -m "both" --rev-id cccc00000001
    is_status 0
    says "no two branches change the same object"
    says "postgresql: the branches lead to the same schema in any order"
    no_scratches
    orq upgrade
    is_status 0
    orq check
    is_status 0
    orq downgrade -1
    is_status 0
    says "goes back over a merge"
    orq current
    [ "${#lines[@]}" -eq 2 ]
    orq downgrade bbbb00000001-1 --allow-data-loss
    is_status 0
    orq current
    [ "${#lines[@]}" -eq 1 ]
    orq upgrade
    is_status 0
    [ "$(ledger)" = "first0000001 aaaa00000001 bbbb00000001 cccc00000001" ]
}

@test "branches that meet in one table, and steps outside a transaction" {
    two_branches "$with_note" "$with_index"
    orq merge -m "both"
    is_status 0
    says "several branches change table orders"
    orq upgrade
    is_status 0
    orq check
    is_status 0
}

@test "a merge without a place for scratch databases is not proven, and says so" {
    two_branches "$with_note" "$with_mail"
    admin -d postgres -c "ALTER ROLE $db NOCREATEDB"
    orq merge -m "both"
    is_status 0
    says "postgresql: not proven: no scratch database may be made"
}

@test "rebase: as it is" {
    two_branches "$with_note" "$with_index"
    orq rebase bbbb00000001 --onto aaaa00000001
    is_status 0
    says "bbbb00000001 two: its SQL stays as it is"
    says "postgresql: up, down and up again on empty tables, on its new parent"
    no_scratches
    orq upgrade
    is_status 0
    orq check
    is_status 0
}

@test "rebase: what cannot stand there is refused" {
    two_branches "$with_note" "$with_note"
    snapshot
    orq rebase bbbb00000001 --onto aaaa00000001
    is_status 2
    says "cannot stand on its new parent as it is (postgresql)"
    says "already exists"
    unchanged
    no_scratches
}

@test "squash: one proven file for many, a rename among them" {
    three_steps
    orq squash aaaa00000001:cccc00000001
    is_status 2
    says "the database stands inside the range"
    orqgen -q upgrade
    orq squash aaaa00000001:cccc00000001 -m "remarks"
    is_status 0
    says "add column orders.remark"
    says "postgresql: up, down and up again"
    no_scratches
    orq upgrade
    is_status 0
    says "nothing to do"
    orq check
    is_status 0
    orq downgrade aaaa00000001 --allow-data-loss
    is_status 2
    orq downgrade first0000001 --allow-data-loss
    is_status 0
    orq upgrade
    is_status 0
    [ "$(ledger)" = "first0000001 cccc00000001" ]
    orq check
    is_status 0
}

@test "squash: a rename keeps the rows of a table that was there before" {
    project
    sed -i 's/^      total:/      amount:/; s/default: "0", check: "total/renamed_from: total, default: "0", check: "amount/' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id aaaa00000001 -m "call it amount" >/dev/null
    orqgen -q upgrade
    sed -i 's/, renamed_from: total//; s/^      amount:.*/&\n      note: {type: text}/' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id bbbb00000001 -m "add note" >/dev/null
    orqgen -q upgrade
    orqgen -q downgrade first0000001 --allow-data-loss
    orq squash aaaa00000001:bbbb00000001
    is_status 0
    orq upgrade
    is_status 0
    [ "$(sql "SELECT sum(amount) FROM orders")" = 30.00 ]
    orq check
    is_status 0
}

@test "rehash" {
    project
    second
    file=migrations/20990102000000_third.sql
    migration third0000001 second000001 "SELECT 1;" 9
    orq rehash
    is_status 0
    sed -i 's/SET code = 7/SET code = 8/' "$second"
    orq upgrade
    is_status 2
    orq rehash
    is_status 0
    says "wrote third0000001: the hash of its parent second000001"
}

@test "a downgrade of a branch that stopped part-way goes on first" {
    project
    second
    sed -i 's/SET code = 7/SET code = id/' "$second"
    cat >migrations/20990103000000_side.sql <<'SQL'
-- orqgen migration: side
-- revision: side00000001
-- parent: first0000001

-- +orqgen upgrade postgresql
CREATE TABLE side (id integer);

-- +orqgen downgrade postgresql
DROP TABLE side;

-- +orqgen step
DROP TABLE nowhere;
SQL
    orqgen -q upgrade heads --allow-data-loss
    orq downgrade side00000001-1 --allow-data-loss
    is_status 6
    orq downgrade second000001-1 --allow-data-loss
    is_status 6
    says "the downgrade of side00000001 stopped part-way"
    orq upgrade heads --allow-data-loss
    is_status 6
    sed -i 's/DROP TABLE nowhere/SELECT 1/' migrations/20990103000000_side.sql
    orq downgrade first0000001 --allow-data-loss
    is_status 0
    [ "$(ledger)" = first0000001 ]
}
