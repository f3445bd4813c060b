"""The OpenAPI file in the repository is the one the code has."""

from wenhui.site.management.commands import openapi


def test_the_openapi_file_is_as_the_code_has_it() -> None:
    kept = openapi.FILE.read_text(encoding="utf-8")

    assert kept == openapi.text(), "run: wenhui manage openapi"
