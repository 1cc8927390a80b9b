load helper

@test "a file that was cut off" {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    file=$(ls migrations/*add_note*)
    cp "$file" whole
    head -c 150 whole >"$file"
    snapshot
    orq upgrade
    is_status 2
    says "$file"
    unchanged
}

@test "a statement that was cut off" {
    project
    cat >migrations/20990101000000_cut.sql <<'SQL'
-- orqgen migration: cut
-- revision: cut000000001
-- parent: first0000001

-- +orqgen upgrade sqlite
CREATE TABLE cut (a TEXT DEFAULT 'x
SQL
    snapshot
    orq upgrade
    is_status 2
    says "migrations/20990101000000_cut.sql:6"
    unchanged
}

@test "an applied migration that was edited" {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    sed -i 's/total >= 0/total >= 1/' migrations/*first_tables*
    snapshot
    orq upgrade
    is_status 2
    says "first0000001"
    unchanged
}

@test "an applied migration whose file is missing" {
    project
    rm migrations/*
    orq upgrade
    is_status 2
    one_error
    says "first0000001"
    orq check
    is_status 2
    says "first0000001"
}

@test "going back without the file, by what the ledger kept" {
    project
    add_note
    orqgen -q --autogenerate --rev-id note00000001 -m "add note" >/dev/null
    orqgen -q upgrade
    rm migrations/*add_note*
    orq downgrade first0000001 --allow-data-loss
    is_status 0
    orq current
    prints "first0000001"
}

@test "no section for the database's dialect" {
    project
    printf -- '-- orqgen migration: other\n-- revision: other0000001\n-- parent: first0000001\n\n-- +orqgen upgrade postgresql\nSELECT 1;\n' \
        >migrations/20990101000000_other.sql
    snapshot
    orq upgrade
    is_status 2
    one_error
    says "sqlite"
    unchanged
}

@test "the same id twice" {
    project
    cp migrations/*first_tables.sql migrations/20990101000000_copy.sql
    orq upgrade
    is_status 2
    says "first0000001"
}

@test "a table that is not as the migration expects it" {
    project
    sed -i 's/total >= 0/total > 0/' schemas/shop.yaml
    orqgen -q --autogenerate --rev-id check0000001 -m "stricter" >/dev/null
    sql "ALTER TABLE orders ADD COLUMN sneaked TEXT"
    snapshot
    orq upgrade
    is_status 2
    one_error
    says "table orders is not the one"
    unchanged
}
