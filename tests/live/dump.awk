# A pg_dump as it is compared: no comments, settings and blank lines; the lines inside each CREATE
# TABLE sorted, for a column that was added later stands last.
/^--/ || /^$/ || /^SET / || /^SELECT pg_catalog/ || /^\\(un)?restrict/ { next }
/^CREATE (UNLOGGED )?(FOREIGN )?TABLE / && /\($/ { print; inside = 1; count = 0; next }
inside && /^\)/ {
    n = asort(lines, sorted)
    for (i = 1; i <= n; i++)
        print sorted[i]
    delete lines
    inside = 0
    print
    next
}
inside { sub(/,$/, ""); lines[++count] = $0; next }
{ print }
