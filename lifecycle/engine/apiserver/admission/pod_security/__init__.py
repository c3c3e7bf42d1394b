"""Pod Security: what a namespace's labels allow its Pods to be.

Mirrors staging/src/k8s.io/pod-security-admission.
"""
