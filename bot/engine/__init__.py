"""The moving parts; they know ports, not libraries."""
