load helper

# What bash offers where the line's words are these and the cursor is at the last one.
offers() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _orqgen
}
offered() { [[ " ${COMPREPLY[*]} " == *" $1 "* ]] || { echo "not offered: $1; but ${COMPREPLY[*]}"; return 1; }; }
only() { [ "${COMPREPLY[*]}" = "$*" ] || { echo "offered: ${COMPREPLY[*]}"; return 1; }; }

in_bash() {
    orqgen completion bash >completion.bash
    source ./completion.bash
}

all_commands() { orqgen --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'; }

@test "bash: the script is read without a word, and registers the program" {
    orqgen completion bash >completion.bash
    bash -n completion.bash
    run bash -c 'source ./completion.bash && complete -p orqgen'
    [ "$status" -eq 0 ]
    [ "$output" = "complete -F _orqgen orqgen" ]
}

@test "bash: every command, and each of its options" {
    in_bash
    offers orqgen ""
    [ "$(printf '%s\n' "${COMPREPLY[@]}")" = "$(all_commands)" ]
    for command in $(all_commands); do
        offers orqgen $command -
        for option in $(orqgen $command --help | sed -n 's/^  *\(-., \)*\(--[a-z][a-z-]*\).*/\2/p'); do
            offered $option
        done
    done
}

@test "bash: options of other commands are not offered" {
    in_bash
    offers orqgen heads --allow
    only
    offers orqgen upgrade --allow
    only --allow-data-loss
    offers orqgen heads --targ
    only
}

@test "bash: the beginning of a command, also behind options and their values" {
    in_bash
    offers orqgen upg
    only upgrade
    offers orqgen -q -C reset --color = always upg
    only upgrade
    offers orqgen --db reset down
    only downgrade
}

@test "bash: the line without a command is that of revision" {
    in_bash
    offers orqgen --autog
    only --autogenerate
    offers orqgen --autogenerate -m ""
    only
}

@test "bash: choices of an option, behind a blank and behind =" {
    in_bash
    offers orqgen check --color ""
    only auto always never
    offers orqgen check --color = ""
    only auto always never
    offers orqgen check --color =
    only auto always never
    offers orqgen --color = al
    only always
    offers orqgen review --format mark
    only markdown
}

@test "bash: a value that may be left out is one only behind =" {
    in_bash
    touch shop.backup.db
    offers orqgen upgrade --backup shop
    only
    offers orqgen upgrade --backup = shop
    only shop.backup.db
}

@test "bash: files and folders, with blanks in their names" {
    in_bash
    mkdir "the models"
    touch "the data"
    offers orqgen --migrations "the"
    [ "${#COMPREPLY[@]}" -eq 1 ]
    [ "${COMPREPLY[0]}" = "the models" ]
    offers orqgen restore the
    [ "${#COMPREPLY[@]}" -eq 2 ]
}

@test "bash: revisions, and both ends of a range" {
    in_bash
    project
    add_note
    orqgen -q --autogenerate --rev-id second000002 -m "note -> wrong000000" >/dev/null
    offers orqgen show ""
    [ "${COMPREPLY[*]}" = "head heads base current second000002 first0000001" ]
    offers orqgen upgrade sec
    only second000002
    offers orqgen history -r fi
    only first0000001
    offers orqgen history -r first0000001 : sec
    only second000002
    offers orqgen squash first0000001 :
    offered second000002
}

@test "bash: an id that the shell would read otherwise is not offered, and nothing of it runs" {
    in_bash
    mkdir migrations
    printf '%s\n' '-- orqgen migration: bad' '-- revision: $(touch${IFS}ran)' '-- parent: base' \
        >migrations/1_bad.sql
    orqgen history >history 2>&1 || true
    grep -q touch history
    offers orqgen show ""
    only head heads base current
    [ ! -e ran ]
}

# A project with one revision in the folder "the shop", and other migrations in "more".
elsewhere() {
    mkdir -p "the shop/more"
    cd "the shop"
    project
    sed 's/first0000001/other0000001/' migrations/*.sql >more/1_other.sql
    printf 'environments: {live: {migrations: more}}\n' >orqgen.yaml
    cd ..
}

@test "bash: revisions of the project that the line names" {
    in_bash
    elsewhere
    offers orqgen show fi
    only
    offers orqgen -C "the\\ shop" show fi
    only first0000001
    offers orqgen -C "'the shop'" show fi
    only first0000001
    offers orqgen --directory = '"the shop"' show fi
    only first0000001
    offers orqgen -C "the\\ shop" --migrations "more" show ""
    only head heads base current other0000001
    offers orqgen show -C "the\\ shop" --migrations = more oth
    only other0000001
    offers orqgen -C '$(touch${IFS}ran)' show fi
    only
    [ ! -e ran ]
    offers orqgen -C
    offers orqgen -C "the\\ shop" -e live show ""
    only head heads base current other0000001
    offers orqgen -C "the\\ shop" -e nothing show fi
    only
}

@test "zsh: revisions of the project that the line names" {
    command -v zsh >/dev/null || skip "zsh is not installed"
    orqgen completion zsh >_orqgen
    elsewhere
    lists() {
        zsh -f -c 'compdef() { : }; compadd() { print -l -- $revisions }
                   source ./_orqgen; _orqgen_line=("$@"); _orqgen_revisions' zsh "$@" | grep 00001 || true
    }
    [ "$(lists show)" = "" ]
    [ "$(lists -C 'the\ shop' show)" = first0000001 ]
    [ "$(lists --directory="'the shop'" show)" = first0000001 ]
    [ "$(lists -C 'the\ shop' --migrations more show)" = other0000001 ]
    [ "$(lists '-C' '$(touch ran)' show)" = "" ]
    [ ! -e ran ]
}

@test "fish: revisions of the project that the line names" {
    command -v fish >/dev/null || skip "fish is not installed"
    orqgen completion fish >orqgen.fish
    elsewhere
    lists() { fish --no-config -c "source orqgen.fish; complete -C '$1'" | cut -f1 | grep 00001 || true; }
    [ "$(lists 'orqgen show ')" = "" ]
    [ "$(lists 'orqgen -C the\ shop show ')" = first0000001 ]
    [ "$(lists 'orqgen --directory="the shop" show ')" = first0000001 ]
    [ "$(lists 'orqgen -C "the shop" --migrations more show ')" = other0000001 ]
}

@test "bash: outside of a project nothing is told" {
    in_bash
    printf 'model: [\n' >orqgen.yaml
    offers orqgen show "" >told 2>&1
    [ ! -s told ]
    only head heads base current
}

@test "bash: topics, rules and shells" {
    in_bash
    offers orqgen help exit
    only exit-codes
    offers orqgen help upg
    only upgrade
    offers orqgen explain type-rew
    only type-rewrite
    offers orqgen completion ""
    only bash zsh fish
    offers orqgen archive p
    only purge
}

@test "zsh: the script names every command and option, and zsh reads it" {
    orqgen completion zsh >_orqgen
    [ "$(head -n 1 _orqgen)" = "#compdef orqgen" ]
    for command in $(all_commands); do
        grep -q "^        '$command:" _orqgen
        grep -q "^    $command)\$" _orqgen
    done
    for option in $(for c in $(all_commands); do orqgen $c --help; done |
        sed -n 's/^  *\(-., \)*\(--[a-z][a-z-]*\).*/\2/p' | sort -u); do
        grep -q -- "$option" _orqgen
    done
    command -v zsh >/dev/null || skip "zsh is not installed: its syntax was not checked"
    zsh -f -n _orqgen
}

@test "fish: the script names every command and option, and fish reads it" {
    orqgen completion fish >orqgen.fish
    for command in $(all_commands); do
        grep -q -- "-a $command -d '" orqgen.fish
        for option in $(orqgen $command --help |
            sed -n '/^Options:/,/^$/s/^  *\(-., \)*--\([a-z][a-z-]*\).*/\2/p'); do
            grep -q -- "__orqgen_at \"$command\"'.* -l $option " orqgen.fish
        done
    done
    command -v fish >/dev/null || skip "fish is not installed: its syntax was not checked"
    fish --no-config --no-execute orqgen.fish
    [ "$(fish --no-config -c 'source orqgen.fish; complete -C "orqgen -C reset upg"' | cut -f1)" = upgrade ]
    [ "$(fish --no-config -c 'source orqgen.fish; complete -C "orqgen review --format mark"' | cut -f1)" = markdown ]
}

@test "other shells are refused" {
    orq completion tcsh
    is_status 2
    one_error
    says 'there is no completion for "tcsh"'
    says "bash, zsh and fish"
    orq completion
    is_status 2
    says "completion needs bash|zsh|fish"
}
