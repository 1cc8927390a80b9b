SET LOCAL lock_timeout = '3s';

-- add column readings.raw
ALTER TABLE readings ADD COLUMN raw text;
