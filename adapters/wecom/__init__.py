"""WeCom: the smart robot over a connection or by requests, the self-built app, its groups, and group webhooks."""
