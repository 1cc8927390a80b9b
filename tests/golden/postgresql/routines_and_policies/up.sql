SET LOCAL lock_timeout = '3s';

-- create function touch()
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := now();
    RETURN NEW;
END $$;

-- alter table note (comment, row level security)
-- add column note.changed_at
ALTER TABLE note
    ENABLE ROW LEVEL SECURITY,
    ADD COLUMN changed_at timestamp with time zone;

-- create trigger note.note_touch
CREATE TRIGGER note_touch BEFORE UPDATE ON note FOR EACH ROW EXECUTE FUNCTION touch();

-- create policy note.own_notes
CREATE POLICY own_notes ON note USING (owner = current_user) WITH CHECK (owner = current_user);
COMMENT ON TABLE note IS 'What somebody wrote; seen by its owner';

