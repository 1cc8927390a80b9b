load helper

@test "writes what a project needs" {
    orq init
    is_status 0
    [ -z "$output" ]
    [ -d schemas ]
    [ -d migrations ]
    holds "$(cat .pre-commit-config.yaml)" "entry: orqgen check --history"
    holds "$(cat .gitattributes)" "/migrations/*.sql text eol=lf"
    says "orqgen adopt --db URL"
    printf 'tables: {t: {columns: {a: {type: integer, primary_key: true}}}}\n' >schemas/a.yaml
    orq --autogenerate -m first
    is_status 0
}

@test "overwrites nothing" {
    orqgen -q init
    echo "# mine" >>orqgen.yaml
    snapshot
    orq init
    is_status 0
    says "left alone"
    unchanged
}

@test "adds its hook behind those that are there" {
    printf 'repos:\n- repo: https://example.org/hooks\n  rev: v1\n  hooks:\n  - id: spaces' >.pre-commit-config.yaml
    orq init
    is_status 0
    holds "$(cat .pre-commit-config.yaml)" $'  - id: spaces\n- repo: local\n  hooks:'
    cp .pre-commit-config.yaml before
    orq init
    cmp before .pre-commit-config.yaml
}

@test "a hooks file that nothing can be put into is left alone" {
    printf 'repos: []\n' >.pre-commit-config.yaml
    orq init
    is_status 0
    [ "$(cat .pre-commit-config.yaml)" = "repos: []" ]
    says "id: orqgen-check"
}

@test "adds to .gitattributes" {
    printf '*.png binary' >.gitattributes
    orqgen -q init
    [ "$(cat .gitattributes)" = $'*.png binary\n/migrations/*.sql text eol=lf' ]
}

@test "a file where a folder should be" {
    echo >schemas
    orq init
    is_status 2
    one_error
    says "schemas"
}
