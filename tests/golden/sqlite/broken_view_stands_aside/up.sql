-- +orqgen upgrade sqlite
-- take view broken down for now: it does not compile, and stops ALTER TABLE
DROP VIEW broken;

-- take trigger t_touch down for now: it does not compile, and stops ALTER TABLE
DROP TRIGGER t_touch;

-- rename column t.a to b
ALTER TABLE t RENAME COLUMN a TO b;

-- put view broken back as it was
CREATE VIEW broken AS SELECT missing FROM nowhere;

-- put trigger t_touch back as it was
CREATE TRIGGER t_touch AFTER INSERT ON t BEGIN UPDATE nowhere SET missing = new.a; END;
