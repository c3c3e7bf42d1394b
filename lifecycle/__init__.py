"""podviz: a flight simulator for Kubernetes Pods."""
