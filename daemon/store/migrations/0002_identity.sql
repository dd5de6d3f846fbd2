-- What a feed has taught about its own identifiers, and what waits for the next visit to be sure.

ALTER TABLE feed ADD COLUMN identity TEXT NOT NULL DEFAULT 'guid';   -- guid, link, link-title
ALTER TABLE feed ADD COLUMN identity_unclean INTEGER;                -- when guids were last of no use
ALTER TABLE feed ADD COLUMN usual_new INTEGER NOT NULL DEFAULT 0;    -- many new items at once, for this feed
ALTER TABLE feed ADD COLUMN held BLOB NOT NULL DEFAULT x'';          -- keys of some items that came under new names
ALTER TABLE feed ADD COLUMN held_at INTEGER;                         -- when those were held back; null: they were not

CREATE INDEX item_pruned ON item (feed, first_seen) WHERE pruned = 1;
