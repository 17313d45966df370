"""What GET /models tells: OpenRouter's rows, so that the room needs no words of its own for these two."""

from typing import Any

from components.pocket.models import MODELS
from components.pocket.request import CONTEXT, MOST_TOKENS, NOVICE, THINKER

CREATED = 1_795_564_800  # 25 November 2026

DESCRIPTIONS = {
    THINKER: "A toy of about a million parameters that runs inside this room, without a key and without a network. It "
    "thinks aloud about small puzzles that it was trained on (comparing numbers, counting letters, small sums) and is "
    "sometimes wrong even there; it knows nothing else.",
    NOVICE: "A toy of about a quarter of a million parameters that runs inside this room. It answers the thinker's "
    "puzzles at once, without thoughts, and is often wrong; given thoughts to read it follows them, right or wrong.",
}


def models() -> dict[str, Any]:
    return {"object": "list", "data": [_row(model, name) for model, name in MODELS.items()]}


def _row(model: str, name: str) -> dict[str, Any]:
    thinks = model == THINKER
    row = {
        "id": model,
        "object": "model",
        "name": name,
        "description": DESCRIPTIONS[model],
        "created": CREATED,
        "owned_by": "thinkroom",
        "context_length": CONTEXT,
        "architecture": {"modality": "text->text", "input_modalities": ["text"], "output_modalities": ["text"]},
        "pricing": {"prompt": "0", "completion": "0", "request": "0"},
        "top_provider": {"context_length": CONTEXT, "max_completion_tokens": MOST_TOKENS, "is_moderated": False},
        "supported_parameters": [
            *(("include_reasoning", "reasoning") if thinks else ()),
            "max_tokens",
            "temperature",
            "seed",
        ],
    }
    # It always thinks, and takes no word on how hard.
    switch = {"mandatory": True, "supported_efforts": [], "supports_max_tokens": False}
    return row | ({"reasoning": switch} if thinks else {})
