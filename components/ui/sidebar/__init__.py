"""The sidebar: the list of chats and the search in them, whom to ask and how, what it costs, the keys."""
