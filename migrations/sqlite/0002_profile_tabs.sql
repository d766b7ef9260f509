-- What a member shows on the tabs of their profile.
ALTER TABLE accounts ADD COLUMN show_media INTEGER NOT NULL DEFAULT 1 CHECK (show_media IN (0,1));
ALTER TABLE accounts ADD COLUMN show_media_replies INTEGER NOT NULL DEFAULT 1 CHECK (show_media_replies IN (0,1));
ALTER TABLE accounts ADD COLUMN show_featured INTEGER NOT NULL DEFAULT 1 CHECK (show_featured IN (0,1));
