"""Fixtures that every room's tests share."""

import hypothesis

pytest_plugins = [
    "tests.databases",
    "wenhui.ground.accounts.testing",
    "wenhui.work.cases.testing",
    "wenhui.work.visits.testing",
    "wenhui.edge.open311.testing",
    "wenhui.edge.citybrain.testing",
    "wenhui.edge.hotline.testing",
]

# How long one example takes says nothing on a shared machine.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")
