"""Worker groups that the product ships; an office can add more as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Segment = Literal["BPU", "PU"]


@dataclass(frozen=True, slots=True)
class WorkerGroup:
    """A group of workers: BPU pays a flat contribution by income band, PU a percent of the wage."""

    code: str
    name: str
    segment: Segment


WORKER_GROUPS = (
    WorkerGroup("fisher", "Nelayan", "BPU"),
    WorkerGroup("farmer", "Petani", "BPU"),
    WorkerGroup("farm_labourer", "Buruh tani", "BPU"),
    WorkerGroup("oil_palm_worker", "Pekerja sawit", "BPU"),
    WorkerGroup("trader", "Pedagang", "BPU"),
    WorkerGroup("builder", "Buruh bangunan", "BPU"),
    WorkerGroup("driver", "Pengemudi", "BPU"),
    WorkerGroup("village_official", "Perangkat desa", "PU"),
    WorkerGroup("other", "Lainnya", "BPU"),
)
