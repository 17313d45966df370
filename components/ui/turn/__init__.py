"""One turn on a page: its question, thoughts and answer, how it ended, and what can be done with it: what the pages of
the chat and of the lab are made of. It knows neither."""
