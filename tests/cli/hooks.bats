load graph

hooks() {
    printf 'database: sqlite:orchestrator.db\nhooks:\n' >orqgen.yaml
    printf '  - %s\n' "$@" >>orqgen.yaml
}

@test "a line is run by the shell, with the file behind it, as \$1, or where it says {file}" {
    hooks 'echo behind' 'echo "one=$1"' 'echo braces={file} again {file}'
    orq -m "first" --rev-id 001
    is_status 0
    file=$(ls migrations/*.sql)
    [ "$output" = "$file" ]
    prints "$file"
    [ "$(grep -v '^next:' <<<"$stderr")" = "behind $file
one=$file
braces=$file again $file" ]
}

@test "a list of words is run without a shell" {
    cat >hook <<'SH'
#!/bin/sh
printf '<%s>' "$@"
SH
    chmod +x hook
    hooks '[./hook, "$HOME; rm -rf x", "--file={file}"]' '[./hook, -x]'
    orq -m "first"
    is_status 0
    file=$(ls migrations/*.sql)
    says "<\$HOME; rm -rf x><--file=$file><-x><$file>"
}

@test "one that fails is an error; the file stays, and those behind it are not run" {
    hooks 'echo before' 'echo oops >&2; exit 3' 'echo behind'
    orq -m "first"
    is_status 2
    one_error
    file=$(ls migrations/*.sql)
    [ "$output" = "$file" ]
    says "orqgen.yaml:4:5: error: the hook \"echo oops >&2; exit 3\" ended with exit code 3"
    says "$file was written, and stays as it is now"
    says before
    says oops
    [[ $stderr != *behind* ]]
}

@test "one that is not there" {
    hooks '[/nowhere/tool]'
    orq -m "first"
    is_status 2
    says 'the hook "/nowhere/tool" cannot be run: No such file or directory'
}

@test "one that breaks the file, or what was proven of it" {
    hooks 'sed -i "s/^CREATE TABLE/CREATE  TABLE/" {file}'
    mkdir schemas
    printf 'model: m\ntables:\n  a:\n    columns:\n      id: {type: integer, primary_key: true}\n' >schemas/m.yaml
    orq --autogenerate -m "first"
    is_status 0
    says "warning: a hook changed the SQL after it was proven"
    hooks 'echo "-- +orqgen upgrad" >>'
    orq -m "second"
    is_status 2
    one_error
    says "$(ls migrations/*second.sql):"
}

@test "of a baseline too; none where nothing is written" {
    hooks 'echo hook'
    mkdir schemas
    printf 'model: m\ntables:\n  a:\n    columns:\n      id: {type: integer, primary_key: true}\n  b:\n    columns:\n      id: {type: integer, primary_key: true}\n' >schemas/m.yaml
    sql "CREATE TABLE a (id INTEGER PRIMARY KEY)"
    orq --autogenerate -m "dry" --dry-run
    is_status 0
    [[ $stderr != *hook* ]]
    orq --autogenerate -m "first"
    is_status 0
    [ "$(grep -c '^hook migrations/' <<<"$stderr")" -eq 2 ]
    orqgen -q upgrade
    orq --autogenerate -m "nothing"
    is_status 0
    [[ $stderr != *hook* ]]
}

@test "names that a shell would read" {
    printf 'database: sqlite:orchestrator.db\nmigrations: "a $(touch hit) b"\nhooks: [cat]\n' >orqgen.yaml
    orq -m "first"
    is_status 0
    says "-- orqgen migration: first"
    [ ! -e hit ]
}

@test "they run beside the file that names them" {
    mkdir -p deep/er tools
    printf '#!/bin/sh\npwd; cat "$1"\n' >tools/show
    chmod +x tools/show
    hooks '[./tools/show]' './tools/show {file}'
    cd deep/er
    orq -m "first"
    is_status 0
    [[ $output == ../../migrations/*first.sql ]]
    [ "$(grep -cx "$work" <<<"$stderr")" -eq 2 ]
    [ "$(grep -c "^-- orqgen migration: first" <<<"$stderr")" -eq 2 ]
    orq --migrations here -m "elsewhere"
    is_status 0
    says "-- orqgen migration: elsewhere"
}

@test "what a hook reads and what it inherits" {
    hooks 'cat; trap; echo read'
    orq -m "first" <<<"typed"
    is_status 0
    says read
    [[ $stderr != *typed* ]]
}

@test "faults of the setting" {
    printf 'hooks: x\n' >orqgen.yaml
    orq heads
    is_status 2
    says 'orqgen.yaml:1:8: error: "hooks" is a list of commands, and this is text'
    printf 'hooks:\n  - ""\n  - []\n  - {a: b}\n  - [a, [b]]\n' >orqgen.yaml
    orq heads
    is_status 2
    says 'orqgen.yaml:2:5: error: a hook is a line for the shell, or a list of words'
    says 'orqgen.yaml:3:5: error: a hook is'
    says 'orqgen.yaml:4:5: error: a hook is'
    says 'orqgen.yaml:5:9: error: a word of a hook is text, and this is a list'
}
