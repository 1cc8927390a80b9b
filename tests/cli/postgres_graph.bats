load postgres

# Two branches on the shop, of one transaction each; the right one has a step outside.
branched() {
    project
    migration left00000001 first0000001 "CREATE VIEW l AS SELECT 1 AS one;" 1
    sed -i '$a DROP VIEW l;' migrations/*_left00000001.sql
    cat >migrations/20990101000002_right.sql <<'SQL'
-- orqgen migration: right
-- revision: right0000001
-- parent: first0000001
-- label: right

-- +orqgen upgrade postgresql
ALTER TABLE customers ADD COLUMN code integer;

-- +orqgen step no-transaction
CREATE INDEX CONCURRENTLY customers_code_idx ON customers (code);

-- +orqgen downgrade postgresql
DROP INDEX customers_code_idx;
ALTER TABLE customers DROP COLUMN code;
SQL
}

ledger() {
    sql "SELECT string_agg(revision, ' ' ORDER BY revision COLLATE \"C\") FROM orqgen_revisions"
}

@test "current of several branches" {
    branched
    orq upgrade
    is_status 4
    one_error
    orq upgrade heads
    is_status 0
    orq current --check-heads
    is_status 0
    [ "$output" = "left00000001 (head) left00000001
right0000001 (head) right" ]
    orq history -i
    is_status 0
    prints "first0000001 -> right0000001 (right) (head) (current), right"
    prints "<base> -> first0000001 (branchpoint), first tables"
    orq downgrade right@-1 --allow-data-loss
    is_status 0
    orq current --check-heads
    is_status 1
    prints "left00000001 (head)"
    says "the database is not at the head right0000001 right"
}

@test "stamp" {
    branched
    orq stamp heads
    is_status 0
    says "recorded left00000001"
    says "recorded right0000001 right"
    [ "$(ledger)" = "first0000001 left00000001 right0000001" ]
    # What was recorded is what upgrade would have recorded: two steps, both done.
    [ "$(sql "SELECT steps_done, steps_total, state FROM orqgen_revisions WHERE revision = 'right0000001'")" = "2|2|applied" ]
    orq upgrade heads
    is_status 0
    says "nothing to do"
    orq stamp right@base
    is_status 0
    [ "$(ledger)" = "first0000001 left00000001" ]
    orq stamp first0000001
    is_status 0
    [ "$(ledger)" = "first0000001" ]
    orq stamp base
    is_status 0
    [ -z "$(ledger)" ]
    orq stamp first0000001 left00000001
    is_status 0
    orq upgrade right0000001
    is_status 0
    [ "$(ledger)" = "first0000001 left00000001 right0000001" ]
}

@test "stamp refuses to cover a migration that stopped part-way" {
    branched
    sed -i 's/ON customers (code);/ON customers (nothing);/' migrations/*_right.sql
    orq upgrade right0000001
    is_status 6
    orq stamp right0000001
    is_status 6
    one_error
    says "the upgrade of right0000001 stopped part-way"
    says "--purge"
    orq current
    is_status 0
    prints "its upgrade stopped part-way: 1 of 2 steps are done"
    orq current --check-heads
    is_status 1
    orq stamp --purge right0000001
    is_status 0
    [ "$(ledger)" = "first0000001 right0000001" ]
}

@test "two stamps at once: one waits for the other" {
    branched
    behind orqgen -q stamp right0000001
    orq stamp left00000001
    is_status 0
    for pid in "${background[@]}"; do
        wait "$pid"
    done
    background=()
    [ "$(ledger)" = "first0000001 left00000001 right0000001" ]
}

@test "autogenerate on one of two branches" {
    branched
    orqgen -q upgrade left00000001
    sed -i 's/^      name:.*/&\n      note: {type: text}/' schemas/shop.yaml
    orq --autogenerate -m "add note" --rev-id note00000001 --head right
    is_status 2
    one_error
    says "pending: right0000001 (right)"
    orq --autogenerate -m "add note" --rev-id note00000001 --head left00000001
    is_status 0
    grep -q -- "-- parent: left00000001 sha256:" migrations/*_note00000001_*.sql
    grep -q "ADD COLUMN note text" migrations/*_note00000001_*.sql
    orq upgrade note00000001
    is_status 0
    EDITOR=true orq edit right0000001
    is_status 0
    EDITOR=true orq edit note00000001
    is_status 2
    says "is applied to"
    no_scratches
}

@test "a role that may not write the ledger" {
    branched
    role reader
    sql "GRANT SELECT ON orqgen_revisions TO ${db}_reader"
    orq --db "$(url "${db}_reader")" stamp left00000001
    is_status 3
    one_error
    says "orqgen_revisions"
    orq --db "$(url "${db}_reader")" current
    is_status 0
    [ "$output" = "first0000001 first tables" ]
    [ "$(ledger)" = "first0000001" ]
}
