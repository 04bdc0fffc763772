-- When a one-on-one is planned to end, in milliseconds since 1970, where that is known: an event of a calendar says so.
ALTER TABLE one_on_ones ADD COLUMN planned_end INTEGER CHECK (planned_end > at AND planned_end <= at + 86400000);

-- The name of the standing format of a person’s one-on-ones; empty for none.
ALTER TABLE people ADD COLUMN format TEXT NOT NULL DEFAULT '';

-- A row that does not match its checksum keeps it, so that the check still finds the row.
DROP TRIGGER one_on_ones_checksum_of_new;
DROP TRIGGER one_on_ones_checksum_of_changed;
UPDATE one_on_ones SET checksum = row_checksum('one_on_ones', id, uid, person, at, offset_s, zone, state, wrapped_up,
    minutes, reason, planned_end)
WHERE checksum IS row_checksum('one_on_ones', id, uid, person, at, offset_s, zone, state, wrapped_up, minutes, reason);
CREATE TRIGGER one_on_ones_checksum_of_new AFTER INSERT ON one_on_ones BEGIN
    UPDATE one_on_ones SET checksum = row_checksum('one_on_ones', id, uid, person, at, offset_s, zone, state,
        wrapped_up, minutes, reason, planned_end) WHERE id = NEW.id;
END;
CREATE TRIGGER one_on_ones_checksum_of_changed AFTER UPDATE OF id, uid, person, at, offset_s, zone, state,
    wrapped_up, minutes, reason, planned_end ON one_on_ones BEGIN
    UPDATE one_on_ones SET checksum = row_checksum('one_on_ones', id, uid, person, at, offset_s, zone, state,
        wrapped_up, minutes, reason, planned_end) WHERE id = NEW.id;
END;

DROP TRIGGER people_checksum_of_new;
DROP TRIGGER people_checksum_of_changed;
UPDATE people SET checksum = row_checksum('people', id, uid, name, relation, role, team, since, birthday, pronouns,
    matters, cadence, colour, place, added, archived, goes_by, format)
WHERE checksum IS row_checksum('people', id, uid, name, relation, role, team, since, birthday, pronouns, matters, cadence,
    colour, place, added, archived, goes_by);
CREATE TRIGGER people_checksum_of_new AFTER INSERT ON people BEGIN
    UPDATE people SET checksum = row_checksum('people', id, uid, name, relation, role, team, since, birthday,
        pronouns, matters, cadence, colour, place, added, archived, goes_by, format) WHERE id = NEW.id;
END;
CREATE TRIGGER people_checksum_of_changed AFTER UPDATE OF id, uid, name, relation, role, team, since, birthday,
    pronouns, matters, cadence, colour, place, added, archived, goes_by, format ON people BEGIN
    UPDATE people SET checksum = row_checksum('people', id, uid, name, relation, role, team, since, birthday,
        pronouns, matters, cadence, colour, place, added, archived, goes_by, format) WHERE id = NEW.id;
END;
