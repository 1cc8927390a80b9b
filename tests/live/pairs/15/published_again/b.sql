CREATE TABLE turned (id int PRIMARY KEY, k text) PARTITION BY RANGE (id);
CREATE PUBLICATION parted FOR TABLE turned (id) WHERE (id > 0);
