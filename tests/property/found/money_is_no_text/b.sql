CREATE TABLE t (a money, b money, c bigint);
