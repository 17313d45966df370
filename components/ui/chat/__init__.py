"""The chat page: its turns, the prompt below them, what lies above them, and what a person wants done with one."""
