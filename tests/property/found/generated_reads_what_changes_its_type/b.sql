CREATE TABLE parcels (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tries smallint NOT NULL DEFAULT 0,
    most smallint NOT NULL DEFAULT 5,
    waiting boolean GENERATED ALWAYS AS (tries < most) STORED
);
