-- When a flag is to be raised, and that a settled one was looked at again.
--
-- A plan is one of a flag that is noticed and nothing more: once it is watched, raised or over, there is none.
ALTER TABLE flags ADD COLUMN raise_when TEXT NOT NULL DEFAULT 'undecided'
    CHECK (raise_when IN ('undecided', 'next_one_on_one', 'on_a_day'))
    CHECK (raise_when = 'undecided' OR state = 'noticed');
ALTER TABLE flags ADD COLUMN raise_on TEXT
    CHECK (raise_on IS date(raise_on))
    CHECK ((raise_when = 'on_a_day') = (raise_on IS NOT NULL));

-- A check cannot be changed in its place; nothing points at this table.
CREATE TABLE steps_with_looked_again (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    uid        BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
    entry      INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    one_on_one INTEGER REFERENCES one_on_ones (id),
    at         INTEGER NOT NULL,
    offset_s   INTEGER NOT NULL CHECK (abs(offset_s) < 93600),
    zone       TEXT NOT NULL,
    what       TEXT NOT NULL CHECK (what IN ('raised', 'settled', 'looked_again', 'let_go', 'paused', 'resumed', 'reached',
                                             'dropped', 'done', 'told', 'level', 'back', 'complete', 'said', 'replaced',
                                             'talked')),
    level      TEXT CHECK (level IN ('tell', 'sell', 'consult', 'agree', 'advise', 'inquire', 'delegate')),
    words      TEXT NOT NULL,
    CHECK ((what = 'level') = (level IS NOT NULL))
) STRICT;
INSERT INTO steps_with_looked_again (id, uid, entry, one_on_one, at, offset_s, zone, what, level, words)
    SELECT id, uid, entry, one_on_one, at, offset_s, zone, what, level, words FROM steps;
DROP TABLE steps;
ALTER TABLE steps_with_looked_again RENAME TO steps;
CREATE INDEX steps_of_entry ON steps (entry, at);
CREATE INDEX steps_of_one_on_one ON steps (one_on_one) WHERE one_on_one IS NOT NULL;
