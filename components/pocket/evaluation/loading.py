"""Weights of any file as a model that can be asked."""

import json
from pathlib import Path

import numpy as np

from components.pocket.network import Network
from components.pocket.speaker import Speaker
from components.pocket.tokenizer import Tokenizer
from components.pocket.turns import Turns


def loaded(path: Path, thinks: bool) -> Speaker:
    """Raises OSError, ValueError or KeyError where the file is missing or is none of ours."""
    with np.load(path, allow_pickle=False) as file:
        network = Network(json.loads(file["config"].item()), file)
        tokenizer = Tokenizer(json.loads(file["vocabulary"].item()))
    return Speaker(network, tokenizer, thinks, Turns())
