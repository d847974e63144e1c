"""What desks share: how they settle what was said, and ask about what is open."""
