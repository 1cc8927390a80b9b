# Two branches of the shop, on any engine: loaded behind what makes `project`.

# The shop at its first revision, and two branches on it that the model made, one after the other.
# Both are on the first; neither is applied.
two_branches() { # sed for one, sed for the other
    project
    cp schemas/shop.yaml before.yaml
    sed -i "$1" schemas/shop.yaml
    orqgen -q --autogenerate --rev-id aaaa00000001 -m "one" >/dev/null
    mkdir -p aside
    mv migrations/*_aaaa00000001_* aside/
    cp before.yaml schemas/shop.yaml
    sed -i "$2" schemas/shop.yaml
    orqgen -q --autogenerate --rev-id bbbb00000001 -m "two" >/dev/null
    mv aside/* migrations/
    sed -i "$1" schemas/shop.yaml
    rm -r aside before.yaml
}

# Steps of the model, for sed.
with_note='s/^      total:.*/&\n      note: {type: text}/'
with_mail='s/^      name:.*/&\n      mail: {type: text}/'
