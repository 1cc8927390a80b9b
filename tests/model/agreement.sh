#!/bin/sh
# agreement.sh <source folder> <build folder>
# Installs the validator into the build folder and runs agreement.mjs there. Exit 77: skipped,
# because node, npm or the registry is missing.
set -eu
root=$1
work=$2/model-agreement

skip() {
    echo "skipped: $1" >&2
    exit 77
}

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"

mkdir -p "$work"
cp "$root/tests/model/package.json" "$root/tests/model/package-lock.json" "$work/"
stamp=$work/node_modules/.installed
if ! cmp -s "$work/package-lock.json" "$stamp"; then
    (cd "$work" && npm ci --no-audit --no-fund --silent) ||
        skip "npm could not install the validator (is the registry within reach?)"
    cp "$work/package-lock.json" "$stamp"
fi
cd "$work"
cp "$root/tests/model/agreement.mjs" .
exec node agreement.mjs "$root"
