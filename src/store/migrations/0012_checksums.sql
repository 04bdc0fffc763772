-- A checksum for every row with a text, state or date, so that a flipped bit is found that leaves the row valid.
--
-- The program adds the function row_checksum(table, value, ...) to its connections. Triggers write the checksum in the
-- statement that writes the row, so no query can forget it, and a program without the function cannot write. A checksum
-- covers the stored columns in the order of their declaration. A migration that adds a column to a table here makes its
-- triggers again and fills the checksums; a test compares triggers and columns. `subjects` has none: its rows follow
-- from the texts and are compared with them.

-- Only where they look at what changes: the checksum of a row from before they were added must not fail.
DROP TRIGGER people_stay_in_the_calendar;
CREATE TRIGGER people_stay_in_the_calendar BEFORE UPDATE OF birthday, since ON people
WHEN NEW.since < '0001-01-01' OR (length(NEW.birthday) > 5 AND NEW.birthday < '0001-01-01')
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
DROP TRIGGER entries_stay_in_the_calendar;
CREATE TRIGGER entries_stay_in_the_calendar BEFORE UPDATE OF offset_s, written_at ON entries
WHEN NEW.written_at + NEW.offset_s * 1000 < -62135596800000
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
DROP TRIGGER flags_stay_in_the_calendar;
CREATE TRIGGER flags_stay_in_the_calendar BEFORE UPDATE OF check_again, raise_on, watch_until ON flags
WHEN NEW.raise_on < '0001-01-01' OR NEW.watch_until < '0001-01-01' OR NEW.check_again < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
DROP TRIGGER goals_stay_in_the_calendar;
CREATE TRIGGER goals_stay_in_the_calendar BEFORE UPDATE OF target ON goals
WHEN NEW.target < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
DROP TRIGGER actions_stay_in_the_calendar;
CREATE TRIGGER actions_stay_in_the_calendar BEFORE UPDATE OF due ON actions
WHEN NEW.due < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
DROP TRIGGER delegations_stay_in_the_calendar;
CREATE TRIGGER delegations_stay_in_the_calendar BEFORE UPDATE OF hands_off_until ON delegations
WHEN NEW.hands_off_until < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;

ALTER TABLE people ADD COLUMN checksum INTEGER;
UPDATE people SET checksum = row_checksum('people', id, uid, name, relation, role, team, since, birthday, pronouns,
    matters, cadence, colour, place, added, archived);
CREATE TRIGGER people_checksum_of_new AFTER INSERT ON people BEGIN
    UPDATE people SET checksum = row_checksum('people', id, uid, name, relation, role, team, since, birthday,
        pronouns, matters, cadence, colour, place, added, archived) WHERE id = NEW.id;
END;
CREATE TRIGGER people_checksum_of_changed AFTER UPDATE OF id, uid, name, relation, role, team, since, birthday,
    pronouns, matters, cadence, colour, place, added, archived ON people BEGIN
    UPDATE people SET checksum = row_checksum('people', id, uid, name, relation, role, team, since, birthday,
        pronouns, matters, cadence, colour, place, added, archived) WHERE id = NEW.id;
END;

ALTER TABLE needs ADD COLUMN checksum INTEGER;
UPDATE needs SET checksum = row_checksum('needs', uid, person, written_at, offset_s, zone, text);
CREATE TRIGGER needs_checksum_of_new AFTER INSERT ON needs BEGIN
    UPDATE needs SET checksum = row_checksum('needs', uid, person, written_at, offset_s, zone,
        text) WHERE uid = NEW.uid;
END;
CREATE TRIGGER needs_checksum_of_changed AFTER UPDATE OF uid, person, written_at, offset_s, zone,
    text ON needs BEGIN
    UPDATE needs SET checksum = row_checksum('needs', uid, person, written_at, offset_s, zone,
        text) WHERE uid = NEW.uid;
END;

ALTER TABLE one_on_ones ADD COLUMN checksum INTEGER;
UPDATE one_on_ones SET checksum = row_checksum('one_on_ones', id, uid, person, at, offset_s, zone, state,
    wrapped_up, minutes, reason);
CREATE TRIGGER one_on_ones_checksum_of_new AFTER INSERT ON one_on_ones BEGIN
    UPDATE one_on_ones SET checksum = row_checksum('one_on_ones', id, uid, person, at, offset_s, zone, state,
        wrapped_up, minutes, reason) WHERE id = NEW.id;
END;
CREATE TRIGGER one_on_ones_checksum_of_changed AFTER UPDATE OF id, uid, person, at, offset_s, zone, state,
    wrapped_up, minutes, reason ON one_on_ones BEGIN
    UPDATE one_on_ones SET checksum = row_checksum('one_on_ones', id, uid, person, at, offset_s, zone, state,
        wrapped_up, minutes, reason) WHERE id = NEW.id;
END;

ALTER TABLE entries ADD COLUMN checksum INTEGER;
UPDATE entries SET checksum = row_checksum('entries', id, uid, kind, person, one_on_one, written_at, offset_s, zone,
    text, trashed);
CREATE TRIGGER entries_checksum_of_new AFTER INSERT ON entries BEGIN
    UPDATE entries SET checksum = row_checksum('entries', id, uid, kind, person, one_on_one, written_at, offset_s,
        zone, text, trashed) WHERE id = NEW.id;
END;
CREATE TRIGGER entries_checksum_of_changed AFTER UPDATE OF id, uid, kind, person, one_on_one, written_at, offset_s,
    zone, text, trashed ON entries BEGIN
    UPDATE entries SET checksum = row_checksum('entries', id, uid, kind, person, one_on_one, written_at, offset_s,
        zone, text, trashed) WHERE id = NEW.id;
END;

ALTER TABLE notes ADD COLUMN checksum INTEGER;
UPDATE notes SET checksum = row_checksum('notes', entry, kind, about);
CREATE TRIGGER notes_checksum_of_new AFTER INSERT ON notes BEGIN
    UPDATE notes SET checksum = row_checksum('notes', entry, kind, about) WHERE entry = NEW.entry;
END;
CREATE TRIGGER notes_checksum_of_changed AFTER UPDATE OF entry, kind, about ON notes BEGIN
    UPDATE notes SET checksum = row_checksum('notes', entry, kind, about) WHERE entry = NEW.entry;
END;

ALTER TABLE flags ADD COLUMN checksum INTEGER;
UPDATE flags SET checksum = row_checksum('flags', entry, kind, usually, lately, need, state, watch_until,
    check_again, raise_when, raise_on);
CREATE TRIGGER flags_checksum_of_new AFTER INSERT ON flags BEGIN
    UPDATE flags SET checksum = row_checksum('flags', entry, kind, usually, lately, need, state, watch_until,
        check_again, raise_when, raise_on) WHERE entry = NEW.entry;
END;
CREATE TRIGGER flags_checksum_of_changed AFTER UPDATE OF entry, kind, usually, lately, need, state, watch_until,
    check_again, raise_when, raise_on ON flags BEGIN
    UPDATE flags SET checksum = row_checksum('flags', entry, kind, usually, lately, need, state, watch_until,
        check_again, raise_when, raise_on) WHERE entry = NEW.entry;
END;

ALTER TABLE goals ADD COLUMN checksum INTEGER;
UPDATE goals SET checksum = row_checksum('goals', entry, kind, why, success, support, target, state, person);
CREATE TRIGGER goals_checksum_of_new AFTER INSERT ON goals BEGIN
    UPDATE goals SET checksum = row_checksum('goals', entry, kind, why, success, support, target, state,
        person) WHERE entry = NEW.entry;
END;
CREATE TRIGGER goals_checksum_of_changed AFTER UPDATE OF entry, kind, why, success, support, target, state,
    person ON goals BEGIN
    UPDATE goals SET checksum = row_checksum('goals', entry, kind, why, success, support, target, state,
        person) WHERE entry = NEW.entry;
END;

ALTER TABLE check_ins ADD COLUMN checksum INTEGER;
UPDATE check_ins SET checksum = row_checksum('check_ins', entry, kind, goal, closeness, person);
CREATE TRIGGER check_ins_checksum_of_new AFTER INSERT ON check_ins BEGIN
    UPDATE check_ins SET checksum = row_checksum('check_ins', entry, kind, goal, closeness,
        person) WHERE entry = NEW.entry;
END;
CREATE TRIGGER check_ins_checksum_of_changed AFTER UPDATE OF entry, kind, goal, closeness, person ON check_ins BEGIN
    UPDATE check_ins SET checksum = row_checksum('check_ins', entry, kind, goal, closeness,
        person) WHERE entry = NEW.entry;
END;

ALTER TABLE actions ADD COLUMN checksum INTEGER;
UPDATE actions SET checksum = row_checksum('actions', entry, kind, by, due, state);
CREATE TRIGGER actions_checksum_of_new AFTER INSERT ON actions BEGIN
    UPDATE actions SET checksum = row_checksum('actions', entry, kind, by, due, state) WHERE entry = NEW.entry;
END;
CREATE TRIGGER actions_checksum_of_changed AFTER UPDATE OF entry, kind, by, due, state ON actions BEGIN
    UPDATE actions SET checksum = row_checksum('actions', entry, kind, by, due, state) WHERE entry = NEW.entry;
END;

ALTER TABLE praise ADD COLUMN checksum INTEGER;
UPDATE praise SET checksum = row_checksum('praise', entry, kind, state);
CREATE TRIGGER praise_checksum_of_new AFTER INSERT ON praise BEGIN
    UPDATE praise SET checksum = row_checksum('praise', entry, kind, state) WHERE entry = NEW.entry;
END;
CREATE TRIGGER praise_checksum_of_changed AFTER UPDATE OF entry, kind, state ON praise BEGIN
    UPDATE praise SET checksum = row_checksum('praise', entry, kind, state) WHERE entry = NEW.entry;
END;

ALTER TABLE feedback ADD COLUMN checksum INTEGER;
UPDATE feedback SET checksum = row_checksum('feedback', entry, kind, direction, situation, behaviour, impact,
    changed);
CREATE TRIGGER feedback_checksum_of_new AFTER INSERT ON feedback BEGIN
    UPDATE feedback SET checksum = row_checksum('feedback', entry, kind, direction, situation, behaviour, impact,
        changed) WHERE entry = NEW.entry;
END;
CREATE TRIGGER feedback_checksum_of_changed AFTER UPDATE OF entry, kind, direction, situation, behaviour, impact,
    changed ON feedback BEGIN
    UPDATE feedback SET checksum = row_checksum('feedback', entry, kind, direction, situation, behaviour, impact,
        changed) WHERE entry = NEW.entry;
END;

ALTER TABLE delegations ADD COLUMN checksum INTEGER;
UPDATE delegations SET checksum = row_checksum('delegations', entry, kind, level, support, hands_off_until, state);
CREATE TRIGGER delegations_checksum_of_new AFTER INSERT ON delegations BEGIN
    UPDATE delegations SET checksum = row_checksum('delegations', entry, kind, level, support, hands_off_until,
        state) WHERE entry = NEW.entry;
END;
CREATE TRIGGER delegations_checksum_of_changed AFTER UPDATE OF entry, kind, level, support, hands_off_until,
    state ON delegations BEGIN
    UPDATE delegations SET checksum = row_checksum('delegations', entry, kind, level, support, hands_off_until,
        state) WHERE entry = NEW.entry;
END;

ALTER TABLE expectations ADD COLUMN checksum INTEGER;
UPDATE expectations SET checksum = row_checksum('expectations', entry, kind, provide, their_words, state);
CREATE TRIGGER expectations_checksum_of_new AFTER INSERT ON expectations BEGIN
    UPDATE expectations SET checksum = row_checksum('expectations', entry, kind, provide, their_words,
        state) WHERE entry = NEW.entry;
END;
CREATE TRIGGER expectations_checksum_of_changed AFTER UPDATE OF entry, kind, provide, their_words,
    state ON expectations BEGIN
    UPDATE expectations SET checksum = row_checksum('expectations', entry, kind, provide, their_words,
        state) WHERE entry = NEW.entry;
END;

ALTER TABLE topics ADD COLUMN checksum INTEGER;
UPDATE topics SET checksum = row_checksum('topics', entry, kind, "from", state);
CREATE TRIGGER topics_checksum_of_new AFTER INSERT ON topics BEGIN
    UPDATE topics SET checksum = row_checksum('topics', entry, kind, "from", state) WHERE entry = NEW.entry;
END;
CREATE TRIGGER topics_checksum_of_changed AFTER UPDATE OF entry, kind, "from", state ON topics BEGIN
    UPDATE topics SET checksum = row_checksum('topics', entry, kind, "from", state) WHERE entry = NEW.entry;
END;

ALTER TABLE drafts ADD COLUMN checksum INTEGER;
UPDATE drafts SET checksum = row_checksum('drafts', place, slot, mark, text, saved_at);
CREATE TRIGGER drafts_checksum_of_new AFTER INSERT ON drafts BEGIN
    UPDATE drafts SET checksum = row_checksum('drafts', place, slot, mark, text,
        saved_at) WHERE place = NEW.place AND slot = NEW.slot;
END;
CREATE TRIGGER drafts_checksum_of_changed AFTER UPDATE OF place, slot, mark, text, saved_at ON drafts BEGIN
    UPDATE drafts SET checksum = row_checksum('drafts', place, slot, mark, text,
        saved_at) WHERE place = NEW.place AND slot = NEW.slot;
END;

ALTER TABLE devices ADD COLUMN checksum INTEGER;
UPDATE devices SET checksum = row_checksum('devices', id, uid, added);
CREATE TRIGGER devices_checksum_of_new AFTER INSERT ON devices BEGIN
    UPDATE devices SET checksum = row_checksum('devices', id, uid, added) WHERE id = NEW.id;
END;
CREATE TRIGGER devices_checksum_of_changed AFTER UPDATE OF id, uid, added ON devices BEGIN
    UPDATE devices SET checksum = row_checksum('devices', id, uid, added) WHERE id = NEW.id;
END;

ALTER TABLE changes ADD COLUMN checksum INTEGER;
UPDATE changes SET checksum = row_checksum('changes', id, uid, device, made, what, person, state);
CREATE TRIGGER changes_checksum_of_new AFTER INSERT ON changes BEGIN
    UPDATE changes SET checksum = row_checksum('changes', id, uid, device, made, what, person,
        state) WHERE id = NEW.id;
END;
CREATE TRIGGER changes_checksum_of_changed AFTER UPDATE OF id, uid, device, made, what, person,
    state ON changes BEGIN
    UPDATE changes SET checksum = row_checksum('changes', id, uid, device, made, what, person,
        state) WHERE id = NEW.id;
END;

ALTER TABLE settings ADD COLUMN checksum INTEGER;
UPDATE settings SET checksum = row_checksum('settings', name, value);
CREATE TRIGGER settings_checksum_of_new AFTER INSERT ON settings BEGIN
    UPDATE settings SET checksum = row_checksum('settings', name, value) WHERE name = NEW.name;
END;
CREATE TRIGGER settings_checksum_of_changed AFTER UPDATE OF name, value ON settings BEGIN
    UPDATE settings SET checksum = row_checksum('settings', name, value) WHERE name = NEW.name;
END;

ALTER TABLE steps ADD COLUMN checksum INTEGER;
UPDATE steps SET checksum = row_checksum('steps', id, uid, entry, one_on_one, at, offset_s, zone, what, level,
    words, person);
CREATE TRIGGER steps_checksum_of_new AFTER INSERT ON steps BEGIN
    UPDATE steps SET checksum = row_checksum('steps', id, uid, entry, one_on_one, at, offset_s, zone, what, level,
        words, person) WHERE id = NEW.id;
END;
CREATE TRIGGER steps_checksum_of_changed AFTER UPDATE OF id, uid, entry, one_on_one, at, offset_s, zone, what,
    level, words, person ON steps BEGIN
    UPDATE steps SET checksum = row_checksum('steps', id, uid, entry, one_on_one, at, offset_s, zone, what, level,
        words, person) WHERE id = NEW.id;
END;

ALTER TABLE snoozes ADD COLUMN checksum INTEGER;
UPDATE snoozes SET checksum = row_checksum('snoozes', entry, until);
CREATE TRIGGER snoozes_checksum_of_new AFTER INSERT ON snoozes BEGIN
    UPDATE snoozes SET checksum = row_checksum('snoozes', entry, until) WHERE entry = NEW.entry;
END;
CREATE TRIGGER snoozes_checksum_of_changed AFTER UPDATE OF entry, until ON snoozes BEGIN
    UPDATE snoozes SET checksum = row_checksum('snoozes', entry, until) WHERE entry = NEW.entry;
END;

ALTER TABLE questions ADD COLUMN checksum INTEGER;
UPDATE questions SET checksum = row_checksum('questions', uid, question, theme, text, suits, written, hidden);
CREATE TRIGGER questions_checksum_of_new AFTER INSERT ON questions BEGIN
    UPDATE questions SET checksum = row_checksum('questions', uid, question, theme, text, suits, written,
        hidden) WHERE uid = NEW.uid;
END;
CREATE TRIGGER questions_checksum_of_changed AFTER UPDATE OF uid, question, theme, text, suits, written,
    hidden ON questions BEGIN
    UPDATE questions SET checksum = row_checksum('questions', uid, question, theme, text, suits, written,
        hidden) WHERE uid = NEW.uid;
END;

ALTER TABLE asked ADD COLUMN checksum INTEGER;
UPDATE asked SET checksum = row_checksum('asked', uid, person, question, theme, at, offset_s, zone);
CREATE TRIGGER asked_checksum_of_new AFTER INSERT ON asked BEGIN
    UPDATE asked SET checksum = row_checksum('asked', uid, person, question, theme, at, offset_s,
        zone) WHERE uid = NEW.uid;
END;
CREATE TRIGGER asked_checksum_of_changed AFTER UPDATE OF uid, person, question, theme, at, offset_s,
    zone ON asked BEGIN
    UPDATE asked SET checksum = row_checksum('asked', uid, person, question, theme, at, offset_s,
        zone) WHERE uid = NEW.uid;
END;

ALTER TABLE self_checks ADD COLUMN checksum INTEGER;
UPDATE self_checks SET checksum = row_checksum('self_checks', uid, at, offset_s, zone, want_to, helping, asking,
    encouraged, line);
CREATE TRIGGER self_checks_checksum_of_new AFTER INSERT ON self_checks BEGIN
    UPDATE self_checks SET checksum = row_checksum('self_checks', uid, at, offset_s, zone, want_to, helping, asking,
        encouraged, line) WHERE uid = NEW.uid;
END;
CREATE TRIGGER self_checks_checksum_of_changed AFTER UPDATE OF uid, at, offset_s, zone, want_to, helping, asking,
    encouraged, line ON self_checks BEGIN
    UPDATE self_checks SET checksum = row_checksum('self_checks', uid, at, offset_s, zone, want_to, helping, asking,
        encouraged, line) WHERE uid = NEW.uid;
END;

ALTER TABLE intentions ADD COLUMN checksum INTEGER;
UPDATE intentions SET checksum = row_checksum('intentions', uid, written_at, offset_s, zone, text, outcome);
CREATE TRIGGER intentions_checksum_of_new AFTER INSERT ON intentions BEGIN
    UPDATE intentions SET checksum = row_checksum('intentions', uid, written_at, offset_s, zone, text,
        outcome) WHERE uid = NEW.uid;
END;
CREATE TRIGGER intentions_checksum_of_changed AFTER UPDATE OF uid, written_at, offset_s, zone, text,
    outcome ON intentions BEGIN
    UPDATE intentions SET checksum = row_checksum('intentions', uid, written_at, offset_s, zone, text,
        outcome) WHERE uid = NEW.uid;
END;

ALTER TABLE raise_order ADD COLUMN checksum INTEGER;
UPDATE raise_order SET checksum = row_checksum('raise_order', person, nth, entry);
CREATE TRIGGER raise_order_checksum_of_new AFTER INSERT ON raise_order BEGIN
    UPDATE raise_order SET checksum = row_checksum('raise_order', person, nth,
        entry) WHERE person = NEW.person AND nth = NEW.nth;
END;
CREATE TRIGGER raise_order_checksum_of_changed AFTER UPDATE OF person, nth, entry ON raise_order BEGIN
    UPDATE raise_order SET checksum = row_checksum('raise_order', person, nth,
        entry) WHERE person = NEW.person AND nth = NEW.nth;
END;

ALTER TABLE asked_about ADD COLUMN checksum INTEGER;
UPDATE asked_about SET checksum = row_checksum('asked_about', person, nth, detail, day);
CREATE TRIGGER asked_about_checksum_of_new AFTER INSERT ON asked_about BEGIN
    UPDATE asked_about SET checksum = row_checksum('asked_about', person, nth, detail,
        day) WHERE person = NEW.person AND nth = NEW.nth;
END;
CREATE TRIGGER asked_about_checksum_of_changed AFTER UPDATE OF person, nth, detail, day ON asked_about BEGIN
    UPDATE asked_about SET checksum = row_checksum('asked_about', person, nth, detail,
        day) WHERE person = NEW.person AND nth = NEW.nth;
END;

ALTER TABLE evidence ADD COLUMN checksum INTEGER;
UPDATE evidence SET checksum = row_checksum('evidence', entry);
CREATE TRIGGER evidence_checksum_of_new AFTER INSERT ON evidence BEGIN
    UPDATE evidence SET checksum = row_checksum('evidence', entry) WHERE entry = NEW.entry;
END;
CREATE TRIGGER evidence_checksum_of_changed AFTER UPDATE OF entry ON evidence BEGIN
    UPDATE evidence SET checksum = row_checksum('evidence', entry) WHERE entry = NEW.entry;
END;

ALTER TABLE reviews ADD COLUMN checksum INTEGER;
UPDATE reviews SET checksum = row_checksum('reviews', uid, person, from_day, to_day, begun_at, offset_s, zone, text,
    finished);
CREATE TRIGGER reviews_checksum_of_new AFTER INSERT ON reviews BEGIN
    UPDATE reviews SET checksum = row_checksum('reviews', uid, person, from_day, to_day, begun_at, offset_s, zone,
        text, finished) WHERE uid = NEW.uid;
END;
CREATE TRIGGER reviews_checksum_of_changed AFTER UPDATE OF uid, person, from_day, to_day, begun_at, offset_s, zone,
    text, finished ON reviews BEGIN
    UPDATE reviews SET checksum = row_checksum('reviews', uid, person, from_day, to_day, begun_at, offset_s, zone,
        text, finished) WHERE uid = NEW.uid;
END;

ALTER TABLE templates ADD COLUMN checksum INTEGER;
UPDATE templates SET checksum = row_checksum('templates', uid, name, text, written);
CREATE TRIGGER templates_checksum_of_new AFTER INSERT ON templates BEGIN
    UPDATE templates SET checksum = row_checksum('templates', uid, name, text, written) WHERE uid = NEW.uid;
END;
CREATE TRIGGER templates_checksum_of_changed AFTER UPDATE OF uid, name, text, written ON templates BEGIN
    UPDATE templates SET checksum = row_checksum('templates', uid, name, text, written) WHERE uid = NEW.uid;
END;

ALTER TABLE edits ADD COLUMN checksum INTEGER;
UPDATE edits SET checksum = row_checksum('edits', change, nth, record, uid, before, after);
CREATE TRIGGER edits_checksum_of_new AFTER INSERT ON edits BEGIN
    UPDATE edits SET checksum = row_checksum('edits', change, nth, record, uid, before,
        after) WHERE rowid = NEW.rowid;
END;
CREATE TRIGGER edits_checksum_of_changed AFTER UPDATE OF change, nth, record, uid, before, after ON edits BEGIN
    UPDATE edits SET checksum = row_checksum('edits', change, nth, record, uid, before,
        after) WHERE rowid = NEW.rowid;
END;
