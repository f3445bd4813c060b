"""The permissions that belong to no room."""

from collections.abc import Mapping

from wenhui.kit.words import Words

SEE_GALLERY = "site.gallery"

PERMISSIONS: Mapping[str, Words] = {
    SEE_GALLERY: Words("看构件陈列", "See the gallery of components"),
}
