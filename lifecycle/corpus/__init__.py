"""A whole folder of manifests, each of them played: what becomes of every file."""
