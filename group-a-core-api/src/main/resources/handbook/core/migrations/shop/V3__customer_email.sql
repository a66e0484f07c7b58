SET LOCAL lock_timeout = '2s';
ALTER TABLE customer ADD COLUMN email text;
