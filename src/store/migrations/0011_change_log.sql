-- The change log as a table with rowids. In a table without rowids, every row over about 1 KB takes an overflow page of
-- its own, so the log took several times the space of its texts.
--
-- The log no longer repeats a record that was added by a change in force: the journal has it, or the next edit of the
-- record has it as `before`. `before` and `after` are both NULL then. An undone change has it, since nothing else does.
CREATE TABLE rowid_edits (
    change INTEGER NOT NULL REFERENCES changes (id) ON DELETE CASCADE,
    nth    INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (record IN ('person', 'one_on_one', 'entry', 'need', 'question', 'asked', 'self_check',
                                           'intention', 'review', 'template')),
    uid    BLOB NOT NULL CHECK (length(uid) = 16),
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after  TEXT CHECK (after IS NULL OR json_valid(after)),
    UNIQUE (change, nth)
) STRICT;
INSERT INTO rowid_edits (change, nth, record, uid, before, after)
    SELECT edits.change, edits.nth, edits.record, edits.uid, edits.before,
        CASE WHEN edits.before IS NULL AND changes.state = 'done' AND (
            EXISTS (SELECT 1 FROM edits later JOIN changes made ON made.id = later.change AND made.state = 'done'
                    WHERE later.uid = edits.uid AND later.change > edits.change AND later.before IS NOT NULL)
            OR CASE edits.record
                WHEN 'person' THEN EXISTS (SELECT 1 FROM people WHERE people.uid = edits.uid)
                WHEN 'one_on_one' THEN EXISTS (SELECT 1 FROM one_on_ones WHERE one_on_ones.uid = edits.uid)
                WHEN 'entry' THEN EXISTS (SELECT 1 FROM entries WHERE entries.uid = edits.uid)
                WHEN 'need' THEN EXISTS (SELECT 1 FROM needs WHERE needs.uid = edits.uid)
                WHEN 'question' THEN EXISTS (SELECT 1 FROM questions WHERE questions.uid = edits.uid)
                WHEN 'asked' THEN EXISTS (SELECT 1 FROM asked WHERE asked.uid = edits.uid)
                WHEN 'self_check' THEN EXISTS (SELECT 1 FROM self_checks WHERE self_checks.uid = edits.uid)
                WHEN 'intention' THEN EXISTS (SELECT 1 FROM intentions WHERE intentions.uid = edits.uid)
                WHEN 'review' THEN EXISTS (SELECT 1 FROM reviews WHERE reviews.uid = edits.uid)
                WHEN 'template' THEN EXISTS (SELECT 1 FROM templates WHERE templates.uid = edits.uid)
            END
        ) THEN NULL ELSE edits.after END
    FROM edits LEFT JOIN changes ON changes.id = edits.change ORDER BY edits.change, edits.nth;
DROP TABLE edits;
ALTER TABLE rowid_edits RENAME TO edits;
CREATE INDEX edits_of_record ON edits (uid, change);

-- The file still holds the pages of the old log, and what was deleted before `secure_delete` was on. The program removes
-- this setting once it has rebuilt the file.
INSERT INTO settings (name, value) SELECT 'vacuum_due', 'true' WHERE EXISTS (SELECT 1 FROM changes);
