"""The texts of the page: collected from the sources, kept in catalogues, compiled for Django.

Only who develops podviz needs this; the compiled catalogues come with it.
"""
