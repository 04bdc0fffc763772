-- Questions to ask, the self-check, and what you set out to do each day.

-- What you did with the deck: questions of your own, and questions that you hid. One of the deck is named by its word in
-- the deck, one of your own by its uid.
CREATE TABLE questions (
    uid      BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    question TEXT NOT NULL UNIQUE CHECK (question <> ''),
    theme    TEXT CHECK (theme IN ('wellbeing', 'workload', 'growth', 'career', 'clarity', 'recognition', 'obstacles',
                                   'team', 'purpose', 'feedback for you', 'trust and delegation')),
    text     TEXT CHECK (trim(text) <> ''),
    suits    TEXT,
    written  TEXT NOT NULL,
    hidden   TEXT,
    CHECK ((theme IS NULL) = (text IS NULL) AND (suits IS NULL) = (text IS NULL))
) STRICT, WITHOUT ROWID;

-- What was put on the table with whom, and when. The theme is kept beside it for when the question is gone one day.
CREATE TABLE asked (
    uid      BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    person   INTEGER NOT NULL REFERENCES people (id),
    question TEXT NOT NULL CHECK (question <> ''),
    theme    TEXT NOT NULL CHECK (theme IN ('wellbeing', 'workload', 'growth', 'career', 'clarity', 'recognition', 'obstacles',
                                            'team', 'purpose', 'feedback for you', 'trust and delegation')),
    at       INTEGER NOT NULL,
    offset_s INTEGER NOT NULL CHECK (abs(offset_s) < 93600),
    zone     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX asked_of_person ON asked (person, at);

-- About the leader: four steps from 1 to 5, each between two words, and a line.
CREATE TABLE self_checks (
    uid      BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    at       INTEGER NOT NULL,
    offset_s INTEGER NOT NULL CHECK (abs(offset_s) < 93600),
    zone     TEXT NOT NULL,
    want_to  INTEGER CHECK (want_to BETWEEN 1 AND 5),
    helping  INTEGER CHECK (helping BETWEEN 1 AND 5),
    asking   INTEGER CHECK (asking BETWEEN 1 AND 5),
    encouraged INTEGER CHECK (encouraged BETWEEN 1 AND 5),
    line     TEXT NOT NULL,
    CHECK (coalesce(want_to, helping, asking, encouraged) IS NOT NULL OR trim(line) <> '')
) STRICT, WITHOUT ROWID;
CREATE INDEX self_checks_in_time ON self_checks (at);

-- "What will you do today to lead, not just manage?"
CREATE TABLE intentions (
    uid        BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    written_at INTEGER NOT NULL,
    offset_s   INTEGER NOT NULL CHECK (abs(offset_s) < 93600),
    zone       TEXT NOT NULL,
    day        TEXT NOT NULL GENERATED ALWAYS AS (date(written_at / 1000 + offset_s, 'unixepoch')) VIRTUAL,
    text       TEXT NOT NULL CHECK (trim(text) <> ''),
    outcome    TEXT CHECK (outcome IN ('did', 'not_this_time'))
) STRICT, WITHOUT ROWID;
CREATE INDEX intentions_in_time ON intentions (written_at);

-- The log holds these too. A check cannot be changed in place, and nothing points at the log's rows.
CREATE TABLE wider (
    change INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
    nth    INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (record IN ('person', 'one_on_one', 'entry', 'need', 'question', 'asked', 'self_check',
                                           'intention')),
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
