"""Clients outside the Pods, whose requests go through a Service."""
