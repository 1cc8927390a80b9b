CREATE TABLE t (a integer, b real, c money);
