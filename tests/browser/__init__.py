"""The room as people meet it: the real app in its own process, a real model server, a real Chromium."""
