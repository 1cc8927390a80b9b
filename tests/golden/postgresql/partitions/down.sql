SET LOCAL lock_timeout = '3s';

-- drop index event_kind_idx on event
DROP INDEX event_kind_idx;

-- drop table event_2027
-- LOSES DATA: event_2027
DROP TABLE event_2027;

-- drop column event.kind
-- LOSES DATA: event.kind
ALTER TABLE event DROP COLUMN kind;
