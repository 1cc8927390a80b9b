load helper

migrated() {
    project
    add_note
    orqgen -q --autogenerate --rev-id second000002 -m "add a note" >/dev/null
}

@test "the card of the newest migration" {
    migrated
    orq review
    is_status 0
    [[ ${lines[0]} = *"_second000002_add_a_note  sqlite 3."*"  1 step, 1 statement" ]]
    prints " schema  orders"
    prints "  + note  TEXT NULL"
    prints " proof up, down and up again"
    orq review first0000001
    is_status 0
    prints " added   customers"
}

@test "a rebuild is one change, told in the words of the file" {
    project
    sed -i 's/^      total:.*/      total: {type: integer, check: total >= 0 AND total < 1000}/' schemas/shop.yaml
    sed -i '/customer_id: {type/s/on_delete: cascade/on_delete: restrict/' schemas/shop.yaml
    orqgen -q --autogenerate -m "orders" >/dev/null
    orq review
    is_status 0
    [[ $output =~ [0-9]+-[0-9]+" remove the copy " ]]
    prints " copy the rows back "
    [[ $output != *"SET "* ]]
    [[ $output != *"CREATE TEMP TABLE"* ]]
    orq review --format html
    is_status 0
    [ "$(grep -c '<div class="pair">' <<<"$output")" = 1 ]
    prints '<h4><code>orders</code></h4>'
}

@test "what is renamed on the way is one column, and one table" {
    project
    sed -i 's/^      total: {type: integer, check: total >= 0}/      paid: {type: integer, renamed_from: total}/' schemas/shop.yaml
    sed -i 's/^  customers:/  people:\n    renamed_from: customers/; s/table: customers/table: people/' schemas/shop.yaml
    orqgen -q --autogenerate -m "names" >/dev/null
    orq review
    is_status 0
    prints " schema  customers -> people"
    prints " ~ paid  total INTEGER NULL -> INTEGER NULL"
    [[ $output != *" - total"* ]]
    [[ $output != *"its values are gone"* ]]
    [ "$(grep -c "programs that know it as total" <<<"$output")" = 1 ]
}

@test "with sizes, of a file and of a database" {
    migrated
    orqgen stats >stats.json
    orq review --statistics stats.json
    is_status 0
    prints " schema  orders (2 rows"
    first=$output
    orq review --statistics sqlite:orchestrator.db
    is_status 0
    [ "$output" = "$first" ]
    orq review --statistics orqgen.yaml
    is_status 2
    [ -z "$output" ]
}

@test "every format of a whole history" {
    migrated
    for format in text json sarif github gitlab markdown html; do
        orq review first0000001: --format $format
        is_status 0
        printf '%s\n' "$output" >"review.$format"
    done
    [ "$(head -n 1 review.markdown)" = "<!-- orqgen:report -->" ]
    [ "$(head -n 1 review.html)" = "<!doctype html>" ]
    [ "$(grep -c '<article>' review.html)" = 2 ]
    orq review --json
    is_status 0
    prints '"revision": "second000002"'
    [ -z "$(sql "SELECT 1 FROM pragma_table_info('orders') WHERE name = 'note'")" ]
}

@test "what is asked for is not there" {
    migrated
    orq review nothing
    is_status 2
    [ -z "$output" ]
    orq review --format pdf
    is_status 2
}
