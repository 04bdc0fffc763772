-- The journal: every word of the design has its table, and its states are the only ones it can be in.
--
-- Integer keys are of this file; a uid (UUIDv7) is the same in every copy of it. An instant is `*_at` in milliseconds
-- UTC; beside the moment of writing stand the offset in seconds and the zone's name, so that the civil day is the
-- writer's. A step's and a mark's moment is text as in RFC 9557. A day is text, 2026-11-24, compared with
-- IS, since a check that comes out as NULL lets everything in. Deletion is a mark with a time. A migration that has been
-- released is never edited.

CREATE TABLE people (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    uid        BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    name       TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    relation   TEXT NOT NULL CHECK (relation IN ('report', 'peer', 'boss')),
    role       TEXT NOT NULL DEFAULT '',
    team       TEXT NOT NULL DEFAULT '',
    since      TEXT CHECK (since IS date(since)),
    birthday   TEXT CHECK (birthday IS date(birthday) OR '2000-' || birthday IS date('2000-' || birthday)),
    pronouns   TEXT NOT NULL DEFAULT '',
    matters    TEXT NOT NULL DEFAULT '',
    cadence    TEXT,
    colour     INTEGER CHECK (colour BETWEEN 0 AND 255),
    place      INTEGER NOT NULL,
    added      TEXT NOT NULL,
    archived   TEXT
) STRICT;

-- What does this person need to be successful? The latest answer stands.
CREATE TABLE needs (
    uid        BLOB NOT NULL PRIMARY KEY CHECK (length(uid) = 16),
    person     INTEGER NOT NULL REFERENCES people (id),
    written_at INTEGER NOT NULL,
    offset_s   INTEGER NOT NULL CHECK (abs(offset_s) < 93600),
    zone       TEXT NOT NULL,
    text       TEXT NOT NULL CHECK (trim(text) <> '')
) STRICT, WITHOUT ROWID;
CREATE INDEX needs_of_person ON needs (person, written_at);

CREATE TABLE one_on_ones (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    uid        BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    person     INTEGER NOT NULL REFERENCES people (id),
    at         INTEGER NOT NULL,
    offset_s   INTEGER NOT NULL CHECK (abs(offset_s) < 93600),
    zone       TEXT NOT NULL,
    day        TEXT NOT NULL GENERATED ALWAYS AS (date(at / 1000 + offset_s, 'unixepoch')) VIRTUAL,
    state      TEXT NOT NULL CHECK (state IN ('planned', 'held', 'nothing_to_note', 'skipped')),
    wrapped_up TEXT,
    minutes    INTEGER CHECK (minutes BETWEEN 0 AND 1440),
    reason     TEXT NOT NULL DEFAULT '',
    CHECK (wrapped_up IS NULL OR state = 'held'),
    CHECK (minutes IS NULL OR wrapped_up IS NOT NULL),
    CHECK (reason = '' OR state = 'skipped'),
    UNIQUE (id, person)
) STRICT;
CREATE INDEX one_on_ones_of_person ON one_on_ones (person, at);
CREATE INDEX one_on_ones_planned ON one_on_ones (person, at) WHERE state = 'planned';
-- Of one person, one at a time.
CREATE UNIQUE INDEX one_on_one_running ON one_on_ones (person) WHERE state = 'held' AND wrapped_up IS NULL;

CREATE TABLE entries (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    uid        BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    kind       TEXT NOT NULL CHECK (kind IN ('note', 'flag', 'goal', 'check_in', 'action', 'praise', 'feedback',
                                             'delegation', 'expectation', 'topic')),
    person     INTEGER NOT NULL REFERENCES people (id),
    one_on_one INTEGER,
    written_at INTEGER NOT NULL,
    offset_s   INTEGER NOT NULL CHECK (abs(offset_s) < 93600),
    zone       TEXT NOT NULL,
    day        TEXT NOT NULL GENERATED ALWAYS AS (date(written_at / 1000 + offset_s, 'unixepoch')) VIRTUAL,
    text       TEXT NOT NULL CHECK (trim(text) <> ''),
    trashed    TEXT,
    -- What its detail and its meeting point at, so that neither can be of another kind or another person.
    UNIQUE (id, kind),
    UNIQUE (id, person),
    FOREIGN KEY (one_on_one, person) REFERENCES one_on_ones (id, person)
) STRICT;
-- Holds all that the timeline's index asks for, so that twenty years are read without touching a text; `trashed` is among
-- it, though always NULL here, since SQLite would look it up in the row otherwise.
CREATE INDEX entries_of_person ON entries (person, written_at, id, offset_s, kind, one_on_one, trashed) WHERE trashed IS NULL;
CREATE INDEX entries_of_kind ON entries (person, kind, written_at) WHERE trashed IS NULL;
CREATE INDEX entries_of_one_on_one ON entries (one_on_one, written_at) WHERE one_on_one IS NOT NULL;
CREATE INDEX entries_in_time ON entries (written_at);

-- What only one kind has. The pair (entry, kind) keeps each detail with an entry of its own kind.
CREATE TABLE notes (
    entry INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL DEFAULT 'note' CHECK (kind = 'note'),
    about TEXT NOT NULL CHECK (about IN ('unmarked', 'person', 'work')),
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE flags (
    entry       INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL DEFAULT 'flag' CHECK (kind = 'flag'),
    usually     TEXT NOT NULL,
    lately      TEXT NOT NULL,
    need        TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('noticed', 'watching', 'raised', 'settled', 'let_go')),
    watch_until TEXT CHECK (watch_until IS date(watch_until)),
    check_again TEXT CHECK (check_again IS date(check_again)),
    CHECK ((state = 'watching') = (watch_until IS NOT NULL)),
    CHECK (check_again IS NULL OR state = 'settled'),
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX flags_open ON flags (entry) WHERE state IN ('noticed', 'watching', 'raised');
CREATE INDEX flags_to_check_again ON flags (check_again) WHERE check_again IS NOT NULL;

CREATE TABLE goals (
    entry   INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL DEFAULT 'goal' CHECK (kind = 'goal'),
    why     TEXT NOT NULL,
    success TEXT NOT NULL,
    support TEXT NOT NULL,
    target  TEXT CHECK (target IS date(target)),
    state   TEXT NOT NULL CHECK (state IN ('active', 'paused', 'reached', 'dropped')),
    person  INTEGER NOT NULL,
    UNIQUE (entry, person),
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (entry, person) REFERENCES entries (id, person) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX goals_open ON goals (entry) WHERE state IN ('active', 'paused');

CREATE TABLE check_ins (
    entry     INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL DEFAULT 'check_in' CHECK (kind = 'check_in'),
    goal      INTEGER NOT NULL,
    closeness INTEGER NOT NULL CHECK (closeness BETWEEN 1 AND 5),
    person    INTEGER NOT NULL,
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (entry, person) REFERENCES entries (id, person) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    -- The goal is one of the same person.
    FOREIGN KEY (goal, person) REFERENCES goals (entry, person) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX check_ins_of_goal ON check_ins (goal);

CREATE TABLE actions (
    entry INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL DEFAULT 'action' CHECK (kind = 'action'),
    by    TEXT NOT NULL CHECK (by IN ('me', 'them')),
    due   TEXT CHECK (due IS date(due)),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'told', 'dropped')),
    -- Only what you promised is told.
    CHECK (state <> 'told' OR by = 'me'),
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX actions_open ON actions (entry) WHERE state = 'open' OR (state = 'done' AND by = 'me');

CREATE TABLE praise (
    entry INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL DEFAULT 'praise' CHECK (kind = 'praise'),
    state TEXT NOT NULL CHECK (state IN ('noticed', 'told')),
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX praise_open ON praise (entry) WHERE state = 'noticed';

CREATE TABLE feedback (
    entry     INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL DEFAULT 'feedback' CHECK (kind = 'feedback'),
    direction TEXT NOT NULL CHECK (direction IN ('given', 'received')),
    situation TEXT NOT NULL,
    behaviour TEXT NOT NULL,
    impact    TEXT NOT NULL,
    changed   TEXT NOT NULL,
    CHECK (changed = '' OR direction = 'received'),
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE delegations (
    entry           INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL DEFAULT 'delegation' CHECK (kind = 'delegation'),
    level           TEXT NOT NULL CHECK (level IN ('tell', 'sell', 'consult', 'agree', 'advise', 'inquire', 'delegate')),
    support         TEXT NOT NULL,
    hands_off_until TEXT CHECK (hands_off_until IS date(hands_off_until)),
    state           TEXT NOT NULL CHECK (state IN ('with_them', 'back', 'complete')),
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX delegations_open ON delegations (entry) WHERE state = 'with_them';

CREATE TABLE expectations (
    entry       INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL DEFAULT 'expectation' CHECK (kind = 'expectation'),
    provide     TEXT NOT NULL,
    their_words TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('current', 'replaced')),
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- "from" is a word of SQL; the code calls it so.
CREATE TABLE topics (
    entry INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL DEFAULT 'topic' CHECK (kind = 'topic'),
    "from" TEXT NOT NULL CHECK ("from" IN ('me', 'them')),
    state TEXT NOT NULL CHECK (state IN ('open', 'talked')),
    FOREIGN KEY (entry, kind) REFERENCES entries (id, kind) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX topics_open ON topics (entry) WHERE state = 'open';

-- What happened to an entry after it was written.
CREATE TABLE steps (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    uid        BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    entry      INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    one_on_one INTEGER REFERENCES one_on_ones (id),
    at         INTEGER NOT NULL,
    offset_s   INTEGER NOT NULL CHECK (abs(offset_s) < 93600),
    zone       TEXT NOT NULL,
    what       TEXT NOT NULL CHECK (what IN ('raised', 'settled', 'let_go', 'paused', 'resumed', 'reached', 'dropped', 'done',
                                             'told', 'level', 'back', 'complete', 'said', 'replaced', 'talked')),
    level      TEXT CHECK (level IN ('tell', 'sell', 'consult', 'agree', 'advise', 'inquire', 'delegate')),
    words      TEXT NOT NULL,
    CHECK ((what = 'level') = (level IS NOT NULL))
) STRICT;
CREATE INDEX steps_of_entry ON steps (entry, at);
CREATE INDEX steps_of_one_on_one ON steps (one_on_one) WHERE one_on_one IS NOT NULL;

-- #words of the texts.
CREATE TABLE subjects (
    entry INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    word  TEXT NOT NULL CHECK (word <> ''),
    PRIMARY KEY (entry, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX subjects_by_word ON subjects (word);

-- Text that is being written. `place` is where its field is; a window keeps to its own slot.
CREATE TABLE drafts (
    place    TEXT NOT NULL CHECK (place <> ''),
    slot     INTEGER NOT NULL CHECK (slot >= 1),
    mark     TEXT NOT NULL,
    text     TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (place, slot)
) STRICT, WITHOUT ROWID;

-- The copies of this journal that wrote here.
CREATE TABLE devices (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    uid   BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    added TEXT NOT NULL
) STRICT;

-- Every change, with what it changed as it was before and after: the ground of undo and of an entry's history.
CREATE TABLE changes (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    uid    BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    device INTEGER NOT NULL REFERENCES devices (id),
    made   TEXT NOT NULL,
    what   TEXT NOT NULL,
    person INTEGER,
    -- done: in force; undone: taken back and can be had again; gone: taken back, and a later change stands in its place.
    state  TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'gone'))
) STRICT;
CREATE INDEX changes_by_state ON changes (state, id);

CREATE TABLE edits (
    change INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
    nth    INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (record IN ('person', 'one_on_one', 'entry', 'need')),
    uid    BLOB NOT NULL CHECK (length(uid) = 16),
    before TEXT CHECK (json_valid(before)),
    after  TEXT CHECK (json_valid(after)),
    PRIMARY KEY (change, nth),
    CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX edits_of_record ON edits (uid, change);

CREATE TABLE settings (
    name  TEXT PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
