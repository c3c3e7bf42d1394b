"""Time as a band: the earliest and the latest second at which something can come."""
