# Copyright 2026 the network-marketing suite authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one exception of provisioning, and how raw failures become one clear line."""

NETWORK_SIGNS = (
    "Temporary failure resolving",
    "Temporary failure in name resolution",
    "Could not resolve",
    "Name or service not known",
    "Failed to establish a new connection",
    "Network is unreachable",
    "Could not connect to",
    "Connection timed out",
    "Connection refused",
    "Failed to fetch",
    "Read timed out",
    "ProxyError",
)
DISK_SIGNS = ("No space left on device", "Disk quota exceeded")


class ProvisionError(Exception):
    """A failure the operator can mend. Its text is one line: what is wrong and what to do."""


def explain(what, output, log, *, network=True):
    """Turn the `output` of a failed command into the one line an operator needs.

    :param str what: the step in plain words, e.g. "installing Python packages"
    :param str output: what the command printed
    :param log: path of the file that holds all of it
    :param bool network: whether the command fetches packages, so that a refused connection means
        that their source cannot be reached
    :return: text of one line
    """
    if any(sign in output for sign in DISK_SIGNS):
        return f"{what}: the disk is full. Free some space and call again (log: {log})"
    if network and any(sign in output for sign in NETWORK_SIGNS):
        return (
            f"{what}: the package source cannot be reached. "
            f"Check the network or the proxy settings and call again (log: {log})"
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(("E:", "ERROR", "error:", "FATAL"))]
    last = (marked or lines or ["no output"])[-1]
    return f"{what} failed: {last[:300]} (log: {log})"
