CREATE TABLE person (id integer PRIMARY KEY, first text, last varchar(40));
CREATE TABLE visit (id integer PRIMARY KEY, person_id integer REFERENCES person (id));
CREATE INDEX visit_person_id_idx ON visit (person_id);
CREATE VIEW names AS SELECT first || ' ' || last AS name FROM person;
INSERT INTO person VALUES (1, 'Ada', 'Lovelace');
INSERT INTO visit VALUES (7, 1);
