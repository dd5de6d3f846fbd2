-- The first schema. It may grow; what stands here keeps its name and meaning.
--
-- Times are seconds since 1970 (UTC). `row_id` is a row number and never leaves the process; `id` is
-- text and is what others know the row by (a delivery's is `idem_key`). Rows are appended in arrival
-- order: a random primary key would touch a page of its own for every item.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE feed (
  row_id            INTEGER PRIMARY KEY,
  id                TEXT NOT NULL UNIQUE,
  address           TEXT NOT NULL,
  enabled           INTEGER NOT NULL DEFAULT 1,   -- configured, and not switched off
  created           INTEGER NOT NULL,
  retired_at        INTEGER,                      -- when it left the configuration
  next_at           INTEGER NOT NULL,
  next_reason       TEXT NOT NULL DEFAULT '',
  last_attempt      INTEGER,
  last_success      INTEGER,
  last_new          INTEGER,
  baseline_done     INTEGER NOT NULL DEFAULT 0,
  etag              BLOB NOT NULL DEFAULT x'',    -- bytes as the server sent them
  last_modified     BLOB NOT NULL DEFAULT x'',
  validators_origin TEXT NOT NULL DEFAULT '',
  body_hash         BLOB NOT NULL DEFAULT x'',
  failures          INTEGER NOT NULL DEFAULT 0,
  trouble           TEXT NOT NULL DEFAULT 'none',
  trouble_status    INTEGER NOT NULL DEFAULT 0,
  trouble_message   TEXT NOT NULL DEFAULT '',
  trouble_since     INTEGER,
  title             TEXT NOT NULL DEFAULT '',
  link              TEXT NOT NULL DEFAULT '',
  format            TEXT NOT NULL DEFAULT '',
  items             INTEGER NOT NULL DEFAULT 0,   -- ever stored
  lease_until       INTEGER,                      -- null: nobody visits it now
  lease_epoch       INTEGER NOT NULL DEFAULT 0,   -- counts leases; an older one may not commit
  lease_crashes     INTEGER NOT NULL DEFAULT 0    -- processes in a row that ended during a visit
) STRICT;

CREATE INDEX feed_due ON feed (next_at) WHERE enabled = 1 AND lease_until IS NULL;
CREATE INDEX feed_leased ON feed (lease_until) WHERE lease_until IS NOT NULL;

-- What several items tell of one event. Until stories are clustered each alerted item has its own.
CREATE TABLE story (
  row_id     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  title      TEXT NOT NULL DEFAULT '',
  created    INTEGER NOT NULL,
  last_item  INTEGER NOT NULL,                    -- when its newest item was first seen
  items      INTEGER NOT NULL DEFAULT 1,
  publishers INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE item (
  row_id        INTEGER PRIMARY KEY,
  feed          INTEGER NOT NULL REFERENCES feed (row_id),
  story         INTEGER REFERENCES story (row_id),
  id            TEXT NOT NULL,
  key_kind      INTEGER NOT NULL,                 -- 0 guid, 1 link and title, 2 title and content
  first_seen    INTEGER NOT NULL,
  published     INTEGER,
  updated       INTEGER,
  published_raw TEXT NOT NULL,
  title_hash    BLOB NOT NULL,
  content_hash  BLOB NOT NULL,
  pruned        INTEGER NOT NULL DEFAULT 0,       -- summary and content were emptied
  language      TEXT NOT NULL,
  guid          TEXT NOT NULL,
  link          TEXT NOT NULL,
  title         TEXT NOT NULL,
  author        TEXT NOT NULL,
  categories    TEXT NOT NULL,                    -- one a line
  summary       TEXT NOT NULL,
  content       TEXT NOT NULL
) STRICT;

CREATE INDEX item_prunable ON item (feed, first_seen) WHERE pruned = 0;

-- What an item is known by. Kept when the item's content goes.
CREATE TABLE item_key (
  feed      INTEGER NOT NULL REFERENCES feed (row_id),
  kind      INTEGER NOT NULL,                     -- 0 the best key of the item, 1 its link
  hash      BLOB NOT NULL,
  item      INTEGER NOT NULL REFERENCES item (row_id),
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (feed, kind, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE hit (
  item   INTEGER NOT NULL REFERENCES item (row_id),
  watch  TEXT NOT NULL,
  reason TEXT NOT NULL,
  spans  TEXT NOT NULL,                           -- JSON
  PRIMARY KEY (item, watch)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert (
  row_id   INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  watch    TEXT NOT NULL,
  item     INTEGER REFERENCES item (row_id),
  story    INTEGER REFERENCES story (row_id),
  revision INTEGER NOT NULL,
  kind     TEXT NOT NULL,                         -- new update digest feed channel system
  priority TEXT NOT NULL,
  reason   TEXT NOT NULL,
  created  INTEGER NOT NULL,
  object   TEXT NOT NULL                          -- the alert object, JSON
) STRICT;

CREATE INDEX alert_created ON alert (created);
CREATE INDEX alert_watch ON alert (watch, created);

CREATE TABLE delivery (
  id              INTEGER PRIMARY KEY,
  channel         TEXT NOT NULL,
  recipient       TEXT NOT NULL,                  -- empty: the channel itself
  kind            TEXT NOT NULL,
  idem_key        TEXT NOT NULL UNIQUE,
  state           TEXT NOT NULL DEFAULT 'pending',
  attempts        INTEGER NOT NULL DEFAULT 0,
  created         INTEGER NOT NULL,
  next_at         INTEGER NOT NULL,
  expires_at      INTEGER,
  settled_at      INTEGER,
  lease_until     INTEGER,
  lease_epoch     INTEGER NOT NULL DEFAULT 0,
  maybe_duplicate INTEGER NOT NULL DEFAULT 0,
  last_error      TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX delivery_due ON delivery (channel, next_at) WHERE state = 'pending';
CREATE INDEX delivery_due_to ON delivery (channel, recipient, next_at) WHERE state = 'pending';
CREATE INDEX delivery_leased ON delivery (lease_until) WHERE state = 'leased';
CREATE INDEX delivery_expiring ON delivery (expires_at) WHERE state = 'pending' AND expires_at IS NOT NULL;
CREATE INDEX delivery_state ON delivery (state);

CREATE TABLE delivery_alert (
  delivery INTEGER NOT NULL REFERENCES delivery (id),
  alert    INTEGER NOT NULL REFERENCES alert (row_id),
  PRIMARY KEY (delivery, alert)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_alert_alert ON delivery_alert (alert);

-- One row for every time a delivery was tried.
CREATE TABLE attempt (
  delivery        INTEGER NOT NULL REFERENCES delivery (id),
  lease_epoch     INTEGER NOT NULL,
  ended           INTEGER NOT NULL,
  state           TEXT NOT NULL,                  -- what the delivery became
  maybe_duplicate INTEGER NOT NULL,
  error           TEXT NOT NULL,
  PRIMARY KEY (delivery, lease_epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE recipient (
  channel   TEXT NOT NULL,
  recipient TEXT NOT NULL,
  created   INTEGER NOT NULL,
  PRIMARY KEY (channel, recipient)
) STRICT, WITHOUT ROWID;
