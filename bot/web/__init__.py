"""Doors that speak HTTP; no business."""
