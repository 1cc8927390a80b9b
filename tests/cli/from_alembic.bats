load helper

# docs/from-alembic.md says what holds: its commands are run in their order, and must print what
# stands below them. A page with what they print now: ORQ_PAGE=/tmp/page.md bats from_alembic.bats

page() { cat "$ORQ_ROOT/docs/from-alembic.md"; }

# The page with each command's output as it is now.
played() {
    local line inside="" skip=""
    page | sed -n '/^```sql/,/^```/p' | grep -v '^```' >as-alembic-left-it.sql
    sqlite3 -bail shop.db <as-alembic-left-it.sql
    while IFS= read -r line; do
        case $line in
        '```console') inside=yes skip="" ;;
        '```') inside="" skip="" ;;
        '$ '*)
            if [ -n "$inside" ]; then
                printf '%s\n' "$line"
                skip=yes
                eval "${line#\$ }" </dev/null 2>&1 || true
                continue
            fi
            ;;
        esac
        [ -n "$skip" ] || printf '%s\n' "$line"
    done < <(page)
}

# Times and ids are others each time.
settled() {
    sed -E 's/[0-9]{14}_/TIME_/g; s/20[0-9-]{8}T[0-9:]{8}Z/TIME/g; s/[0-9]+ ms/N ms/g
            s/sha256:[0-9a-f]{64}/HASH/g; s/(^|[^0-9a-f])[0-9a-f]{12}([^0-9a-f]|$)/\1ID\2/g'
}

@test "the page shows what its commands print" {
    played >played.md
    [ -z "${ORQ_PAGE:-}" ] || cp played.md "$ORQ_PAGE"
    diff <(page | settled) <(settled <played.md)
}

# Every `orqgen …` of the page: the command is one, and has the options.
@test "the page's commands and options are those of the program" {
    grep -o '`orqgen [^`]*`' "$ORQ_ROOT/docs/from-alembic.md" | tr -d '`' | sort -u >lines
    [ "$(wc -l <lines)" -gt 20 ]
    while read -r _ words; do
        command=revision
        [[ $words == -* ]] || command=${words%% *}
        orqgen "$command" --help >help || {
            echo "no command: orqgen $words"
            return 1
        }
        for option in $(grep -oE '(^| )--?[a-zA-Z][a-z-]*' <<<"$words"); do
            [ "$option" = -m ] || grep -qE -- "(^|[ ,])$option\b" help || {
                echo "no option $option: orqgen $words"
                return 1
            }
        done
    done <lines
}

@test "the README has a link to the page" {
    grep -q '(docs/from-alembic.md)' "$ORQ_ROOT/README.md"
}
