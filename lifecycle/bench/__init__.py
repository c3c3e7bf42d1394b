"""Measurements: how fast the engine plays, and how soon a viewer sees something."""
