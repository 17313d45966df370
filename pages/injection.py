"""The injection page: does it help a weak model to read what another one thought? One question, answered twice."""

import time
from dataclasses import replace

import streamlit as st

from components.conversation import Asked, Turn
from components.injection import PRESETS, TOY_PRESETS, ArmKind, Experiment, Plan, expecting, known_answer, problems
from components.room import LOCAL, CannotKeep, Chats, Desk, Room, get_room, title_of, visitor
from components.ui import element_keys
from components.ui.chat.empty import show_both_built_in, show_no_key
from components.ui.day import time_of_day
from components.ui.door import show_page
from components.ui.faithful import as_label
from components.ui.lab import findings
from components.ui.lab.arms import Wish
from components.ui.lab.experiment import View, show_experiment
from components.ui.lab.plan import show_plan, show_problems
from components.ui.lab.tabs import show_tabs
from components.ui.live import live_wire
from components.ui.live.watch import watch
from components.ui.press import pressed
from components.ui.sidebar.choice import show_advanced, show_choice
from components.ui.sidebar.key import show_key
from components.ui.state import address, session
from components.ui.state.chosen import Fields
from components.ui.turn.running import TICK_S
from components.ui.turn.thoughts import show_all_thoughts

EARLIER, SLOW_TICK_S = 20, 10.0  # slowly where the wire says when there is something: should that fall silent


def show_injection(room: Room, owner: str) -> None:
    room.look_for_servers()
    session.note_wire(room.wires.reach(session.page()))
    desk = room.desk(owner)
    run = address.settle_run()
    experiment = room.experiments(owner).experiment(run) if run else None
    known = desk.news, experiment  # before anything is drawn: what comes meanwhile is then seen
    thoughts = thoughts_of(room.chats(owner), experiment)
    origin = (experiment.id if experiment else thoughts.id if thoughts else "") or "new"
    plan = session.plan(origin) or (experiment.plan if experiment else first_plan(desk, thoughts))
    plan = choose_models(desk, plan, origin, thinks=thoughts is None)
    view = view_of(room, owner, experiment) if experiment else None
    going = view is not None and not view.settled
    show_tabs("try")
    with st.container(key=element_keys.LAB, gap="small"):
        lacking = show_head(desk, plan, thoughts)
        show_form(room, owner, desk, plan, origin, thoughts, experiment if going else None, lacking)
        if run and not experiment:
            st.markdown("**This run was not found.** It belongs to another browser, or its address is not whole.")
        if experiment:
            show_run(room, owner, experiment, going, session.plan(origin) or plan)
        elif thoughts:
            show_all_thoughts(thoughts)  # of a chat, before anybody was given them
        show_earlier(room, owner, experiment)
    if not going:
        every_s = 1.0 if desk.busy else 3.0
        watch(lambda: (desk.news, room.experiments(owner).experiment(run) if run else None), every_s, known)


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


def thoughts_of(own: Chats, experiment: Experiment | None) -> Turn | None:
    """The turn whose thoughts are injected: that of the run, also where its chat was deleted since, or the one that the
    address names, once it has ended."""
    arm = experiment.arm("thinking") if experiment else None
    if arm:
        return own.kept([arm.turn_id]).get(arm.turn_id) if arm.given else None
    chat, turn_id = address.thoughts_asked()
    turn = own.turn(chat, turn_id) if chat and turn_id else None
    return own.texts([turn])[0] if turn and turn.ended else None


def choose_models(desk: Desk, plan: Plan, origin: str, thinks: bool) -> Plan:
    """Thinker and answerer; nobody is asked to think where the thoughts are there already."""
    with st.sidebar, st.container(gap="small"):
        thinker = (
            _chosen(desk, "The thinker", plan.thinker, Fields(f"thinker-{origin}", literally=True))
            if thinks
            else plan.thinker
        )
        keyed = thinker.provider if thinks else ""
        answerer = _chosen(desk, "The answerer", plan.answerer, Fields(f"answerer-{origin}", hides=True), keyed)
    chosen = replace(plan, thinker=thinker, answerer=answerer)
    if chosen != plan:
        session.keep_plan(origin, chosen)
        if places(chosen) != places(plan):
            st.rerun()
    return chosen


def _chosen(desk: Desk, title: str, asked: Asked, fields: Fields, keyed: str = "") -> Asked:
    """`keyed`: the server whose key can be entered elsewhere on the page."""
    st.markdown(f"**{title}**")
    asked, server = show_choice(asked, desk, fields)
    with st.container(horizontal=True, gap="small"):
        asked = show_advanced(asked, server.routes, desk, fields)
        if server.name != keyed:
            show_key(server, desk)
    return asked


def places(plan: Plan) -> list[tuple[str, str]]:
    return [(asked.provider, asked.model) for asked in (plan.thinker, plan.answerer)]


def show_head(desk: Desk, plan: Plan, thoughts: Turn | None) -> str:
    """What is about to happen. The label of a server that lacks its key, "" where all can be asked."""
    with st.container(gap="xxsmall"):
        st.header("Do thoughts help another model?", anchor=False)
        st.caption(as_label(findings.before(plan, given=thoughts is not None)))
        asked = {plan.answerer.provider} | ({plan.thinker.provider} if thoughts is None else set())
        servers = desk.servers(plan.answerer.provider)
        lacking = [one for one in servers if one.lacks_key and one.name in asked]
        if lacking:
            show_no_key(lacking[0].label)
        elif all(one.built_in for one in servers if one.name in (plan.thinker.provider, plan.answerer.provider)):
            show_both_built_in()
        return lacking[0].label if lacking else ""


def show_form(
    room: Room,
    owner: str,
    desk: Desk,
    plan: Plan,
    origin: str,
    thoughts: Turn | None,
    running: Experiment | None,
    lacking: str,
) -> None:
    asked = (plan.thinker.provider, plan.answerer.provider)
    toys = any(one.built_in and one.name in asked for one in desk.servers(plan.answerer.provider))
    presets = TOY_PRESETS if toys else PRESETS
    shown, reset, begun = show_plan(plan, presets, origin, thoughts is None, bool(running))
    if reset:
        address.open_run(None)
        session.keep_plan("new", first_plan(desk, None), anew=True)
        st.rerun()
    if shown != plan:
        session.keep_plan(origin, shown, anew=shown.question != plan.question)
    if begun and running:
        room.experiments(owner).stop(running.id)
    elif begun:
        start(room, owner, shown, thoughts, lacking)
        return
    if shown != plan or begun:
        st.rerun()


def start(room: Room, owner: str, plan: Plan, thoughts: Turn | None, lacking: str) -> None:
    missing = [f"Nothing was asked: no key is set for {lacking}."] if lacking else []
    if found := problems(plan) + missing:
        show_problems(found)
        return
    outcome = session.outcome()
    outcome.run = room.experiments(owner).run(plan, thoughts).id
    st.rerun()


def view_of(room: Room, owner: str, experiment: Experiment, live: bool = True) -> View:
    own = room.chats(owner)
    # The runs first: one that ends in between is in the store only afterwards.
    runs = {arm.turn_id: run for arm in experiment.arms if (run := own.live(arm.turn_id))}
    turns = own.kept([arm.turn_id for arm in experiment.arms if arm.turn_id not in runs])
    growing = {name: run.turn if run.progress.ended else run.head for name, run in runs.items()}
    return View(experiment, {**turns, **growing}, runs, time.time(), live)


def show_run(room: Room, owner: str, experiment: Experiment, going: bool, form: Plan) -> None:
    def tick() -> None:
        now = room.experiments(owner).experiment(experiment.id) or experiment
        if form.question == now.plan.question:  # a right answer may be told afterwards
            now = replace(now, plan=replace(now.plan, expected=form.expected))
        view = view_of(room, owner, now)
        if (thinking := view.turn("thinking")) and view.awaits and not now.stopped:
            room.experiments(owner).pass_on(thinking)  # where it could not be noted when it ended
        if wish := show_experiment(view, time_of_day(now.created)):
            carry_out(room, owner, view, wish)
        live_wire.listen(view.watched)
        if going and view.settled:
            st.rerun()

    def guarded() -> None:
        try:
            tick()
        except CannotKeep as error:
            st.markdown(f":red[:material/error: **That could not be done or read.**] {as_label(str(error))}")

    pace = (SLOW_TICK_S if session.wired() else TICK_S) if going else None
    st.fragment(guarded, run_every=pace, key="live")()


def carry_out(room: Room, owner: str, view: View, wish: Wish) -> None:
    experiment = view.experiment
    if not session.outcome().is_new(experiment.id, wish.kind, wish.what):
        return
    match wish.kind:
        case "open":
            arm = next(arm for arm in experiment.arms if arm.turn_id == wish.what)
            room.chats(owner).bring_out(arm.chat_id)  # it may have been opened and deleted before
            st.switch_page("pages/chat.py", query_params={"chat": arm.chat_id})
        case "again":
            kind: ArmKind = next(kind for kind in ("plain", "thinking", "injected") if kind == wish.what)
            room.experiments(owner).try_again(experiment.id, kind, view.turn("thinking"))
        case _:
            thinking = view.turn("thinking")
            edited = thinking is None or wish.what.strip() != thinking.reasoning.strip()
            room.experiments(owner).run_injected(experiment.id, wish.what, edited)
    st.rerun()


def show_earlier(room: Room, owner: str, current: Experiment | None) -> None:
    newest = room.experiments(owner).newest(EARLIER + 1)
    earlier = [one for one in newest if not current or one.id != current.id][:EARLIER]
    if not earlier:
        return
    st.subheader("Earlier runs", anchor=False)
    for experiment in earlier:
        plan, at = experiment.plan, time_of_day(experiment.created)
        models = f"{findings.short(plan.thinker.model)} → {findings.short(plan.answerer.model)}"
        name = as_label(f"{at} · {title_of(plan.question)} · {models}")
        panel = st.expander(name, key=f"{element_keys.EARLIER}{experiment.id}", on_change="rerun", type="compact")
        if panel.open:
            with panel:
                view = view_of(room, owner, experiment, live=False)
                if wish := show_experiment(view, at):
                    carry_out(room, owner, view, wish)
                if pressed("Open this run", f"{element_keys.OPEN_RUN}{experiment.id}", icon=":material/open_in_full:"):
                    address.open_run(experiment.id)
                    st.rerun()


address.leave_chat()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_injection, get_room, here, CannotKeep, stranger=here != LOCAL)
