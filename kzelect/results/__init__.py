"""The results of one election as tables, and what they say of each other."""
