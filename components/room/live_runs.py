"""All turns on their way, of this process and of the others of its room: whose, by which model, how far. None of what
they say."""

from collections.abc import Callable, Mapping
from typing import get_args

from components.conversation import CHARACTERS_A_TOKEN, CannotKeep
from components.oversight import LiveRun, RunKind, RunState
from components.relay import Relay
from components.runner import Run, Runner
from components.store import RunRow, Store

Label = Callable[[str], str]
UNTOLD = (
    "It runs in another process of the room, which cannot be told at the moment: Redis does not answer. It goes on. Try"
    " again in a moment."
)


class LiveRuns:
    """`stops` what a run may be a part of, by its kind: called with an owner and the id of that."""

    def __init__(
        self,
        store: Store,
        runner: Runner,
        relay: Relay | None,
        stops: Mapping[str, Callable[[str, str], None]],
    ) -> None:
        self._store, self._runner, self._relay, self._stops = store, runner, relay, stops

    @property
    def owners(self) -> dict[str, str]:
        """Whose each is, by its id."""
        far = self._relay.elsewhere() if self._relay else {}
        return {**far, **{run.begun.id: run.owner for run in self._runner.all() if not run.progress.ended}}

    @property
    def count(self) -> int:
        return len(self.owners)

    @property
    def missing(self) -> str:
        """Why some of them may be missing, in words; "" where none is."""
        return self._relay.trouble if self._relay else ""

    def all(self, label: Label) -> list[LiveRun]:
        """The oldest first."""
        here = {run.begun.id: run for run in self._runner.all() if not run.progress.ended}
        rows = self._store.runs(list(self.owners))
        # What has just begun may not be saved yet: it is there at the next look.
        return [_live(row, here.get(row.turn_id), label) for row in rows]

    def stop(self, owner: str, run_id: str) -> None:
        """With all that it is a part of. Raises CannotKeep where it runs elsewhere, and is not told of it."""
        elsewhere = self._runner.get(run_id) is None
        kind, made = self._store.made_for([run_id]).get(run_id, ("chat", ""))
        if stop := self._stops.get(kind):
            stop(owner, made)
        else:
            self._runner.stop(run_id)
        if elsewhere and self.missing:
            raise CannotKeep(UNTOLD)


def _live(row: RunRow, run: Run | None, label: Label) -> LiveRun:
    state, tokens = _as_it_runs(run) if run else _as_it_was_saved(row)
    kind: RunKind = next(kind for kind in get_args(RunKind) if kind == row.kind)
    owner = run.owner if run else row.owner
    told = tokens is not None
    characters = run.progress.size if run else row.characters
    about = -(-characters // CHARACTERS_A_TOKEN)
    names = row.provider, row.model
    return LiveRun(
        row.turn_id,
        label(owner),
        kind,
        *names,
        row.created,
        state,
        tokens or (0 if told else about),
        told,
        run is not None,
    )


def _as_it_runs(run: Run) -> tuple[RunState, int | None]:
    progress = run.progress
    usage = progress.reply.usage
    phases: Mapping[str, RunState] = {"thinking": "thinking", "answering": "answering"}
    state: RunState = phases.get(progress.phase, "waiting") if run.place.got else "in line"
    return state, usage.written if usage else None


def _as_it_was_saved(row: RunRow) -> tuple[RunState, int | None]:
    """By another process, at most half a second ago."""
    written = row.usage.get("completion_tokens")
    if row.times.get("first_answer") is not None:
        return "answering", written
    return ("thinking" if row.times.get("first_reasoning") is not None else "waiting"), written
