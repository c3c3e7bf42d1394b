"""The runtime manager's decisions: what to start, kill and reset of one Pod."""
