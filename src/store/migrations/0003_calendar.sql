-- The calendar begins with the year 1: no day that is named lies before it, and nothing is written before it. SQLite itself
-- takes a year 0, and years before that with a sign in front, which sorts before every digit.
--
-- A check cannot be added to a table that is there; a trigger looks at what is written from now on.

CREATE TRIGGER people_made_in_the_calendar BEFORE INSERT ON people
WHEN NEW.since < '0001-01-01' OR (length(NEW.birthday) > 5 AND NEW.birthday < '0001-01-01')
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
CREATE TRIGGER people_stay_in_the_calendar BEFORE UPDATE ON people
WHEN NEW.since < '0001-01-01' OR (length(NEW.birthday) > 5 AND NEW.birthday < '0001-01-01')
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;

CREATE TRIGGER entries_made_in_the_calendar BEFORE INSERT ON entries
WHEN NEW.written_at + NEW.offset_s * 1000 < -62135596800000
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
CREATE TRIGGER entries_stay_in_the_calendar BEFORE UPDATE ON entries
WHEN NEW.written_at + NEW.offset_s * 1000 < -62135596800000
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;

CREATE TRIGGER flags_made_in_the_calendar BEFORE INSERT ON flags
WHEN NEW.raise_on < '0001-01-01' OR NEW.watch_until < '0001-01-01' OR NEW.check_again < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
CREATE TRIGGER flags_stay_in_the_calendar BEFORE UPDATE ON flags
WHEN NEW.raise_on < '0001-01-01' OR NEW.watch_until < '0001-01-01' OR NEW.check_again < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;

CREATE TRIGGER goals_made_in_the_calendar BEFORE INSERT ON goals
WHEN NEW.target < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
CREATE TRIGGER goals_stay_in_the_calendar BEFORE UPDATE ON goals
WHEN NEW.target < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;

CREATE TRIGGER actions_made_in_the_calendar BEFORE INSERT ON actions
WHEN NEW.due < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
CREATE TRIGGER actions_stay_in_the_calendar BEFORE UPDATE ON actions
WHEN NEW.due < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;

CREATE TRIGGER delegations_made_in_the_calendar BEFORE INSERT ON delegations
WHEN NEW.hands_off_until < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;
CREATE TRIGGER delegations_stay_in_the_calendar BEFORE UPDATE ON delegations
WHEN NEW.hands_off_until < '0001-01-01'
BEGIN SELECT RAISE(ABORT, 'the calendar begins with the year 1'); END;

-- What was put into the year 0 by a slip of the keys begins with the year 1, so that it can still be read.
UPDATE entries SET written_at = (-62135596800 - offset_s) * 1000 WHERE written_at + offset_s * 1000 < -62135596800000;
