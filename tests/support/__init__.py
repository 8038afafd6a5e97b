"""What tests share: a PostgreSQL server, the running app, browsers, and the rules of the house as code."""
