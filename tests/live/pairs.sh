#!/usr/bin/env bash
# Many pairs, $ORQ_TEST_JOBS at a time; prints the score, and the failures by name.
#   pairs.sh TITLE FILE        FILE: lines of NAME A.sql B.sql KIND [both], as pair.sh takes them
# What it prints stays in $ORQ_TEST_WORK/TITLE.score, for the summary of tools/test.
# What cannot be done is in impossible.tsv with its reason; one of these that passes is a failure
# too, for then the list is wrong.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$ORQ_TEST_WORK"
results=$(xargs -P "${ORQ_TEST_JOBS-1}" -L 1 bash "$here/pair.sh" <"$2")
LC_ALL=C awk -F '\t' -v title="$1" '
    FILENAME == ARGV[1] { reason[$1] = $2; next }
    FILENAME == ARGV[2] { asked += / both$/ ? 2 : 1; next }
    {
        split($0, words, /[ :]/)
        name = words[2]
        listed = name in reason
        way = match(name, /^(up|down)[.]/) ? substr(name, 1, RLENGTH - 1) : "there and back"
        total++
        taken[way]++
        if (/^ok / && !listed) passed[way]++
    }
    /^ok / && listed { print "PASSED, and is listed as impossible: " name; bad = 1 }
    /^FAILED / && listed { print "IMPOSSIBLE " name ": " reason[name]; impossible++ }
    /^FAILED / && !listed { print; bad = 1 }
    /^ok .* \((without rows|in part): / { print }
    END {
        line = title ":"
        count = split("up,down,there and back", ways, ",")
        for (i = 1; i <= count; i++)
            if (ways[i] in taken)
                line = line sprintf(" %s %d of %d,", ways[i], passed[ways[i]], taken[ways[i]])
        sub(/,$/, "", line)
        print line (impossible ? ", " impossible " impossible" : "")
        if (total != asked)
            print title ": " asked - total " said nothing"
        exit bad || asked == 0 || total != asked
    }' "$here/impossible.tsv" "$2" <(LC_ALL=C sort <<<"$results") | tee "$ORQ_TEST_WORK/${1//[ ,]/_}.score"
