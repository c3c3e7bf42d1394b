"""Teaching: what a scene claims, what a learner predicts, how two lives differ. Pure."""
