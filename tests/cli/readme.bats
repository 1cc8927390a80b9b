load helper

# The README says what holds.

@test "its model can be loaded, and is written as a migration" {
    mkdir schemas
    awk '/^model: shop/ { inside = 1 } /^```/ { inside = 0 } inside' "$ORQ_ROOT/README.md" >schemas/shop.yaml
    orq --autogenerate -m first
    is_status 0
    orqgen -q upgrade
    orq check
    is_status 0
}

@test "its exit codes are those of the help" {
    orq --help
    for code in $(sed -n 's/^| \([0-9]\) |.*/\1/p' "$ORQ_ROOT/README.md"); do
        [[ $output =~ [\ $'\n']$code\ [a-z] ]]
    done
}

@test "what its examples for hooks and CI run" {
    project
    awk '/^## Before the commit/ { inside = 1; next } /^## / { inside = 0 } inside' "$ORQ_ROOT/README.md" |
        sed -n 's/^ *\(- \|run: \)\{0,1\}\(orqgen .*\)$/\2/p' >commands
    [ "$(wc -l <commands)" -eq 7 ]
    while read -r line; do
        run bash -c "$line"
        is_status 0
    done <commands
    jq -e 'type == "array"' codequality.json >/dev/null
    [[ $(head -n 1 review.md) == "<!-- orqgen:report -->"* ]]
}
