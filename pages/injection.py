"""The injection page: does it help a weak model to read what another one thought? One question, answered twice."""

from dataclasses import replace

import streamlit as st

from components.conversation import Turn
from components.injection import PRESETS, ArmKind, Experiment, Plan, expecting, known_answer, problems
from components.room import CannotKeep, Desk, Room, get_room, owner_of
from components.ui import findings, session
from components.ui.arms import Wish
from components.ui.choice import show_choice
from components.ui.door import show_page
from components.ui.empty import show_no_key
from components.ui.experiment import View, show_experiment
from components.ui.faithful import as_label
from components.ui.key import show_key
from components.ui.plan import show_plan, show_problems
from components.ui.watch import watch

TICK_S = 0.2
EARLIER = 20


def show_injection(room: Room, owner: str) -> None:
    room.servers.look()
    news = room.news(owner)  # before anything is drawn: what comes meanwhile is then seen
    desk = room.desk(owner)
    run = session.run_id()
    experiment = room.store.experiment(owner, run) if run else None
    thoughts = thoughts_of(room, owner, experiment)
    origin = (experiment.id if experiment else thoughts.id if thoughts else "") or "new"
    plan = session.plan(origin) or (experiment.plan if experiment else first_plan(desk, thoughts))
    plan = choose_models(desk, plan, origin, thinks=thoughts is None)
    view = view_of(room, owner, experiment) if experiment else None
    going = view is not None and not view.settled
    with st.container(key="lab", gap="small"):
        show_head(desk, plan, thoughts)
        show_form(room, owner, desk, plan, origin, thoughts, experiment if going else None)
        if run and not experiment:
            st.markdown("**This run was not found.** It belongs to another browser, or its address is not whole.")
        if experiment:
            show_run(room, owner, experiment, going)
        show_earlier(room, owner, experiment)
    if not going:
        watch(lambda: room.news(owner), 1.0 if room.catalogues.busy else 3.0, news)


def first_plan(desk: Desk, thoughts: Turn | None) -> Plan:
    """The announcement's experiment, with models of another server where OpenRouter cannot be asked; or filled in with
    the thoughts of a chat."""
    plan = replace(Plan(), expected=PRESETS[0].expected)
    preferred = desk.servers("")[0].name
    if preferred != plan.thinker.provider:
        plan = replace(
            plan,
            thinker=desk.at_server(plan.thinker, preferred),
            answerer=replace(desk.at_server(plan.answerer, preferred), effort="hidden"),
        )
    if thoughts is None:
        return plan
    expected = expecting(thoughts.question, known_answer(thoughts.question))
    return replace(plan, question=thoughts.question, thinker=thoughts.asked, expected=expected)


def thoughts_of(room: Room, owner: str, experiment: Experiment | None) -> Turn | None:
    """The turn of a chat whose thoughts are injected: that of the run, or the one that the address names."""
    arm = experiment.arm("thinking") if experiment else None
    if arm:
        chat, turn_id = (arm.chat_id, arm.turn_id) if arm.given else (None, None)
    else:
        chat, turn_id = session.thoughts_asked()
    turn = room.turn(owner, chat, turn_id) if chat and turn_id else None
    return room.texts([turn])[0] if turn else None


def choose_models(desk: Desk, plan: Plan, origin: str, thinks: bool) -> Plan:
    with st.sidebar, st.container(gap="small"):
        thinker, answerer = plan.thinker, plan.answerer
        if thinks:
            st.markdown("**The thinker**")
            thinker, server = show_choice(plan.thinker, desk, f"thinker-{origin}")
            show_key(server, desk)
        st.markdown("**The answerer**")
        answerer, server = show_choice(plan.answerer, desk, f"answerer-{origin}", hides=True)
        if not thinks or server.name != thinker.provider:
            show_key(server, desk)
    chosen = replace(plan, thinker=thinker, answerer=answerer)
    if chosen != plan:
        session.keep_plan(origin, chosen)
        if places(chosen) != places(plan):
            st.rerun()
    return chosen


def places(plan: Plan) -> list[tuple[str, str]]:
    return [(asked.provider, asked.model) for asked in (plan.thinker, plan.answerer)]


def show_head(desk: Desk, plan: Plan, thoughts: Turn | None) -> None:
    with st.container(gap="xxsmall"):
        st.header("Do thoughts help another model?", anchor=False)
        st.caption(as_label(findings.before(plan)))
        if thoughts is not None:
            st.caption(":material/input: The thoughts are those of your chat: nobody is asked to think again.")
        asked = {plan.answerer.provider} | ({plan.thinker.provider} if thoughts is None else set())
        if lacking := [one for one in desk.servers(plan.answerer.provider) if one.lacks_key and one.name in asked]:
            show_no_key(lacking[0].label)


def show_form(
    room: Room, owner: str, desk: Desk, plan: Plan, origin: str, thoughts: Turn | None, running: Experiment | None
) -> None:
    shown, reset, pressed = show_plan(plan, origin, thoughts is None, bool(running))
    if reset:
        shown = first_plan(desk, thoughts)
    if shown != plan:
        session.keep_plan(origin, shown, anew=reset or shown.question != plan.question)
    if pressed and running:
        room.experimenter.stop(owner, running.id)
    elif pressed:
        start(room, owner, shown, thoughts)
        return
    if shown != plan or pressed:
        st.rerun()


def start(room: Room, owner: str, plan: Plan, thoughts: Turn | None) -> None:
    if found := problems(plan):
        show_problems(found)
        return
    session.open_run(room.experimenter.run(owner, plan, thoughts).id)
    st.rerun()


def view_of(room: Room, owner: str, experiment: Experiment) -> View:
    # The runs first: one that ends in between is in the store only afterwards.
    runs = {arm.turn_id: run for arm in experiment.arms if (run := room.live(arm.turn_id))}
    turns = room.store.with_texts([arm.turn_id for arm in experiment.arms if arm.turn_id not in runs])
    live = {name: run.turn if run.progress.ended else run.head for name, run in runs.items()}
    return View(experiment, {**turns, **live}, runs)


def show_run(room: Room, owner: str, experiment: Experiment, going: bool) -> None:
    def tick() -> None:
        now = room.store.experiment(owner, experiment.id) or experiment
        view = view_of(room, owner, now)
        if wish := show_experiment(view):
            carry_out(room, owner, view, wish)
        if going and view.settled:
            st.rerun()

    st.fragment(tick, run_every=TICK_S if going else None, key="live")()


def carry_out(room: Room, owner: str, view: View, wish: Wish) -> None:
    match wish.kind:
        case "open":
            turn = view.turns[wish.what]
            room.store.unhide(owner, turn.chat_id)
            st.switch_page("pages/chat.py", query_params={"chat": turn.chat_id})
        case "again":
            kind: ArmKind = next(kind for kind in ("plain", "thinking", "injected") if kind == wish.what)
            room.experimenter.try_again(owner, view.experiment.id, kind, view.thinking)
        case _:
            edited = view.thinking is None or wish.what.strip() != view.thinking.reasoning.strip()
            room.experimenter.run_injected(owner, view.experiment.id, wish.what, edited)
    st.rerun()


def show_earlier(room: Room, owner: str, current: Experiment | None) -> None:
    found = room.store.experiments(owner, EARLIER + 1)
    earlier = [one for one in found if current is None or one.id != current.id][:EARLIER]
    if not earlier:
        return
    st.subheader("Earlier runs", anchor=False)
    for experiment in earlier:
        name = as_label(f"{experiment.plan.question[:80]} · {experiment.plan.answerer.model}")
        panel = st.expander(name, key=f"earlier-{experiment.id}", on_change="rerun", type="compact")
        if panel.open:
            with panel:
                show_experiment(view_of(room, owner, experiment), live=False)
                if st.button("Open this run", key=f"run-{experiment.id}", icon=":material/open_in_full:"):
                    session.open_run(experiment.id)
                    st.rerun()


session.leave_chat()
here = owner_of(st.get_option("server.address"), st.context.headers, st.context.cookies)
show_page(show_injection, get_room, here, CannotKeep)
