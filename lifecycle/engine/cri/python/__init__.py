"""The part of Python that one-liners in manifests are written in, run in virtual time."""
