SET LOCAL lock_timeout = '3s';

-- drop column readings.raw
-- LOSES DATA: readings.raw
ALTER TABLE readings DROP COLUMN raw;

-- drop column readings_old.raw
-- LOSES DATA: readings_old.raw
ALTER TABLE readings_old DROP COLUMN IF EXISTS raw;

