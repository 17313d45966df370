"""The injection page: does it help a weak model to read what another one thought? One question, answered twice."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from components.conversation import Asked, Server, Turn
from components.injection import PRESETS, TOY_PRESETS, Experiment, Plan, problems
from components.room import (
    LOCAL,
    CannotKeep,
    Chats,
    Desk,
    Experiments,
    Room,
    Shares,
    get_room,
    signed_in,
    title_of,
    visitor,
)
from components.ui import element_keys
from components.ui.chat.audience import show_run_audience
from components.ui.chat.empty import show_both_built_in, show_no_key
from components.ui.chat.wishes import carry_out_of_audience
from components.ui.day import time_of_day
from components.ui.door import show_page
from components.ui.faithful import as_label
from components.ui.lab import findings
from components.ui.lab.beginning import first_plan, plan_of_today
from components.ui.lab.experiment import show_experiment
from components.ui.lab.plan import show_plan, show_problems
from components.ui.lab.tabs import show_tabs
from components.ui.lab.view import View
from components.ui.lab.wishes import Form, Wish, carry_out
from components.ui.live import live_wire
from components.ui.live.watch import show_growing, watch
from components.ui.press import pressed, starting
from components.ui.sidebar.choice import is_another, show_advanced, show_choice
from components.ui.sidebar.key import show_key
from components.ui.sidebar.wishes import carry_out_at_desk, carry_out_noted
from components.ui.state import address, session
from components.ui.state.chosen import Fields
from components.ui.state.wish import Wish as BesideWish
from components.ui.turn.running import TICK_S, as_they_are
from components.ui.turn.thoughts import show_all_thoughts
from components.wording.keys import not_asked

EARLIER, SLOW_TICK_S = 20, 10.0  # slowly where the wire says when there is something: should that fall silent


@dataclass(slots=True)
class InjectionPage:
    """What a run of the page is made of, read before anything is drawn, and what is done on it. `news` is older than
    all of it. `run` is the experiment by its address; `thoughts` are those of a turn that is there already; `origin` is
    what the `plan` began as."""

    own: Chats
    desk: Desk
    experiments: Experiments
    shares: Shares
    run: str | None
    news: int
    experiment: Experiment | None
    thoughts: Turn | None
    origin: str
    plan: Plan

    def choose(self, chosen: Plan, wish: BesideWish | None) -> None:
        """The models; what is drawn depends on which they are."""
        if wish:
            carry_out_at_desk(self.desk, wish)
        if chosen == self.plan:
            return
        before, self.plan = self.plan, chosen
        session.keep_plan(self.origin, chosen)
        if is_another(chosen.thinker, before.thinker) or is_another(chosen.answerer, before.answerer):
            st.rerun()

    def fill(self, form: Form) -> None:
        before, self.plan = self.plan, form.plan
        if form.pressed in ("first", "today"):
            address.open_run(None)
            plan = first_plan(self.desk, None) if form.pressed == "first" else plan_of_today()
            session.keep_plan("new", plan, anew=True)
            st.rerun()
        if form.plan != before:
            session.keep_plan(self.origin, form.plan, anew=form.plan.question != before.question)
        if form.problems:
            return
        if form.pressed == "run":
            with starting(element_keys.RUN) as outcome:
                outcome.run = self.experiments.run(form.plan, self.thoughts).id
        elif form.pressed == "stop" and self.experiment:
            self.experiments.stop(self.experiment.id)
        if form.plan != before or form.pressed:
            st.rerun()

    def do(self, view: View, wish: Wish) -> None:
        carry_out(self.experiments, self.own, view, wish)

    def view(self, experiment: Experiment, live: bool = True) -> View:
        turns, runs = as_they_are(self.own, [arm.turn_id for arm in experiment.arms], texts=False)
        return View(experiment, turns, runs, time.time(), live)

    def look(self, experiment: Experiment) -> View:
        """As it is now. Thoughts are passed on where that could not be noted when they ended."""
        now = self.experiments.experiment(experiment.id) or experiment
        if self.plan.question == now.plan.question:  # a right answer may be told afterwards
            now = replace(now, plan=replace(now.plan, expected=self.plan.expected))
        view = self.view(now)
        if (thinking := view.turn("thinking")) and view.awaits and not now.stopped:
            self.experiments.pass_on(thinking)
        return view


def read(room: Room, owner: str) -> InjectionPage:
    own, desk, experiments = room.chats(owner), room.desk(owner), room.experiments(owner)
    carry_out_noted(desk, room.spending(owner))
    room.look_for_servers()
    run = address.settle_run()
    news = desk.news  # before anything is read: what comes while the page is made is not missed
    experiment = experiments.experiment(run) if run else None
    thoughts = thoughts_of(own, experiment)
    origin = (experiment.id if experiment else thoughts.id if thoughts else "") or "new"
    plan = session.plan(origin) or (experiment.plan if experiment else first_plan(desk, thoughts))
    return InjectionPage(own, desk, experiments, room.shares(owner), run, news, experiment, thoughts, origin, plan)


def show_injection(room: Room, owner: str) -> None:
    wired = session.look_for_wire(room.wires.reach)
    page = read(room, owner)
    page.choose(*show_models(page))
    experiment = page.experiment
    going = experiment is not None and not page.view(experiment).settled
    show_tabs("try")
    with st.container(key=element_keys.LAB, gap="small"):
        lacking = show_head(page.desk, page.plan, page.thoughts)
        page.fill(show_form(page, going, lacking))
        if page.run and not experiment:
            st.markdown("**This run was not found.** It belongs to another browser, or its address is not whole.")
        if experiment:
            show_who_follows(page, experiment)
            show_run(page, experiment, going, lambda: not wired and session.look_for_wire(room.wires.reach))
        elif page.thoughts:
            show_all_thoughts(page.thoughts)  # of a chat, before anybody was given them
        if found := show_earlier(page):
            page.do(*found)
    if not going:
        every_s, known = 1.0 if page.desk.busy or lacking else 3.0, (page.news, experiment)
        watch(lambda: (page.desk.news, page.experiments.experiment(page.run) if page.run else None), every_s, known)


def thoughts_of(own: Chats, experiment: Experiment | None) -> Turn | None:
    """The turn whose thoughts are injected: that of the run, also where its chat was deleted since, or the one that the
    address names, once it has ended."""
    arm = experiment.arm("thinking") if experiment else None
    if arm:
        return own.kept([arm.turn_id]).get(arm.turn_id) if arm.given else None
    chat, turn_id = address.thoughts_asked()
    turn = own.turn(chat, turn_id) if chat and turn_id else None
    return own.texts([turn])[0] if turn and turn.ended else None


def show_models(page: InjectionPage) -> tuple[Plan, BesideWish | None]:
    """Thinker and answerer; nobody is asked to think where the thoughts are there already."""
    plan, origin, thinks = page.plan, page.origin, page.thoughts is None
    with st.sidebar, st.container(gap="small"):
        if thinks:
            fields = Fields(f"thinker-{origin}{_today(plan.thinker)}", literally=True)
            asked, wish = show_asked(page.desk, "The thinker", plan.thinker, fields)
            plan = replace(plan, thinker=asked)
            if wish:
                return plan, wish
        fields = Fields(f"answerer-{origin}{_today(plan.answerer)}", hides=True, literally=True)
        keyed = plan.thinker.provider if thinks else ""
        asked, wish = show_asked(page.desk, "The answerer", plan.answerer, fields, keyed)
        return replace(plan, answerer=asked), wish


def _today(asked: Asked) -> str:
    """Which of the two examples it is of: what was chosen for one is not the other's."""
    return "-today" if asked.stop else ""


def show_asked(
    desk: Desk, title: str, asked: Asked, fields: Fields, keyed: str = ""
) -> tuple[Asked, BesideWish | None]:
    """`keyed`: the server whose key can be entered elsewhere on the page."""
    st.markdown(f"**{title}**")
    asked, server, wish = show_choice(asked, desk, fields)
    if wish:
        return asked, wish
    with st.container(horizontal=True, gap="small"):
        asked = show_advanced(asked, server, desk, fields)
        return asked, show_key(server) if server.name != keyed else None


def show_head(desk: Desk, plan: Plan, thoughts: Turn | None) -> Server | None:
    """What is about to happen. The label of a server that lacks its key, "" where all can be asked."""
    with st.container(gap="xxsmall"):
        st.header("Do thoughts help another model?", anchor=False)
        st.caption(as_label(findings.before(plan, given=thoughts is not None)))
        asked = {plan.answerer.provider} | ({plan.thinker.provider} if thoughts is None else set())
        servers = desk.servers(plan.answerer.provider)
        lacking = [one for one in servers if one.lacks_key and one.name in asked]
        if lacking:
            show_no_key(lacking[0])
        elif all(one.built_in for one in servers if one.name in (plan.thinker.provider, plan.answerer.provider)):
            show_both_built_in()
        return lacking[0] if lacking else None


def show_form(page: InjectionPage, going: bool, lacking: Server | None) -> Form:
    """`going`: it can be stopped, and not begun. `lacking` is a server without its key."""
    asked = (page.plan.thinker.provider, page.plan.answerer.provider)
    toys = any(one.built_in and one.name in asked for one in page.desk.servers(page.plan.answerer.provider))
    form = show_plan(page.plan, TOY_PRESETS if toys else PRESETS, page.origin, page.thoughts is None, going)
    if form.pressed != "run":
        return form
    found = (*problems(form.plan), *not_asked(lacking))
    show_problems(found)
    return replace(form, problems=found)


def show_who_follows(page: InjectionPage, experiment: Experiment) -> None:
    do = partial(carry_out_of_audience, page.shares, "run", experiment.id)
    show_run_audience(page.shares, "run", experiment.id, do)


def show_run(page: InjectionPage, experiment: Experiment, going: bool, finds_wire: Callable[[], bool]) -> None:
    """`finds_wire`: is there one now where there was none when the page was drawn?"""

    def tick() -> None:
        view = page.look(experiment)
        if wish := show_experiment(view, time_of_day(experiment.created)):
            page.do(view, wish)
        live_wire.listen(view.watched)
        if going and (view.settled or finds_wire()):
            st.rerun()

    pace = (SLOW_TICK_S if session.wired() else TICK_S) if going else None
    show_growing(tick, pace, key="live")


def show_earlier(page: InjectionPage) -> tuple[View, Wish] | None:
    """What is wished of one of them."""
    newest = page.experiments.newest(EARLIER + 1)
    earlier = [one for one in newest if not page.experiment or one.id != page.experiment.id][:EARLIER]
    if not earlier:
        return None
    st.subheader("Earlier runs", anchor=False)
    for experiment in earlier:
        plan, at = experiment.plan, time_of_day(experiment.created)
        models = f"{findings.short(plan.thinker.model)} → {findings.short(plan.answerer.model)}"
        name = as_label(f"{at} · {title_of(plan.question)} · {models}")
        panel = st.expander(name, key=f"{element_keys.EARLIER}{experiment.id}", on_change="rerun", type="compact")
        if panel.open:
            with panel:
                view = page.view(experiment, live=False)
                if wish := show_experiment(view, at):
                    return view, wish
                if pressed("Open this run", f"{element_keys.OPEN_RUN}{experiment.id}", icon=":material/open_in_full:"):
                    return view, Wish("show")
    return None


address.leave_chat()
address.leave_race()
here = visitor(st.context.headers, st.context.cookies)
show_page(show_injection, get_room, here, CannotKeep, stranger=here != LOCAL, signed_in=signed_in(here))
