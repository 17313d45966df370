"""Streamlit pieces. A `show_x` takes values, draws them and returns what the person wants, if anything; it starts
nothing and stores nothing."""
