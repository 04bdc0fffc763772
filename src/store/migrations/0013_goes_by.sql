-- What a person is called; empty for the first name in `name`.
ALTER TABLE people ADD COLUMN goes_by TEXT NOT NULL DEFAULT '';

-- A row that does not match its checksum keeps it, so that the check still finds the row.
DROP TRIGGER people_checksum_of_new;
DROP TRIGGER people_checksum_of_changed;
UPDATE people SET checksum = row_checksum('people', id, uid, name, relation, role, team, since, birthday, pronouns,
    matters, cadence, colour, place, added, archived, goes_by)
WHERE checksum IS row_checksum('people', id, uid, name, relation, role, team, since, birthday, pronouns, matters, cadence,
    colour, place, added, archived);
CREATE TRIGGER people_checksum_of_new AFTER INSERT ON people BEGIN
    UPDATE people SET checksum = row_checksum('people', id, uid, name, relation, role, team, since, birthday,
        pronouns, matters, cadence, colour, place, added, archived, goes_by) WHERE id = NEW.id;
END;
CREATE TRIGGER people_checksum_of_changed AFTER UPDATE OF id, uid, name, relation, role, team, since, birthday,
    pronouns, matters, cadence, colour, place, added, archived, goes_by ON people BEGIN
    UPDATE people SET checksum = row_checksum('people', id, uid, name, relation, role, team, since, birthday,
        pronouns, matters, cadence, colour, place, added, archived, goes_by) WHERE id = NEW.id;
END;
