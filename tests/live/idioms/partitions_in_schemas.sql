-- partitions in schemas of their own, loose foreign keys, triggers by partition
CREATE SCHEMA parts_dynamic;
CREATE SCHEMA parts_static;
COMMENT ON SCHEMA parts_static IS 'Partitions that are made once';
CREATE FUNCTION note_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO deleted_records (fully_qualified, key_value) SELECT TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, old_table.id FROM old_table;
  RETURN NULL;
END
$$;
CREATE TABLE deleted_records (id bigint NOT NULL, partition bigint DEFAULT 1 NOT NULL, key_value bigint NOT NULL, status smallint DEFAULT 1 NOT NULL, fully_qualified text NOT NULL, at timestamptz DEFAULT now() NOT NULL,
  CONSTRAINT check_fq CHECK ((char_length(fully_qualified) <= 150))) PARTITION BY LIST (partition);
CREATE SEQUENCE deleted_records_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE deleted_records_id_seq OWNED BY deleted_records.id;
ALTER TABLE deleted_records ALTER COLUMN id SET DEFAULT nextval('deleted_records_id_seq');
ALTER TABLE deleted_records ADD CONSTRAINT deleted_records_pkey PRIMARY KEY (partition, id);
CREATE TABLE parts_dynamic.deleted_records_1 PARTITION OF deleted_records FOR VALUES IN (1);
CREATE TABLE parts_dynamic.deleted_records_2 PARTITION OF deleted_records FOR VALUES IN ('2', '3');
CREATE TABLE audit (id bigint NOT NULL, created_at timestamp without time zone NOT NULL, author_id int NOT NULL, details text, PRIMARY KEY (id, created_at)) PARTITION BY RANGE (created_at);
CREATE TABLE parts_dynamic.audit_000000 PARTITION OF audit FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE parts_dynamic.audit_202601 PARTITION OF audit FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE issues (id bigserial, project bigint, PRIMARY KEY (id, project)) PARTITION BY HASH (project);
CREATE TABLE parts_static.issues_00 PARTITION OF issues FOR VALUES WITH (modulus 3, remainder 0);
CREATE TABLE parts_static.issues_01 PARTITION OF issues FOR VALUES WITH (modulus 3, remainder 1);
CREATE TABLE parts_static.issues_02 PARTITION OF issues FOR VALUES WITH (modulus 3, remainder 2);
CREATE INDEX ON ONLY audit (author_id, created_at);
CREATE INDEX audit_p0_author ON parts_dynamic.audit_000000 (author_id, created_at);
ALTER INDEX audit_author_id_created_at_idx ATTACH PARTITION parts_dynamic.audit_p0_author;
CREATE INDEX audit_p1_author ON parts_dynamic.audit_202601 (author_id, created_at);
ALTER INDEX audit_author_id_created_at_idx ATTACH PARTITION parts_dynamic.audit_p1_author;
CREATE TABLE projects (id bigserial PRIMARY KEY, path text);
CREATE TRIGGER projects_loose_fk AFTER DELETE ON projects REFERENCING OLD TABLE AS old_table FOR EACH STATEMENT EXECUTE FUNCTION note_deleted();
-- then
CREATE TABLE parts_dynamic.audit_202602 PARTITION OF audit FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
ALTER TABLE audit ADD COLUMN entity text;
CREATE INDEX audit_entity ON audit (entity);
ALTER TABLE deleted_records ADD COLUMN attempts smallint DEFAULT 0;
ALTER TABLE parts_dynamic.deleted_records_1 ADD CONSTRAINT only_one CHECK (attempts < 9);
ALTER TABLE issues ADD CONSTRAINT issues_project CHECK (project > 0);
