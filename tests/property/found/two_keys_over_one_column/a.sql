CREATE TABLE u (x integer);
