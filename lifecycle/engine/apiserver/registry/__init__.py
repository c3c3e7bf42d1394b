"""What each kind's objects may become: preparation, generation, graceful deletion."""
