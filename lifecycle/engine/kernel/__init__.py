"""Time, order and chance: what every component of the cluster stands on."""
