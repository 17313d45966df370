"""The built-in models, by name."""

# The name of each model by its id.
MODELS = {
    "pocket/thinker": "Pocket thinker (built-in toy model)",
    "pocket/novice": "Pocket novice (built-in toy model)",
}
