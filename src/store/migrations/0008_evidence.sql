-- What was picked as evidence for a review. A row of its own, since nearly no entry has one.
CREATE TABLE evidence (
    entry INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE
) STRICT;
