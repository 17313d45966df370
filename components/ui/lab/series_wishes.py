"""What a person wishes for on the Measure tab, carried out."""

from dataclasses import dataclass
from typing import Literal, Protocol

import streamlit as st

from components.conversation import Asked
from components.injection import Mark, Measurement, Series
from components.ui import element_keys
from components.ui.press import starting
from components.ui.state import address, session

GO_ON = "go-on"  # the key of a button


@dataclass(frozen=True, slots=True)
class Choose:
    """Another model for one part, by its title."""

    title: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Begin:
    series: Series


@dataclass(frozen=True, slots=True)
class GoOn:
    """Up to these limits; USD None for none."""

    measurement_id: str
    most_requests: int
    most_usd: float | None


@dataclass(frozen=True, slots=True)
class Of:
    """Of one measurement."""

    kind: Literal["pause", "stop", "show"]
    measurement_id: str


@dataclass(frozen=True, slots=True)
class MarkOne:
    """What a person says of an answer, by its turn."""

    turn_id: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class MarkAgain:
    measurement: Measurement


Wish = Choose | Begin | GoOn | Of | MarkOne | MarkAgain


class Measurements(Protocol):
    """Those of the person."""

    def run(self, series: Series, /) -> Measurement: ...
    def resume(self, measurement_id: str, most_requests: int, most_usd: float | None, /) -> None: ...
    def pause(self, measurement_id: str, /) -> None: ...
    def stop(self, measurement_id: str, /) -> None: ...
    def mark(self, turn_id: str, mark: Mark | None, /) -> None: ...
    def mark_again(self, measurement: Measurement, /) -> None: ...


def carry_out(measurements: Measurements, wish: Wish) -> None:
    """What is drawn depends on it: the page is run again."""
    match wish:
        case Choose(title, asked):
            session.tab().choices.measured[title] = asked
        case Begin(series):
            # Its button stays where it is: the second press of a double click may be of one that was drawn since.
            if session.outcome().is_new("measure", series):
                with starting(element_keys.MEASURE) as outcome:
                    outcome.measurement = measurements.run(series).id
        case GoOn(measurement_id, most_requests, most_usd):
            with starting(GO_ON):
                measurements.resume(measurement_id, most_requests, most_usd)
        case Of(kind, measurement_id):
            deeds = {"pause": measurements.pause, "stop": measurements.stop, "show": address.open_measurement}
            deeds[kind](measurement_id)
        case MarkOne(turn_id, mark):
            measurements.mark(turn_id, mark)
        case MarkAgain(measurement):
            measurements.mark_again(measurement)
    st.rerun()
