CREATE TABLE turned (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE turned_rest PARTITION OF turned DEFAULT;
CREATE TABLE back (id integer NOT NULL, at date NOT NULL);
CREATE TABLE joined (id integer NOT NULL, at date NOT NULL) PARTITION BY LIST (id);
CREATE TABLE joins PARTITION OF joined (CHECK (id > 0)) DEFAULT;
