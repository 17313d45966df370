"""The same for who speaks as a page of Streamlit's does: of elements that stand on the page, and of none."""

import json

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests.fuzz.wild import Wild

PAGES = ("", "injection", "race", "measure", "thoughts", "inside", "replay", "guide", "nowhere")
EVENTS = (
    "beat",
    "lost",
    "copied",
    "reading",
    "chosen",
    "deeds",
    "go",
    "leave",
    "open",
    "sort",
    "span",
    "starred",
    "wish",
)
TEXTS = ("text_input", "text_area", "selectbox")
ASKED = (
    "think-20-10-0",
    "error-429",
    "cut-9",
    "html-502",
    "json-whole",
    "say Yes.",
    "midway-error-9",
    "empty",
    "hang-up",
)
LONGEST = 220_000  # characters: more than a question may have


class Page:
    """What one page has shown so far: elements by their ids, and the fragments that it runs again."""

    def __init__(self) -> None:
        self.elements: dict[str, tuple[str, object]] = {}
        self.fragments: set[str] = set()
        self.fault = ""

    def hear(self, frame: bytes) -> bool:
        """Is that the end of a run?"""
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "auto_rerun":
            self.fragments.add(message.auto_rerun.fragment_id)
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            if message.delta.fragment_id:
                self.fragments.add(message.delta.fragment_id)
            name = message.delta.new_element.WhichOneof("type") or ""
            element = getattr(message.delta.new_element, name, None)
            if name == "exception":
                self.fault = str(element)[:2_000]
            if found := str(getattr(element, "id", "")):
                self.elements[found] = name, element
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


class WildPage:
    def __init__(self, wild: Wild) -> None:
        self._wild, self._chance = wild, wild.chance

    def opening(self) -> bytes:
        message = BackMsg()
        message.rerun_script.page_name = self._chance.choice(PAGES)
        message.rerun_script.query_string = _clean(self._wild.query())
        return message.SerializeToString()

    def frame(self, page: Page) -> bytes | str:
        """What is sent next."""
        choose = self._chance.random()
        if choose < 0.03:
            return self._wild.noise()
        if choose < 0.04:
            return _clean(self._wild.text())
        if choose < 0.12:
            return self._rarer(page).SerializeToString()
        message = BackMsg()
        rerun = message.rerun_script
        if self._wild.maybe(0.2):
            rerun.query_string = _clean(self._wild.query())
            rerun.page_name = self._chance.choice(PAGES)
        if self._wild.maybe(0.3) and page.fragments:
            rerun.fragment_id = self._chance.choice(sorted(page.fragments))
            rerun.is_auto_rerun = self._wild.maybe(0.3)
        elif self._wild.maybe(0.03):
            rerun.fragment_id = _clean(self._wild.text())
        if self._wild.maybe(0.1):
            rerun.context_info.timezone = _clean(self._wild.text())
            rerun.context_info.timezone_offset = self._chance.choice((0, -(2**31), 2**31 - 1, 10_000))
            rerun.context_info.locale = _clean(self._wild.text())
            rerun.context_info.url = _clean(self._wild.text())
        for _ in range(self._chance.choice((0, 1, 1, 1, 2, 5))):
            self._set(rerun.widget_states.widgets.add(), page)
        sent = message.SerializeToString()
        if self._wild.maybe(0.03):
            place = self._chance.randrange(len(sent) + 1)
            return sent[:place] + self._chance.randbytes(3) + sent[place + 1 :]
        return sent

    def _rarer(self, page: Page) -> BackMsg:
        message = BackMsg()
        match self._chance.randrange(8):
            case 0:
                message.clear_cache = True
            case 1:
                message.set_run_on_save = True
            case 2:
                message.stop_script = True
            case 3:
                message.load_git_info = True
            case 4:
                message.debug_disconnect_websocket = True
            case 5:
                message.debug_shutdown_runtime = True
            case 6:
                message.app_heartbeat = True
            case _:
                message.file_urls_request.request_id = _clean(self._wild.text())
                message.file_urls_request.file_names.append(_clean(self._wild.text()))
                message.file_urls_request.session_id = self._wild.chance.choice(self._wild.known.names)
        return message

    def _set(self, state: WidgetState, page: Page) -> None:
        if not page.elements or self._wild.maybe(0.03):
            state.id, state.string_value = _clean(self._wild.text()), _clean(self._wild.text())
            return
        state.id = self._chance.choice(list(page.elements))
        name, element = page.elements[state.id]
        if name == "button":
            state.trigger_value = True
        elif name == "checkbox":
            state.bool_value = self._wild.maybe(0.5)
        elif name in TEXTS:
            options = list(getattr(element, "options", ()))
            chosen = self._chance.choice(options) if options and self._wild.maybe(0.8) else self._words()
            state.string_value = chosen
        elif name in ("number_input", "slider"):
            numbers = (0.0, 1.0, -1.0, 0.5, 1e308, float("nan"), float("inf"), -1e-9, 2.0**63)
            if name == "slider":
                state.double_array_value.data.append(self._chance.choice(numbers))
            else:
                state.double_value = self._chance.choice(numbers)
        elif name in ("multiselect", "button_group"):
            options = [getattr(one, "content", one) for one in getattr(element, "options", ())]
            chosen = self._chance.choice(options) if options and self._wild.maybe(0.8) else self._words()
            state.string_array_value.data.append(chosen)
        elif name == "radio":
            state.string_value = self._words()
        elif name == "chat_input":
            state.chat_input_value.data = self._words()
        elif name == "bidi_component":
            events = [{"event": self._chance.choice(EVENTS), "value": self._wild.data()} for _ in range(2)]
            said = (
                json.dumps(events)
                if self._wild.maybe(0.8)
                else _clean(self._wild.document().decode("utf-8", "replace"))
            )
            if self._wild.maybe(0.3):
                state.json_value = json.dumps({self._chance.choice(("deeds", "sort", "span")): self._wild.data()})
                return
            state.id = f"$$STREAMLIT_INTERNAL_KEY_{state.id}__events"
            state.json_trigger_value = said
        else:
            state.string_value = self._words()

    def _words(self) -> str:
        if self._wild.maybe(0.4):
            return self._chance.choice(ASKED)
        if self._wild.maybe(0.02):
            return "a" * LONGEST
        return _clean(self._wild.text())


def _clean(text: str) -> str:
    """What a protobuf can hold."""
    return text.encode("utf-8", "replace").decode()
