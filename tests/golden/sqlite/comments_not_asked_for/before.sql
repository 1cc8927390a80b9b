CREATE TABLE t ( -- something else
    a TEXT -- and here
);
