"""WeCom (企业微信): a smart robot, a self-built app, groups of its own and group webhooks."""
