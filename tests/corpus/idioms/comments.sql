CREATE TABLE /* hello */ t ( -- the table
  a INTEGER PRIMARY KEY, -- key
  /* b is
     important */ b TEXT NOT NULL DEFAULT '--not a comment', -- tail
  c TEXT /* c */ COLLATE /* inner */ NOCASE
  -- last
);
CREATE INDEX ti ON t ( -- idx
  b /* x */ DESC );
CREATE VIEW v AS -- view
 SELECT a /* a */ FROM t;
CREATE TRIGGER tr AFTER INSERT ON t BEGIN -- do
  UPDATE t SET c = 'x; y' WHERE a = new.a; /* ; */
END;
-- then
ALTER TABLE t ADD COLUMN d TEXT;
ALTER TABLE t RENAME COLUMN c TO cc;
