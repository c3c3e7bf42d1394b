"""DaemonSets: one Pod on each node that fits.

Mirrors pkg/controller/daemon.
"""
