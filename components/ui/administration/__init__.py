"""The page of administrators: who is here, what they use, what runs, what is shared and kept."""
