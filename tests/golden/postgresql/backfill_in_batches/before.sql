CREATE TABLE task (id integer PRIMARY KEY, title text);
INSERT INTO task SELECT g, nullif('task ' || g % 3, 'task 0') FROM generate_series(1, 2500) g;
CREATE TABLE few (id integer PRIMARY KEY);
INSERT INTO few VALUES (1);
CREATE TABLE event (day date NOT NULL, id bigint NOT NULL, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
CREATE TABLE event_2025 PARTITION OF event FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE event_2026 PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO event SELECT date '2025-12-01' + g % 60, g FROM generate_series(1, 1500) g;
ANALYZE;
