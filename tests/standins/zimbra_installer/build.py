# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the tarball of the installer's stand-in, with the name that a real one has, and print its path and SHA-256.

python build.py DIRECTORY [PLATFORM] [VERSION]
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = {"install.sh": "install.sh", "zmsetup.py": "lib/zmsetup.pl", "tools.py": "lib/tools.py"}


def build(directory: Path, platform: str = "DEBIAN12_64", version: str = "10.1.3_GA_4689") -> dict[str, str]:
    """Write it; the same input gives the same bytes."""
    name = f"zcs-{version}.{platform}.20250101000000"
    path = directory / f"{name}.tgz"
    contents = {place: (HERE / source).read_bytes() for source, place in FILES.items()}
    contents |= {
        ".BUILD_PLATFORM": f"{platform}\n".encode(),
        ".BUILD_TYPE": b"FOSS\n",
        ".VERSION": f"{version}\n".encode(),
    }
    directory.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for place, data in sorted(contents.items()):
            entry = tarfile.TarInfo(f"{name}/{place}")
            entry.size, entry.mode = len(data), 0o755
            archive.addfile(entry, io.BytesIO(data))
    return {"path": str(path), "checksum": hashlib.sha256(path.read_bytes()).hexdigest()}


if __name__ == "__main__":
    print(json.dumps(build(Path(sys.argv[1]), *sys.argv[2:])))
