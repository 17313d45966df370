"""Looking into a thought, and how well that is done on passages of our own: `python -m tests.insight.score`."""
