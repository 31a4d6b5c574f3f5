"""Is the port free? Asked before anything is started, so that the answer is one clear line."""

from __future__ import annotations

import errno
import socket

import click

from wobangni.surfaces.cli.words import _


def refuse_taken_port(host: str, port: int) -> None:
    """Raises a ClickException that names the port when something listens on it already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise click.ClickException(
                    _("Port {port} is taken. Stop what uses it, or choose another with --port.").format(port=port)
                ) from error
            raise click.ClickException(
                _("Cannot listen on {host}:{port}: {reason}").format(host=host, port=port, reason=error.strerror)
            ) from error
