"""Whether the API server takes an object: the same errors, in the same order and words.

Objects come with their defaults set. Each kind has a module; here each finds its own.
"""
