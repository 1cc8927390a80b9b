#!/bin/sh
# formats.sh <source folder> <build folder>
# Installs the validators into the build folder and runs formats.mjs there. Exit 77: skipped,
# because node, npm or the registry is missing.
set -eu
root=$1
build=$2
work=$build/review-formats

skip() {
    echo "skipped: $1" >&2
    exit 77
}

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"

mkdir -p "$work"
cp "$root/tests/review/package.json" "$root/tests/review/package-lock.json" "$work/"
stamp=$work/node_modules/.installed
if ! cmp -s "$work/package-lock.json" "$stamp"; then
    (cd "$work" && npm ci --no-audit --no-fund --silent --ignore-scripts) ||
        skip "npm could not install the validators (is the registry within reach?)"
    cp "$work/package-lock.json" "$stamp"
fi
cd "$work"
for sample in plain hostile many empty; do
    for format in sarif gitlab github markdown json; do
        "$build/tests/review_sample" $format $sample >$sample.$format
    done
done
cp "$root/tests/review/formats.mjs" "$root/tests/review/gitlab.schema.json" .
exec node formats.mjs
