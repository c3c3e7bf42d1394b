"""Deployments: a template that is rolled out by way of ReplicaSets, one for each version."""
