"""Addresses of the account pages."""

from django.urls import path

from wenhui.ground.accounts import pages, token_pages

app_name = "accounts"

urlpatterns = [
    path("login/", pages.login, name="login"),
    path("logout/", pages.logout, name="logout"),
    path("posts/switch/", pages.switch_post, name="switch_post"),
    path("account/sessions/", pages.sessions_page, name="sessions"),
    path("account/sessions/<int:session_id>/revoke/", pages.revoke_session, name="revoke_session"),
    path("account/tokens/", token_pages.tokens, name="tokens"),
    path("account/tokens/new/", token_pages.new_token, name="new_token"),
    path("account/tokens/<int:token_id>/revoke/", token_pages.revoke_token, name="revoke_token"),
    path("account/password/", pages.password, name="password"),
]
