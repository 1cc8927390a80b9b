load postgres

# Statements that make or drop one thing each are looked at together. A SELECT between two of them
# ends such a run: then each is looked at by itself, and the same must be told.

before="CREATE TABLE orgs (id bigint PRIMARY KEY, name text);
CREATE TABLE users (id bigint PRIMARY KEY, org_id bigint REFERENCES orgs, email text, n integer);
CREATE INDEX users_org ON users (org_id);
CREATE TABLE old (id serial PRIMARY KEY, u bigint REFERENCES users);
CREATE TABLE parted (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE VIEW names AS SELECT name FROM orgs;
COMMENT ON TABLE old IS 'old';"

write() { # upgrade downgrade
    mkdir -p migrations
    cat >migrations/1_before.sql <<SQL
-- orqgen migration: before
-- revision: before000001

-- +orqgen upgrade postgresql
$before

-- +orqgen downgrade postgresql
SQL
    cat >migrations/2_many.sql <<SQL
-- orqgen migration: many
-- revision: many00000001
-- parent: before000001

-- +orqgen upgrade postgresql
$1

-- +orqgen downgrade postgresql
$2
SQL
}

told() { # file
    orqgen -q lint --json many00000001 >found.json 2>errors || [ $? -eq 1 ] || {
        cat errors
        return 1
    }
    jq '.[0] | .findings, (.upgrade, .downgrade | map(select(.summary != "SELECT 1")))' \
        found.json >"$1"
}

# Each line is a statement.
same_apart() { # upgrade downgrade
    write "$1" "${2:-}"
    told together
    jq -e --argjson most "$(wc -l <<<"$1")" \
        '.[0].upgrade | length == $most or any(.[]; .error)' found.json >/dev/null
    write "$(sed 's/;$/; SELECT 1;/' <<<"$1")" "$(sed 's/;$/; SELECT 1;/' <<<"${2:-}")"
    told apart
    diff together apart
    no_scratches
}

made="CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE DOMAIN score AS integer CHECK (VALUE > 0);
CREATE SEQUENCE numbers START 7;
CREATE SEQUENCE a_s_seq;
CREATE TABLE a (s integer DEFAULT nextval('a_s_seq'), id bigint GENERATED ALWAYS AS IDENTITY, user_id bigint, m mood, n integer, \"Mixed\" text, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE TABLE b (id serial PRIMARY KEY, a_id bigint REFERENCES a, s score DEFAULT 1, at timestamp, UNIQUE (at));
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE a IS 'The a';
ALTER SEQUENCE a_s_seq OWNED BY a.s;
CREATE SEQUENCE owned OWNED BY a.n;
COMMENT ON COLUMN a.\"Mixed\" IS 'It''s mixed';
COMMENT ON COLUMN b.s IS 'a score';
CREATE INDEX a_user ON a (user_id);
CREATE UNIQUE INDEX a_n ON a USING btree (n) WHERE n > 0;
COMMENT ON INDEX a_n IS 'unique';
INSERT INTO a (user_id, n) VALUES (1, 1), (2, 2);
ALTER TABLE b ADD CONSTRAINT b_check CHECK (id > 0);
COMMENT ON CONSTRAINT b_check ON b IS 'checked';
ALTER TABLE b ADD CONSTRAINT b_both UNIQUE (a_id, s);
CREATE VIEW seen AS SELECT id, n FROM a;
COMMENT ON VIEW seen IS 'seen';
CREATE FUNCTION f(i integer) RETURNS integer LANGUAGE sql AS 'SELECT i';
CREATE FUNCTION tr() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN RETURN NEW; END \$\$;
COMMENT ON FUNCTION tr() IS 'does nothing';
CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF n ON a FOR EACH ROW EXECUTE FUNCTION tr();
CREATE POLICY mine ON a USING (n > 0);
CREATE RULE gone AS ON DELETE TO a DO INSTEAD NOTHING;
CREATE STATISTICS both ON n, user_id FROM a;
CREATE MATERIALIZED VIEW kept AS SELECT id FROM a;
CREATE INDEX kept_id ON kept (id);
CREATE MATERIALIZED VIEW kept_too AS SELECT id FROM users;
ALTER SEQUENCE numbers OWNED BY users.n;
ALTER SEQUENCE numbers OWNED BY NONE;"

dropped="DROP MATERIALIZED VIEW kept_too;
DROP MATERIALIZED VIEW kept;
DROP RULE gone ON a;
DROP POLICY mine ON a;
DROP STATISTICS both;
DROP TRIGGER touch ON a;
DROP FUNCTION tr();
DROP FUNCTION IF EXISTS f(integer);
DROP VIEW seen;
ALTER TABLE b DROP CONSTRAINT b_check;
DROP TABLE b RESTRICT;
DROP INDEX a_user;
DROP TABLE a;
DROP SEQUENCE numbers;
DROP DOMAIN score;
DROP TYPE mood;
DROP TABLE old;
DROP TABLE users;
DROP TABLE orgs CASCADE;"

@test "what is made and dropped" { same_apart "$made" "$dropped"; }

@test "new tables that lock old ones, rows, and what works over old rows" {
    same_apart "CREATE TABLE c (id bigint PRIMARY KEY, org bigint REFERENCES orgs (id));
CREATE TABLE d (id bigint PRIMARY KEY, u bigint);
ALTER TABLE d ADD CONSTRAINT d_u FOREIGN KEY (u) REFERENCES users NOT VALID;
CREATE INDEX d_i ON d (u);
COMMENT ON TABLE users IS 'Users';
INSERT INTO orgs VALUES (900, 'x');
INSERT INTO c SELECT id, id FROM orgs;
CREATE TABLE e (id bigint);
ALTER TABLE users ADD COLUMN flag boolean NOT NULL;
CREATE INDEX users_email ON users (email);
CREATE TABLE g (id bigint REFERENCES users);
UPDATE users SET n = 1;
CREATE TABLE h (id bigint REFERENCES users);
CREATE SEQUENCE loose;
ALTER SEQUENCE loose OWNED BY users.n;" "DROP TABLE h;
DROP SEQUENCE loose;
DROP TABLE g;
DROP INDEX users_email;
DROP TABLE e;
INSERT INTO c VALUES (77, NULL);
DROP TABLE d;
DROP TABLE c;
ALTER TABLE users DROP COLUMN flag;"
}

@test "statements that do more than their words say" {
    same_apart "CREATE TABLE a (id bigint, CHECK (id > 0));
CREATE TABLE b (LIKE a INCLUDING ALL);
CREATE TABLE c () INHERITS (a);
ALTER TABLE a ADD CONSTRAINT a_id CHECK (id > 1);
CREATE FUNCTION f(i integer) RETURNS integer LANGUAGE sql AS 'SELECT i';
CREATE FUNCTION f(t text) RETURNS text LANGUAGE sql AS 'SELECT t';
CREATE TABLE d (id bigint);
CREATE INDEX parted_at ON parted (at);
CREATE TABLE parts (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE INDEX parts_at ON parts (at);
CREATE TABLE e (id bigint);
SET LOCAL search_path = pg_temp, public;
CREATE TABLE hidden (id bigint);
CREATE TABLE public.hidden (id bigint);
CREATE TABLE public.told (id bigint);" "DROP TABLE told;
DROP TABLE d;
DROP TABLE parts;
DROP TABLE parted;
DROP FUNCTION f(integer);
DROP FUNCTION f(text);
DROP TABLE b;"
}

@test "what ran before a statement that the server refuses" {
    local last
    for last in "DROP TABLE nowhere;" "CREATE TABLE a (id bigint);" "INSERT INTO a VALUES (1);" \
        "CREATE TABLE c (id bigint REFERENCES b);" "CREATE UNIQUE INDEX users_n ON users (n);" \
        "SYNTAX;"; do
        same_apart "CREATE TABLE a (id bigint PRIMARY KEY, u bigint REFERENCES users);
CREATE TABLE b (id bigint);
CREATE INDEX b_id ON b (id);
INSERT INTO a VALUES (1, NULL);
$last
DROP TABLE b;"
    done
}
