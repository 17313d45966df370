"""What was measured of answers from thoughts that were ended early: of the built-in thinker alone."""

from collections.abc import Sequence

from components.conversation import Asked
from components.insight import Early
from components.pocket.early import curve
from components.pocket.request import THINKER
from components.wire import row_of


def early_answers(asked: Asked) -> Sequence[Early]:
    """From the beginning of its thoughts to their end; none of a model of which nothing was measured."""
    provider = row_of(asked.provider)
    if provider is None or not provider.built_in or asked.model != THINKER:
        return ()
    return [Early(*one) for one in curve()]
