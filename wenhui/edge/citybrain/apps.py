"""The Django app of `edge/citybrain`."""

from django.apps import AppConfig


class CityBrainConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.edge.citybrain"
    label = "citybrain"

    def ready(self) -> None:
        """Hear what cases do, within their transaction; where the settings name a city brain, exchange with it."""
        from django.urls import register_converter

        from wenhui.edge.citybrain import connecting, days

        register_converter(days.DayConverter, "day")
        connecting.connect()
