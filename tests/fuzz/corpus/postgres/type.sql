pg_catalog.timestamp(3) with time zone[3]
