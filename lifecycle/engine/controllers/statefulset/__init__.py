"""StatefulSets: Pods with names of their own, made and ended one after the other.

Mirrors pkg/controller/statefulset.
"""
