-- The trash of a person, in the order in which it is listed, without a walk over all that was ever written about them.
CREATE INDEX entries_trashed ON entries (person, trashed) WHERE trashed IS NOT NULL;
