"""What an answer is worth: what the right one is, what a reply states, whether they are the same, and where the right
one stands in thoughts. It knows no experiment."""
