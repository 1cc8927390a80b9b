(CAST(a AS int[]) = ANY (ARRAY['x'::text])) AND NOT (b COLLATE "C" > '-1'::integer) OR date '2020-01-01' < U&'d\0061' /* x */ -- y
