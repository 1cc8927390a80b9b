SET LOCAL lock_timeout = '3s';

-- add column event.kind
ALTER TABLE event ADD COLUMN kind text;

-- create table event_2027
CREATE TABLE event_2027 PARTITION OF event
    FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');

-- create index event_kind_idx on event
-- reads all of event; no one writes to it meanwhile
CREATE INDEX event_kind_idx ON event (kind);

