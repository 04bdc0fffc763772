-- Actions that were sent to the person, in a recap or an agenda, and the last day on which they were. A row of its own,
-- since nearly no entry has one.
CREATE TABLE shared (
    entry    INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    day      TEXT NOT NULL CHECK (day IS date(day)),
    checksum INTEGER
) STRICT;
CREATE TRIGGER shared_checksum_of_new AFTER INSERT ON shared BEGIN
    UPDATE shared SET checksum = row_checksum('shared', entry, day) WHERE entry = NEW.entry;
END;
CREATE TRIGGER shared_checksum_of_changed AFTER UPDATE OF entry, day ON shared BEGIN
    UPDATE shared SET checksum = row_checksum('shared', entry, day) WHERE entry = NEW.entry;
END;
