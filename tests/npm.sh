# Sourced by the tests that need packages of npm: installs what a package-lock.json names, once, and
# goes to where they are. Exit 77: skipped, because node, npm or what it installs from is missing.

skip() {
    echo "skipped: $1" >&2
    exit 77
}

install_packages() { # SOURCE WORK WHAT
    command -v node >/dev/null || skip "node is not installed"
    command -v npm >/dev/null || skip "npm is not installed"
    mkdir -p "$2"
    cp "$1/package.json" "$1/package-lock.json" "$2/"
    stamp=$2/node_modules/.installed
    if ! cmp -s "$2/package-lock.json" "$stamp"; then
        (cd "$2" && npm ci --no-audit --no-fund --silent --ignore-scripts) ||
            skip "npm could not install $3 (is the registry within reach?)"
        cp "$2/package-lock.json" "$stamp"
    fi
    cd "$2"
}
