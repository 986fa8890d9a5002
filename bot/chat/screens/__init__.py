"""What the learner sees: one file a kind of message, each a pure function of an outcome."""
