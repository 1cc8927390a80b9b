SET LOCAL lock_timeout = '3s';

-- alter column item.id (default, identity)
ALTER SEQUENCE item_id_seq RENAME TO item_id_seq_before;

-- create sequence item_id_seq
CREATE SEQUENCE item_id_seq AS integer;
SELECT setval('item_id_seq', last_value, is_called) FROM item_id_seq_before;
ALTER TABLE item
    ALTER COLUMN id DROP IDENTITY,
    ALTER COLUMN id SET DEFAULT nextval('public.item_id_seq'::regclass);
ALTER SEQUENCE item_id_seq OWNED BY item.id;
