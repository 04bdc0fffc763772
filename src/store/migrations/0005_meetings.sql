-- What was put off until a day, when it comes back by itself. A row of its own, since nearly no entry has one.
CREATE TABLE snoozes (
    entry INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    until TEXT NOT NULL CHECK (until IS date(until))
) STRICT;
