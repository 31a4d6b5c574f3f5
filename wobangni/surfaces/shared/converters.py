"""What stands in the addresses of the staff's pages."""

from django.urls import register_converter
from django.urls.converters import get_converters


class CountyConverter:
    regex = r"\d{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CodeConverter(CountyConverter):
    """Sixteen digits; whether they are a code is for ``access`` to say."""

    regex = r"\d{16}"


def register() -> None:
    """Makes ``<county:…>`` and ``<code:…>`` known, once."""
    for name, converter in (("county", CountyConverter), ("code", CodeConverter)):
        if name not in get_converters():
            register_converter(converter, name)
