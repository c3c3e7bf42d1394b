"""The machine: a pure, seeded simulation of a Kubernetes cluster in integer milliseconds.

Inputs go in through `cluster.Cluster`, records come out. Nothing in here reads a clock,
draws an unseeded number, opens a file or iterates over a set.
"""
