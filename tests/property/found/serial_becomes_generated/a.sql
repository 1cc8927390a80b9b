-- A column that becomes a generated one is dropped, and the sequence that it owns with it.
CREATE TABLE counted (
    a integer,
    b serial,
    c bigserial NOT NULL
);
