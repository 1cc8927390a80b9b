-- +orqgen downgrade sqlite
-- alter view names (definition)
DROP VIEW names;

-- the new view names
CREATE VIEW names AS SELECT id, name FROM people;

-- put trigger names_insert back as it was
CREATE TRIGGER names_insert INSTEAD OF INSERT ON names
BEGIN
    INSERT INTO people (name) VALUES (new.name);
END;
