"""Pure chart builders: counts and shares in, a plain Vega-Lite specification out."""
