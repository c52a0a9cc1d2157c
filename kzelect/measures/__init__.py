"""What is computed of votes and seats, for one election or for many."""
