"""The tables that the API server makes for kubectl: columns and cells of each kind."""
