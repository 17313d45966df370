"""Many questions asked in the same ways: their questions and files, the steps of a series, what came of it and how sure
that is."""
