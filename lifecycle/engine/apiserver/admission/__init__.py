"""What the API server adds to a request, and refuses, before it is stored."""
