"""Probes: when they run, what their results add up to, and what the status says of it."""
