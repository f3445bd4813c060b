"""Addresses of the account pages."""

from django.urls import path

from wenhui.ground.accounts import pages

app_name = "accounts"

urlpatterns = [
    path("login/", pages.login, name="login"),
    path("logout/", pages.logout, name="logout"),
    path("posts/switch/", pages.switch_post, name="switch_post"),
    path("account/sessions/", pages.sessions_page, name="sessions"),
    path("account/sessions/<int:session_id>/revoke/", pages.revoke_session, name="revoke_session"),
    path("account/password/", pages.password, name="password"),
]
