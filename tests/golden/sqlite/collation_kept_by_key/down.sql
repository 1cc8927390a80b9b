-- +orqgen downgrade sqlite foreign-keys-off
-- +orqgen expects users sha256:9913a56069030a44535d19858cf883ea73be55231ee82357431feeb9a6b6e689
-- alter column users.login (collation)
-- rebuild users: SQLite cannot change a collation
-- REWRITES: every row of users
CREATE TEMP TABLE orq_users (orq_rowid, login, realm);
INSERT INTO temp.orq_users
SELECT rowid, login, realm
FROM main.users;

-- drop the old table, and create the new one under its name
DROP TABLE main.users;
CREATE TABLE users (
    login TEXT COLLATE NOCASE, -- as typed
    realm TEXT,
    UNIQUE (login, realm) -- one of each
);

-- copy the rows back
INSERT OR ABORT INTO main.users (rowid, login, realm)
SELECT orq_rowid, login, realm
FROM temp.orq_users
ORDER BY orq_rowid;

-- stop here, with everything as it was, unless all rows came back unchanged
CREATE TEMP TABLE orq_users_check (
    changed INTEGER CONSTRAINT "rows of users changed" CHECK (changed = 0)
);
INSERT INTO temp.orq_users_check
SELECT count(*)
FROM temp.orq_users AS o
LEFT JOIN main.users AS n ON n.rowid = o.orq_rowid
WHERE (+o.login, typeof(o.login), +o.realm, typeof(o.realm))
      IS NOT (+n.login, typeof(n.login), +n.realm, typeof(n.realm))
UNION ALL
SELECT (SELECT count(*) FROM main.users)
     - (SELECT count(*) FROM temp.orq_users);

-- remove the copy
DROP TABLE temp.orq_users_check;
DROP TABLE temp.orq_users;
