"""Storage: engine, schema, units of work, named queries, migrations, change feed."""
