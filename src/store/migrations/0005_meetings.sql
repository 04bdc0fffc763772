-- What was put off until a day, when it comes back by itself. A row of its own, since nearly no entry has one.
CREATE TABLE snoozes (
    entry INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    until TEXT NOT NULL CHECK (until IS date(until))
) STRICT;

-- The next one-on-one follows from the last that was held or skipped; nearly all were held, so the others are looked for here.
CREATE INDEX one_on_ones_skipped ON one_on_ones (person, at) WHERE state = 'skipped';
