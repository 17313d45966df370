"""Redis that accepts, and never answers: who waits for it."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from components.relay import TIMEOUT_S, Away, Vault, asking


@pytest.mark.slow
def test_while_it_hangs_one_alone_tries_again_and_nobody_else_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AGAIN_S", 0.2)
    with socket.socket() as hangs:
        hangs.bind(("127.0.0.1", 0))
        hangs.listen()
        vault = Vault(f"redis://127.0.0.1:{hangs.getsockname()[1]}/0", "room", b"s" * 32)

        def took(_: int) -> float:
            began = time.monotonic()
            with pytest.raises(Away):
                vault.get("name", 60.0)
            return time.monotonic() - began

        assert took(0) > TIMEOUT_S / 2
        time.sleep(2 * asking.AGAIN_S)
        with ThreadPoolExecutor(10) as pool:
            times = sorted(pool.map(took, range(10)))
        assert times[-1] > TIMEOUT_S / 2 > times[-2]
        vault.close()
