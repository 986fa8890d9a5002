"""The machine that a bench runs on, as its report says it."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def conditions() -> dict[str, object]:
    """Cores, the load before the bench began, the versions that matter."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return {"cores": os.cpu_count() or 1, "load before": load, "python": platform.python_version()}


def resident_mib(pid: int) -> float:
    """Resident memory of a process, on Linux; not a number elsewhere."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return float("nan")
    for line in status.splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")
