"""A race on its page: who is asked, the bars that grow, and what came of it."""
