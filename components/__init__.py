"""What more than one screen shows, and the session's ways to the services."""
