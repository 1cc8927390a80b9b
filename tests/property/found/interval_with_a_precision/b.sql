CREATE TABLE t (a integer, b interval(2) DEFAULT '2 days'::interval, c interval(2) DEFAULT '2 days');
