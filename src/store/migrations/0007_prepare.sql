-- What is set out before a one-on-one: the order of what to raise, and when a detail that matters was last asked about.

-- By the lasting name of the entry: what is gone leaves its place, and has it again when it comes back.
CREATE TABLE raise_order (
    person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    nth    INTEGER NOT NULL CHECK (nth >= 0),
    entry  BLOB NOT NULL CHECK (length(entry) = 16),
    PRIMARY KEY (person, nth)
) STRICT, WITHOUT ROWID;

-- Details, as they stand in what matters to the person.
CREATE TABLE asked_about (
    person INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    nth    INTEGER NOT NULL CHECK (nth >= 0),
    detail TEXT NOT NULL CHECK (trim(detail) <> ''),
    day    TEXT NOT NULL CHECK (day IS date(day)),
    PRIMARY KEY (person, nth)
) STRICT, WITHOUT ROWID;

-- What was kept since the last one-on-one.
CREATE INDEX steps_in_time ON steps (at, what, entry);
