CREATE TABLE turned (id int PRIMARY KEY, k text);
CREATE PUBLICATION parted FOR TABLE turned (id) WHERE (id > 0);
