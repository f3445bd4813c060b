"""The ASGI application that uvicorn serves."""

import os
from importlib import import_module

from django.conf import settings
from django.core.asgi import get_asgi_application

from wenhui.site import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenhui.site.settings")

with loading.for_good():
    application = get_asgi_application()
    import_module(settings.ROOT_URLCONF)
