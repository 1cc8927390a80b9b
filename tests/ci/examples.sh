#!/bin/sh
# examples.sh <source folder> <build folder>
# Installs the schemas into the build folder and runs examples.mjs there. Exit 77: skipped,
# because node, npm or the registry is missing.
set -eu
root=$1
work=$2/ci-examples

skip() {
    echo "skipped: $1" >&2
    exit 77
}

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"

mkdir -p "$work"
cp "$root/tests/ci/package.json" "$root/tests/ci/package-lock.json" "$work/"
stamp=$work/node_modules/.installed
if ! cmp -s "$work/package-lock.json" "$stamp"; then
    (cd "$work" && npm ci --no-audit --no-fund --silent --ignore-scripts) ||
        skip "npm could not install the schemas (is the registry within reach?)"
    cp "$work/package-lock.json" "$stamp"
fi
cd "$work"
cp "$root/tests/ci/examples.mjs" .
exec node examples.mjs "$root/README.md" "$root/.pre-commit-hooks.yaml"
