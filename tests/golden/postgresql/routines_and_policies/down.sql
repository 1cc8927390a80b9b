SET LOCAL lock_timeout = '3s';

-- drop policy note.own_notes
DROP POLICY own_notes ON note;

-- drop trigger note.note_touch
DROP TRIGGER note_touch ON note;

-- alter table note (comment, row level security)
-- drop column note.changed_at
-- LOSES DATA: note.changed_at
ALTER TABLE note
    DISABLE ROW LEVEL SECURITY,
    DROP COLUMN changed_at;
COMMENT ON TABLE note IS NULL;

-- drop function touch()
DROP FUNCTION touch();
