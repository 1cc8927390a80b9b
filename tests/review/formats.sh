#!/bin/sh
# formats.sh <source folder> <build folder>
# Installs the validators into the build folder and runs formats.mjs there.
set -eu
root=$1
build=$2
. "$root/tests/npm.sh"
install_packages "$root/tests/review" "$build/review-formats" "the validators"
for sample in plain hostile many empty; do
    for format in sarif gitlab github markdown json; do
        "$build/tests/review_sample" $format $sample >$sample.$format
    done
done
cp "$root/tests/review/formats.mjs" "$root/tests/review/gitlab.schema.json" .
exec node formats.mjs
