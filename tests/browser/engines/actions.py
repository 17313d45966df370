"""Keys and clicks as WebDriver describes them, the classic one and BiDi alike."""

from typing import Any

KEYS = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
Actions = list[dict[str, Any]]


def press(combination: str) -> Actions:
    """`Control+a`: down in this order, up in the reverse one."""
    keys = [KEYS.get(name, name) for name in combination.split("+")]
    down = [{"type": "keyDown", "value": key} for key in keys]
    return _keys([*down, *({"type": "keyUp", "value": key} for key in reversed(keys))])


def write(text: str) -> Actions:
    return _keys([{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")])


def click(x: int, y: int) -> Actions:
    steps = [
        {"type": "pointerMove", "x": x, "y": y, "duration": 0},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerUp", "button": 0},
    ]
    return [{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}]


def _keys(steps: list[dict[str, Any]]) -> Actions:
    return [{"type": "key", "id": "keyboard", "actions": steps}]
