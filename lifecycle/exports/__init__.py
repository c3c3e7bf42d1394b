"""A played trace in the forms that other tools open: pure functions from records to text."""
