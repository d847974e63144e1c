"""WeCom (企业微信): a smart robot, a self-built app, groups of its own and group webhooks."""

from adapters.wecom.adapter import WeComAdapter

__all__ = ["WeComAdapter"]
