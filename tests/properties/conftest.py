"""How the property tests run: on a busy machine a slow example is no fault of the rule."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("rembuk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rembuk")
