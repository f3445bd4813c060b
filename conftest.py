"""Fixtures that every room's tests share."""

pytest_plugins = ["wenhui.ground.accounts.testing", "wenhui.work.cases.testing"]
