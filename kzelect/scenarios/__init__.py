"""What if: other rules, other votes, another house; which rules fit, and how near each seat was."""
