CREATE TABLE steps (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT);
CREATE TABLE runs (id INTEGER PRIMARY KEY, step_id INTEGER REFERENCES steps (id));
CREATE TABLE plans (id INTEGER PRIMARY KEY, run_id INTEGER REFERENCES runs (id));
CREATE VIEW seen AS SELECT runs.id, steps.a FROM runs JOIN steps ON steps.id = runs.step_id;
INSERT INTO steps VALUES (1, 'a', 'b', 'c');
INSERT INTO runs VALUES (10, 1);
INSERT INTO plans VALUES (100, 10);
