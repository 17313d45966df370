"""Recordings are kept for their owner, renamed, and deleted with a way back."""

from components.store import Store

ME, YOU = "me", "you"


def test_a_recording_is_its_owners_and_comes_back_after_it_was_deleted(url: str) -> None:
    store = Store(url)
    store.keep_recording(ME, "a", "A talk", b"packed")
    (kept,) = store.recordings(ME)
    assert (kept.id, kept.title, store.packed_recording(ME, "a")) == ("a", "A talk", b"packed")
    assert (store.recordings(YOU), store.packed_recording(YOU, "a")) == ([], None)
    store.rename_recording(YOU, "a", "Theirs")
    store.delete_recording(YOU, "a", 5.0)
    assert store.recordings(ME) == [kept] and store.deleted_recording(ME, 0.0) is None
    store.rename_recording(ME, "a", "Mine")
    store.delete_recording(ME, "a", 5.0)
    assert (store.recordings(ME), store.packed_recording(ME, "a")) == ([], None)
    assert store.deleted_recording(ME, 5.0) == kept._replace(title="Mine") and store.deleted_recording(ME, 6.0) is None
    assert store.deleted_recording(YOU, 0.0) is None
    store.delete_recording(ME, "a", None)
    assert store.recordings(ME) == [kept._replace(title="Mine")]
    store.hand_over(ME, YOU)
    assert store.recordings(ME) == [] and store.packed_recording(YOU, "a") == b"packed"
    store.close()
