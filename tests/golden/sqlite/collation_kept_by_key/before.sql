CREATE TABLE users (
    login TEXT COLLATE NOCASE, -- as typed
    realm TEXT,
    UNIQUE (login, realm) -- one of each
);
INSERT INTO users VALUES ('Ada', 'x'), ('eve', 'x');
