"""Kubernetes Events: how components' remarks become objects, and how many of them do."""
