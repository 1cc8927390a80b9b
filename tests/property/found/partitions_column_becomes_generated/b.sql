-- The parent's new column is the partition's too: nothing of the old one's default is left to take.
CREATE TABLE t (part integer, a text, c daterange DEFAULT 'empty') PARTITION BY LIST (part);
CREATE TABLE p PARTITION OF t DEFAULT;
