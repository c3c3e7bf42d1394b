"""kubectl describe: an object in words, with its Events.

Mirrors staging/src/k8s.io/kubectl/pkg/describe/describe.go.
"""
