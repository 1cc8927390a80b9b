load helper

all_commands() { orqgen --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'; }

@test "a page for the program and for each command, all in a folder" {
    orq help --man=pages/man1
    is_status 0
    [ -z "$output$stderr" ]
    [ "$(cd pages/man1 && ls | LC_ALL=C sort)" = \
        "$({ echo orqgen.1; all_commands | sed 's/.*/orqgen-&.1/'; } | LC_ALL=C sort)" ]
    for command in $(all_commands); do
        orqgen help --man $command | cmp - pages/man1/orqgen-$command.1
    done
    orqgen help --man | cmp - pages/man1/orqgen.1
}

@test "groff has nothing to warn of" {
    command -v groff >/dev/null || skip "groff is not installed: the pages were not read by it"
    orqgen help --man=pages
    for page in pages/*.1; do
        run groff -man -ww -Tutf8 -z "$page"
        [ "$status" -eq 0 ]
        [ -z "$output" ] || { echo "$page: $output"; return 1; }
    done
}

@test "man shows what help tells, to the letter" {
    command -v man >/dev/null && command -v groff >/dev/null ||
        skip "man is not installed: the pages were not shown by it"
    words() { tr -s ' \n' '\n\n' | sed '/^$/d'; }
    orqgen help --man lint | MANWIDTH=500 man --warnings -l - 2>warnings | col -bx >shown
    [ ! -s warnings ]
    grep -q '`-- orqgen:allow RULE -- reason` above' shown
    grep -q -- '--level LEVEL' shown
    grep -q '(note|warning|error)' shown
    grep -q "migrations/0007_users_email.sql:8: warning: users_email_idx" shown
    orqgen help --man | MANWIDTH=500 man -l - | col -bx >shown
    for topic in revisions exit-codes configuration urls migration-files findings backfills; do
        grep -q "^$(tr a-z- 'A-Z ' <<<"$topic")\$" shown
        orqgen help $topic | tail -n +3 | grep '^ ' | while IFS= read -r line; do
            grep -qF -- "$line" shown || { echo "$topic: $line"; exit 1; }
        done
    done
}

@test "a folder that cannot be written, and a page too much" {
    touch file
    orq help --man=file/pages
    is_status 2
    one_error
    orq help --man=pages upgrade
    is_status 2
    says 'not that of "upgrade"'
    [ ! -e pages ]
}

@test "the installation holds pages and completions" {
    command -v cmake >/dev/null || skip "cmake is not on PATH"
    run cmake --install "$ORQ_BUILD" --prefix "$work/usr"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
    [ -x usr/bin/orqgen ]
    orqgen help --man upgrade | cmp - usr/share/man/man1/orqgen-upgrade.1
    [ -s usr/share/man/man1/orqgen.1 ]
    orqgen completion bash | cmp - usr/share/bash-completion/completions/orqgen
    orqgen completion zsh | cmp - usr/share/zsh/site-functions/_orqgen
    orqgen completion fish | cmp - usr/share/fish/vendor_completions.d/orqgen.fish
}
