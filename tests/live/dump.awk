# A pg_dump as it is compared: no comments of its own, settings and blank lines. What has no order is
# sorted: the lines inside a CREATE TABLE, for a column that was added later stands last; comments on
# columns and their settings, and the columns of statistics, which come in the order of these; storage
# parameters.
function flush_comments(    i, n) {
    n = asort(comments, sorted)
    for (i = 1; i <= n; i++)
        print sorted[i]
    delete comments
    comment_count = 0
}
function with_sorted(line,    head, body, tail) {
    if (!match(line, /WITH \([^()]*\)/))
        return line
    head = substr(line, 1, RSTART - 1)
    body = substr(line, RSTART + 6, RLENGTH - 7)
    tail = substr(line, RSTART + RLENGTH)
    return head "WITH (" list_sorted(body) ")" tail
}

# What the server prints of x IN ('a', 'b') over a varchar is no fixed point: stored again, as ALTER
# TYPE does, it prints the casts one by one.
function without_casts(line,    out, list) {
    line = gensub(/\(('([^']|'')*')::character varying\)::text/, "\\1::text", "g", line)
    while (match(line, /\(ARRAY\[('([^']|'')*'::character varying(, )?)+\]\)::text\[\]/)) {
        list = substr(line, RSTART + 1, RLENGTH - 10)
        gsub(/'::character varying/, "'::text", list)
        out = out substr(line, 1, RSTART - 1) list
        line = substr(line, RSTART + RLENGTH)
    }
    return out line
}
function list_sorted(line,    n, parts, i, out) {
    n = split(line, parts, ", ")
    n = asort(parts)
    for (i = 1; i <= n; i++)
        out = out (i > 1 ? ", " : "") parts[i]
    return out
}

{ $0 = without_casts($0) }
# The schema public is the server's own: its comment is nobody's difference.
/^COMMENT ON SCHEMA public / { next }
/^--/ || /^$/ || /^SET / || /^SELECT pg_catalog/ || /^\\(un)?restrict/ { next }
/^COMMENT ON COLUMN .*;$/ || /^ALTER TABLE ONLY .* ALTER COLUMN .*;$/ { comments[++comment_count] = $0; next }
comment_count { flush_comments() }
/^CREATE (UNLOGGED )?(FOREIGN )?TABLE / && /\($/ { print; inside = 1; count = 0; next }
inside && /^\)/ {
    n = asort(lines, sorted)
    for (i = 1; i <= n; i++)
        print sorted[i]
    delete lines
    inside = 0
    print with_sorted($0)
    next
}
inside { sub(/,$/, ""); lines[++count] = $0; next }
/^(WITH|CREATE INDEX|CREATE UNIQUE INDEX|CREATE VIEW|CREATE MATERIALIZED|    ADD CONSTRAINT) ?.*WITH \(|^WITH \(/ { print with_sorted($0); next }
match($0, /^CREATE STATISTICS .* ON /) && match($0, / ON .* FROM /) {
    print substr($0, 1, RSTART + 3) list_sorted(substr($0, RSTART + 4, RLENGTH - 10)) substr($0, RSTART + RLENGTH - 6)
    next
}
{ print }
END { flush_comments() }
