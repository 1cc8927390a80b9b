load helper

commands="init revision diff check upgrade downgrade current heads history inspect model reset"

@test "--version names the libraries" {
    orq --version
    is_status 0
    [[ ${lines[0]} =~ ^orqgen\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    prints "sqlite3 3."
    prints "libyaml 0."
    prints "pcre2 10."
}

@test "--help lists every command" {
    orq --help
    is_status 0
    for command in $commands; do
        prints "  $command "
    done
}

@test "every command has --help with an example, and help COMMAND is the same" {
    for command in $commands; do
        orq $command --help
        is_status 0
        prints "usage: orqgen $command"
        prints "Example:"
        first=$output
        orq help $command
        [ "$output" = "$first" ]
    done
}

@test "no command" {
    orq
    is_status 2
    says "orqgen --help"
    [ -z "$output" ]
}

@test "a near miss of a command" {
    orq chek
    is_status 2
    says 'unknown command "chek" (did you mean "check"?)'
}

@test "a command that is not there is no stub" {
    orq conjure
    is_status 2
    says 'unknown command "conjure"'
}

@test "a near miss of an option" {
    orq check --jsno
    is_status 2
    says 'unknown option "--jsno" (did you mean "--json"?)'
    orq --autogenrate -m x
    is_status 2
    says 'did you mean "--autogenerate"?'
}

@test "options of other commands are unknown" {
    orq revision --exit-code -m x
    is_status 2
    says 'unknown option "--exit-code"'
}

@test "an option without its value, and one with a value too much" {
    orq check --why
    is_status 2
    says 'option "--why" needs a value'
    orq check --json=yes
    is_status 2
    says 'option "--json" takes no value'
}

@test "a value that is none of the choices" {
    orq check --color allways
    is_status 2
    says '--color "allways" is none of auto, always, never (did you mean "always"?)'
}

@test "an argument too much, and one too few" {
    orq check all
    is_status 2
    says 'unexpected argument "all"'
    orq downgrade
    is_status 2
    says "downgrade needs a TARGET"
}

@test "options in front of the command" {
    project
    orq -q check
    is_status 0
    [ -z "$output$stderr" ]
    orq --db sqlite:orchestrator.db check
    is_status 0
}

@test "-C works in another folder" {
    project
    mkdir elsewhere
    cd elsewhere
    orq -C .. check
    is_status 0
    orq -C ../missing check
    is_status 2
    says "../missing: error: cannot work in this folder"
}

@test "colours only when they are wanted" {
    orq check --color always nothing
    orq chek
    [[ $stderr != *$'\033'* ]]
    project
    orq check --color always
    [[ $output == *$'\033'* ]]
    NO_COLOR=1 orq check
    [[ $output != *$'\033'* ]]
}

@test "stdout that cannot be written is an error" {
    [ -e /dev/full ] || skip "no /dev/full"
    project
    run bash -c 'orqgen model >/dev/full'
    [ "$status" -eq 2 ]
    holds "$output" "cannot write the output"
}
