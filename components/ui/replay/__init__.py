"""A turn that has ended, replayed at its own pace: in its chat, and on a page of its own; and notes for who speaks."""
