"""The tutor and its faces."""
