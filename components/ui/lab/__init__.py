"""The lab: one experiment and its plan, a measurement, its answers and its results."""
