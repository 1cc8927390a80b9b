# Passes ctest's output on, and ends it with: what was skipped, what failed,
# the scores of the live pairs, the time of each suite, and as the last lines ctest's own count.

/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / && match($0, /[0-9.]+ sec/) {
    seconds = substr($0, RSTART, RLENGTH) + 0
    name = $0
    sub(/^.*Test +#[0-9]+: /, "", name)
    sub(/[. ].*$/, "", name)
    if (!(name in count))
        suites[++suite_count] = name
    count[name]++
    time[name] += seconds
}

/^[0-9]+% tests passed/ { in_summary = 1; passed = $0; next }
/^Total Test time/ { total = $0; next }
/^The following tests / { listing = 1 }

in_summary && listing && NF { lists = lists $0 "\n" }
in_summary { next }
# Starts say nothing that the results do not.
/^ +Start +[0-9]+: / { next }
{ print; fflush() }

END {
    printf "\n"
    if (lists != "")
        printf "%s\n", lists
    # build/asan/live/VERSION/work/TITLE.score
    scores = "cd build/asan/live 2>/dev/null && grep -H '' */work/*.score 2>/dev/null"
    while ((scores | getline line) > 0) {
        version = line
        sub(/\/.*/, "", version)
        sub(/^[^:]*:/, "", line)
        print "PostgreSQL " version ": " line
        # cases, part 1 of 8: up 44 of 44, down 43 of 44, 1 impossible
        if (match(line, /^cases, part [^:]*: /)) {
            n = split(substr(line, RSTART + RLENGTH), ways, ", ")
            for (i = 1; i <= n; i++)
                if (split(ways[i], word, " ") == 4) {
                    passed_cases[version, word[1]] += word[2]
                    all_cases[version, word[1]] += word[4]
                }
        }
    }
    for (key in all_cases) {
        split(key, word, SUBSEP)
        print "PostgreSQL " word[1] ": cases " word[2] ": " passed_cases[key] " of " all_cases[key]
    }
    for (i = 1; i <= suite_count; i++)
        printf "%-10s %6d tests %8.2f minutes\n", suites[i], count[suites[i]], time[suites[i]] / 60
    if (passed != "")
        printf "\n%s\n%s\n", passed, total
}
