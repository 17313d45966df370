"""Carries a Series of questions out: with no browser open, over restarts of the server, by one process of a room."""

from components.measurer.measurer import LOOK_EVERY_S, Measurer

__all__ = ["LOOK_EVERY_S", "Measurer"]
