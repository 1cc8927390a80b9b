CREATE TABLE counted (
    a integer,
    b boolean GENERATED ALWAYS AS (a IS NULL) STORED,
    c bigint GENERATED ALWAYS AS (a * 2) STORED
);
