"""The inside of a thought on its page."""
