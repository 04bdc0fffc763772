-- Reviews: what you will say about a period, and the headings that one can begin with.

-- Without a moment at which it was finished, it is being written; of one person one at a time.
CREATE TABLE reviews (
    uid      BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    person   INTEGER NOT NULL REFERENCES people (id),
    from_day TEXT NOT NULL CHECK (from_day IS date(from_day) AND from_day >= '0001-01-01'),
    to_day   TEXT NOT NULL CHECK (to_day IS date(to_day)),
    begun_at INTEGER NOT NULL,
    offset_s INTEGER NOT NULL CHECK (abs(offset_s) < 93600),
    zone     TEXT NOT NULL,
    text     TEXT NOT NULL CHECK (trim(text) <> ''),
    finished TEXT,
    CHECK (from_day <= to_day)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_review_begun ON reviews (person) WHERE finished IS NULL;
CREATE INDEX reviews_of_person ON reviews (person, begun_at);
-- What a timeline shows of them, so that it reads no text.
CREATE INDEX reviews_finished ON reviews (person, finished, from_day, to_day) WHERE finished IS NOT NULL;

-- Headings of your own.
CREATE TABLE templates (
    uid     BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    name    TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (trim(name) <> ''),
    text    TEXT NOT NULL CHECK (trim(text) <> ''),
    written TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The log holds these too. A check cannot be changed in place, and nothing points at the log's rows.
CREATE TABLE wider (
    change INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
    nth    INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (record IN ('person', 'one_on_one', 'entry', 'need', 'question', 'asked', 'self_check',
                                           'intention', 'review', 'template')),
    uid    BLOB NOT NULL CHECK (length(uid) = 16),
    before TEXT CHECK (json_valid(before)),
    after  TEXT CHECK (json_valid(after)),
    PRIMARY KEY (change, nth),
    CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT, WITHOUT ROWID;
INSERT INTO wider (change, nth, record, uid, before, after) SELECT change, nth, record, uid, before, after FROM edits;
DROP TABLE edits;
ALTER TABLE wider RENAME TO edits;
CREATE INDEX edits_of_record ON edits (uid, change);
