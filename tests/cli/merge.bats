load reshape

@test "two branches that touch different objects" {
    two_branches "$with_note" "$with_mail"
    orq upgrade
    is_status 4
    says 'orqgen merge -m'
    orq merge -m "merge one and two" --rev-id cccc00000001
    is_status 0
    [[ $output == migrations/*_cccc00000001_merge_one_and_two.sql ]]
    says "no two branches change the same object"
    says "sqlite: the branches lead to the same schema in any order"
    says "next: orqgen upgrade"
    file=$(cat "$output")
    holds "$file" "-- parent: aaaa00000001 sha256:"
    holds "$file" "-- parent: bbbb00000001 sha256:"
    holds "$file" "-- +orqgen upgrade sqlite"
    orq upgrade
    is_status 0
    orq check
    is_status 0
    [ "$(sql "SELECT count(*) FROM orders")" = 2 ]
    orq downgrade -1
    is_status 0
    says "goes back over a merge"
    orq current
    [ "${#lines[@]}" -eq 2 ]
    orq upgrade
    is_status 0
    [ "$(ledger)" = "first0000001 aaaa00000001 bbbb00000001 cccc00000001" ]
}

@test "the branches change the same table, and commute" {
    two_branches "$with_note" 's/^    indexes: .*/    indexes: [[customer_id], [total]]/'
    orq merge -m both
    is_status 0
    says "several branches change table orders"
}

@test "the order of columns is told, and no fault" {
    project
    file one first0000001 "ALTER TABLE orders ADD COLUMN a TEXT;" "ALTER TABLE orders DROP COLUMN a;"
    file two first0000001 "ALTER TABLE orders ADD COLUMN b TEXT;" "ALTER TABLE orders DROP COLUMN b;"
    orq merge -m both
    is_status 0
    says "but for the order of what stands in table orders"
}

@test "a branch that cannot follow the other is refused" {
    two_branches "$with_check" "$with_note"
    snapshot
    orq merge -m both
    is_status 5
    says "the branches cannot be run in this order:"
    says "orqgen rebase"
    says "nothing was written"
    unchanged
    orq merge -m both --no-proof
    is_status 0
    says "not proven: --no-proof"
}

@test "branches whose order matters are refused" {
    project
    file one first0000001 "UPDATE orders SET total = 1; CREATE TABLE IF NOT EXISTS t (a);" "DROP TABLE t;"
    file two first0000001 "CREATE TABLE IF NOT EXISTS t (b);" "DROP TABLE t;"
    orq merge -m both
    is_status 5
    says "the branches lead to different schemas (sqlite)"
    says "nothing was written"
    [ "$(ls migrations | wc -l)" -eq 3 ]
}

@test "three heads, some of them, and what is no head" {
    project
    file one first0000001
    file two first0000001
    file three first0000001
    file four one
    orq merge one two -m some
    is_status 2
    says "one is no head: four stands on it"
    orq merge four two -m some --rev-id mmmm0001
    is_status 0
    orq heads
    [ "${#lines[@]}" -eq 2 ]
    orq merge -m all --rev-id mmmm0002
    is_status 0
    orq upgrade
    is_status 0
    orq current
    [ "$output" = "mmmm0002 (head) all" ]
}

@test "three at once" {
    project
    file one first0000001
    file two first0000001
    file three first0000001
    orq merge -m all --rev-id mmmm0001
    is_status 0
    [ "$(grep -c -- '-- parent:' "$output")" -eq 3 ]
    orq upgrade
    is_status 0
    orq downgrade -1
    is_status 0
    orq current
    [ "${#lines[@]}" -eq 3 ]
}

@test "nothing to merge" {
    project
    orq merge -m x
    is_status 0
    says "nothing to merge: the only head is first0000001"
    orq merge first0000001 -m x
    is_status 2
    says "takes two revisions at least"
    orq merge nobody -m x
    is_status 2
    orq merge
    is_status 2
    says "needs a message"
    rm migrations/*
    sql "DROP TABLE orqgen_revisions"
    orq merge -m x
    is_status 0
    says "there are no migrations"
}

@test "--dry-run, --json, a taken id" {
    two_branches "$with_note" "$with_mail"
    snapshot
    orq merge -m x --dry-run
    is_status 0
    prints "-- parent: aaaa00000001 sha256:"
    unchanged
    orq merge -m x --rev-id first0000001
    is_status 2
    says "revision first0000001 exists"
    unchanged
    orq merge -m x --json
    is_status 0
    [ "$(jq -r '.parents[1]' <<<"$output")" = bbbb00000001 ]
    [ "$(jq -r '.changed_by_several | length' <<<"$output")" = 0 ]
    [ -f "$(jq -r .path <<<"$output")" ]
}

@test "labels and needs come through a merge" {
    project
    header="-- label: shop" file one first0000001
    file base0002 ""
    header="-- depends-on: base0002" file two first0000001
    orq merge one two -m both --rev-id mmmm0001
    is_status 0
    orq upgrade shop@head
    is_status 0
    [ "$(ledger)" = "first0000001 base0002 one two mmmm0001" ]
    orq current
    [ "${#lines[@]}" -eq 2 ]
}
