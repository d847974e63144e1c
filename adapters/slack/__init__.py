"""Slack: commands, messages and presses over HTTP or Socket Mode; Block Kit cards."""

from adapters.slack.adapter import SlackAdapter

__all__ = ["SlackAdapter"]
