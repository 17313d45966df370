"""Coverage-guided fuzzing of the wire: `python -m tests.fuzz <target|all> --seconds N`, with what tests/fuzz's own
requirements.txt names. The oracles and the seeds need nothing of that and are tested with all else."""
