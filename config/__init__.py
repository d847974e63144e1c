"""Settings of this deployment and the people, rooms and chats of its office."""
