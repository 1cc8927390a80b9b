-- The serial that becomes an identity parts the statement that alters the table.
CREATE TABLE parcels (
    id bigserial PRIMARY KEY,
    tries integer NOT NULL DEFAULT 0,
    most integer NOT NULL DEFAULT 5
);
