-- A partition that is made again leaves its parent first, whose rows it would claim twice.
CREATE TABLE p (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (b);
CREATE TABLE q1 PARTITION OF q DEFAULT;
