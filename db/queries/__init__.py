"""Named queries: nouns that return plain values; they never write."""
