-- What a member shows on the tabs of their profile.
ALTER TABLE accounts ADD COLUMN show_media BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE accounts ADD COLUMN show_media_replies BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE accounts ADD COLUMN show_featured BOOLEAN NOT NULL DEFAULT true;
