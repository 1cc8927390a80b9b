# The server names the index that it makes for a partition itself, and numbers it by what is there at
# that moment: t_a_idx2 is no other index than t_a_idx1. Of those in a dump the number goes, and they
# stand at the end, sorted.
function index_of(text,    found) { # the last name in it, as it is written; "": there is none
    return match(text, /("([^"]|"")*"|[^."]+);$/) ? substr(text, RSTART, RLENGTH - 1) : ""
}
function bare(text) {
    return gensub(/_idx[0-9]+("?( ON |;))/, "_idx\\1", 1, text)
}
{ line[NR] = $0 }
/^ALTER INDEX .* ATTACH PARTITION .*_idx[0-9]*"?;$/ { attached[index_of($0)] = 1 }
END {
    for (i = 1; i <= NR; i++) {
        made = match(line[i], /^CREATE (UNIQUE )?INDEX ("([^"]|"")*"|[^ ]+) ON /) ?
            gensub(/^CREATE (UNIQUE )?INDEX (.*) ON $/, "\\2", 1, substr(line[i], 1, RLENGTH)) : ""
        if (made in attached || (line[i] ~ /^ALTER INDEX .* ATTACH PARTITION / && index_of(line[i]) in attached))
            moved[++count] = bare(line[i])
        else
            print line[i]
    }
    count = asort(moved)
    for (i = 1; i <= count; i++)
        print moved[i]
}
