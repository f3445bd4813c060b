"""Addresses of ledgers."""

from django.urls import path

from wenhui.record.ledgers.pages import filling, imports, walking

app_name = "ledgers"

urlpatterns = [
    path("", imports.home, name="home"),
    path("import/", imports.start, name="import"),
    path("import/<int:number>/", walking.upload, name="upload"),
    path("import/<int:number>/progress/", walking.progress, name="progress"),
    path("import/<int:number>/findings/<str:kind>/", imports.findings, name="findings"),
    path("fill/", filling.start, name="fill"),
    path("fill/<int:number>/", filling.blank, name="blank"),
]
