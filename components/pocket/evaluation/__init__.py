"""What the built-in models can do, measured on questions that they were not trained on. It knows of the training
nothing but what that keeps out. `python -m components.pocket.evaluation` measures; the tables are in MODEL.md."""
