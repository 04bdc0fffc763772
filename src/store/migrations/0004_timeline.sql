-- A person's whole history is read from indexes alone, without touching a text: what was written (`entries_of_person`), what
-- became of it, which goal a check-in is on, and which one-on-ones did not happen.

-- Whose entry a step is of, kept by whoever writes the step; it follows the entry.
ALTER TABLE steps ADD COLUMN person INTEGER REFERENCES people (id);
UPDATE steps SET person = (SELECT person FROM entries WHERE entries.id = steps.entry);
CREATE INDEX steps_of_person ON steps (person, at, id, entry, offset_s, what, level, one_on_one);

CREATE INDEX check_ins_of_person ON check_ins (person, goal);
CREATE INDEX one_on_ones_skipped ON one_on_ones (person, at, offset_s) WHERE state = 'skipped';
