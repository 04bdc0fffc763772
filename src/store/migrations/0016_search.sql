-- The index of the search over everything that was ever written. Its rows follow from the texts, so they have no
-- checksums and are compared with them. The program splits texts into words, since it splits queries by the same rules;
-- the tokenizer only finds the spaces again.

-- What is found: an entry has its own id, another record a number above 2^40. `day` counts from 1970-01-01, `kind` is a
-- number of the program. The uid is that of a record other than an entry.
CREATE TABLE search_documents (
    id      INTEGER PRIMARY KEY,
    kind    INTEGER NOT NULL,
    person  INTEGER,
    day     INTEGER NOT NULL,
    trashed INTEGER NOT NULL CHECK (trashed IN (0, 1)),
    uid     BLOB CHECK (length(uid) = 16)
) STRICT;
CREATE UNIQUE INDEX search_documents_of_record ON search_documents (uid, kind) WHERE uid IS NOT NULL;

-- The texts themselves are not in it: `text` has the words of the main text, `more` those of all that belongs to it.
CREATE VIRTUAL TABLE search_index USING fts5(text, more, content='', columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_index, row);
CREATE VIRTUAL TABLE search_places USING fts5vocab(search_index, instance);

-- The program fills the index of an older journal and removes this setting.
INSERT INTO settings (name, value) SELECT 'search_index_due', 'true' WHERE EXISTS (SELECT 1 FROM people)
    OR EXISTS (SELECT 1 FROM self_checks) OR EXISTS (SELECT 1 FROM intentions);
