"""What stands in the addresses of the grid workers' pages."""


class CountyConverter:
    regex = r"\d{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CodeConverter(CountyConverter):
    """Sixteen digits; whether they are a code is for ``access`` to say."""

    regex = r"\d{16}"
