"""What the house costs, beside what the least possible costs, in one run. Reads Linux's `/proc`."""
