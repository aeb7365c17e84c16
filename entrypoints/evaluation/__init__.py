"""Does a provider read, keep to the decision, and resist? Cases as data, graded by facts."""
