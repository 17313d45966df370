"""Turns that run on, whoever looks. Knows neither page nor wire nor database: what it asks of them is said by its own
Protocols."""

from components.runner.run import Run
from components.runner.runner import Runner
from components.runner.seams import Keeper, Live, Relay, Reply

__all__ = ["Keeper", "Live", "Relay", "Reply", "Run", "Runner"]
