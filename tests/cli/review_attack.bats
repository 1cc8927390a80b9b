# What lint, review, preflight and stats make of files and names that mean no good.
load helper

formats="text json sarif github gitlab markdown html"

migration() { # number id parent upgrade downgrade [message]
    mkdir -p migrations
    printf '%s\n' "-- orqgen migration: ${6:-$2}" "-- revision: $2" ${3:+"-- parent: $3"} "" \
        "-- +orqgen upgrade sqlite" "$4" "" "-- +orqgen downgrade sqlite" "$5" >"migrations/$1_$2.sql"
}

# Every format of a revision is whole, and no byte in it is one that a terminal obeys.
sound() { # revision
    local format
    for format in $formats; do
        orqgen review --format $format "$1" >"out.$format" 2>err || {
            cat err
            return 1
        }
        if LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' "out.$format" err; then
            echo "$format: a control byte"
            return 1
        fi
        iconv -f UTF-8 -t UTF-8 "out.$format" >/dev/null || return 1
        ! grep -q $'\u202e\|\u2028' "out.$format" || { echo "$format: a hidden mark"; return 1; }
    done
    jq -e . out.json >/dev/null
    jq -e '.runs[0].results' out.sarif >/dev/null
    jq -e 'length >= 0' out.gitlab >/dev/null
    [ -z "$(grep -v '^::\(notice\|warning\|error\) \(file\|title\)=' out.github || true)" ] || {
        echo "github: another line"
        return 1
    }
    [ "$(head -n 1 out.markdown)" = '<!-- orqgen:report -->' ]
    [ "$(wc -m <out.markdown)" -le 65000 ]
    # What stands between fences, and between backticks, is a text.
    awk '/^```/ && !fence { fence = $0; sub(/[a-z]+$/, "", fence); next } $0 == fence { fence = ""; next } !fence' \
        out.markdown | sed 's/`[^`]*`//g' >unfenced
    [ -s unfenced ]
    ! grep -qi '<script>alert\|<img src=x' out.html unfenced || { echo "HTML that runs"; return 1; }
    [ "$(grep -ci '</html>' out.html)" -eq 1 ]
}

names=(
    'a"b' "it's" $'two\nlines' '--> x' ']]>' '::error file=x::y' '<script>alert(1)</script>'
    '<img src=x onerror=alert(1)>' '`code`' '```' '| pipe |' '%0A%25' 'back\slash' $'tab\there'
    $'esc\x1b[31m' $'del\x7f' $'turned\u202eround' $'line\u2028separator' '😀' 'a.b.c' '&amp;' '*/ /*'
    '-- +orqgen downgrade sqlite' '$(touch ran)' '{% raw %}' '</pre></body></html>' '<!-- orqgen:report -->'
    '@everyone' '[link](javascript:alert(1))' 'classDef x fill' 'end' '"' ' ' '"];evil[shape=x'
)

quoted() { # name
    printf '"%s"' "${1//\"/\"\"}"
}

@test "names: of tables, columns, indexes and checks, in every format" {
    local name up="" more="" down="" index=0
    for name in "${names[@]}"; do
        index=$((index + 1))
        up+="CREATE TABLE $(quoted "$name") (id INTEGER PRIMARY KEY, $(quoted "$name x") TEXT);
"
        more+="ALTER TABLE $(quoted "$name") ADD COLUMN $(quoted "$name y") INTEGER;
CREATE UNIQUE INDEX $(quoted "i $name") ON $(quoted "$name") ($(quoted "$name x"));
ALTER TABLE $(quoted "$name") RENAME COLUMN $(quoted "$name x") TO $(quoted "$name z");
"
    done
    migration 1 first0000001 "" "$up" ""
    for name in "${names[@]}"; do
        more+="ALTER TABLE $(quoted "$name") DROP COLUMN $(quoted "$name y");
"
        down+="DROP TABLE $(quoted "$name");
"
    done
    migration 2 second000001 first0000001 "$more" "$down"
    orqgen -q upgrade first0000001
    orq lint --level note second000001
    is_status 1
    sound second000001
    # Each name stands in the result as it is.
    for name in "${names[@]}"; do
        jq -e --arg name "$name" 'any(.. | strings; contains($name))' out.json >/dev/null || {
            echo "not in the JSON: $name"
            return 1
        }
    done
    [ "$(jq '[.[] | .findings[]] | length' out.json 2>/dev/null || jq '[.. | .findings? // empty | .[]] | length' out.json)" -ge "${#names[@]}" ]
    orqgen stats >stats.json
    [ "$(jq '.tables | length' stats.json)" -eq "${#names[@]}" ]
    orqgen review --statistics stats.json second000001 >out
    orqgen -q lint --statistics stats.json --level note --json second000001 >out || [ $? -eq 1 ]
    [ "$(jq '[.[0].findings[] | select(.rule == "rename" and .rows == 0)] | length' out)" -eq "${#names[@]}" ]
    orq preflight
    is_status 0
    LC_ALL=C never grep -q $'[\x01-\x08\x0b-\x1f\x7f]' <<<"$output$stderr"
    [ ! -e ran ]
}

@test "messages, comments, allowances and values" {
    project
    local evil=$'x\x1b]0;title\x07 --> ]]> ::warning:: <script>alert(1)</script> | `a` \u202e <!-- orqgen:report -->'
    migration 3 second000001 first0000001 "-- $evil
-- orqgen:allow data-loss -- $evil
ALTER TABLE orders DROP COLUMN total;
INSERT INTO customers (name) VALUES ('$evil');" "-- orqgen:allow irreversible-downgrade -- $evil
ALTER TABLE orders ADD COLUMN total TEXT DEFAULT '$evil';" "$evil"
    orq lint second000001
    [[ $output$stderr != *$'\x1b'* ]]
    sed -i '1s/.*/-- orqgen migration: --> ]]> ::warning:: <script>alert(1)<\/script> <!-- orqgen:report -->/' migrations/3_*
    sound second000001
}

@test "half a file, at every byte of it, is told or judged, and never more" {
    project
    cp migrations/*first* whole
    size=$(wc -c <whole)
    file=$(echo migrations/*first*)
    for ((at = 0; at < size; at += 23)); do
        head -c $at whole >"$file"
        for command in lint review preflight; do
            orqgen $command >out 2>err && status=0 || status=$?
            [ $status -le 2 ] || { echo "$command at $at: $status"; cat err; return 1; }
            [ $status -ne 2 ] || [ -s err ]
        done
    done
}

@test "no section for the dialect, no migrations, an empty file, a folder in its place" {
    project
    migration 3 second000001 first0000001 "SELECT 1;" ""
    sed -i 's/ sqlite$/ postgresql/' migrations/3_*
    for format in $formats; do
        orq review --format $format second000001
        [ "$status" -le 2 ]
    done
    orq lint second000001
    is_status 0
    says "migrations/3_second000001.sql"
    says "it has no section for sqlite: nothing was judged"
    orq preflight
    says "it has no upgrade section for sqlite: it cannot run, and nothing was judged"
    rm migrations/*
    for format in $formats; do
        orq review --format $format
        [ "$status" -le 2 ]
        case $format in
        json | sarif | gitlab) jq -e . <<<"$output" >/dev/null ;;
        esac
    done
    orq lint
    is_status 0
    orq lint --json
    [ "$(jq length <<<"$output")" -eq 0 ]
    : >migrations/1_empty.sql
    orq lint
    is_status 0
    rm migrations/*
    mkdir migrations/1_folder.sql
    orq lint
    [ "$status" -le 2 ]
    rm -r migrations
    orq lint
    [ "$status" -le 2 ]
    orq review
    [ "$status" -le 2 ]
}

@test "10,000 statements, and a check of 30,000 characters" {
    local up down
    up=$(echo "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);"
        for ((i = 0; i < 10000; i++)); do echo "INSERT INTO t (a) VALUES ('$i <b>');"; done)
    migration 1 first0000001 "" "$up" "DROP TABLE t;"
    orq lint first0000001
    is_status 0
    orqgen review --format markdown first0000001 >out.markdown
    [ "$(wc -m <out.markdown)" -le 65000 ]
    printf '%s\n' "-- orqgen migration: one" "-- revision: first0000001" "-- +orqgen upgrade sqlite" \
        "SELECT 1;" "-- +orqgen downgrade sqlite" >migrations/1_first0000001.sql
    up="CREATE TABLE u (a INTEGER CHECK (a IN ($(seq -s, 1 6000))));"
    migration 2 second000001 first0000001 "$up
ALTER TABLE u ADD COLUMN b INTEGER CHECK (b NOT IN ($(seq -s, 1 6000)));" "DROP TABLE u;"
    orq lint --level note second000001
    [ "$status" -le 1 ]
    sound second000001
}
