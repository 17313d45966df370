"""What a step of a thought is for."""

from typing import Literal

Phase = Literal["plan", "work", "check", "settle"]
