"""Files that were uploaded, kept to be looked at and fetched again; only the newest are kept."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from tests.botapi.params import Upload
from tests.botapi.refusals import bad_request

_KEPT = 200
_LARGEST_PHOTO = 10 * 1024 * 1024
_LARGEST_DOWNLOAD = 20 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One stored file; `size` may exceed what `content` holds for files that only claim to be big."""

    file_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
    size: int
    dimensions: tuple[int, int] = (0, 0)

    def document(self) -> dict[str, Any]:
        return {**self._ids(), "file_name": self.name, "mime_type": self.mime_type, "file_size": self.size}

    def photo(self) -> list[dict[str, Any]]:
        width, height = self.dimensions
        return [{**self._ids(), "width": width, "height": height, "file_size": self.size}]

    def payload(self) -> dict[str, Any]:
        return {**self._ids(), "file_size": self.size, "file_path": self.path}

    def _ids(self) -> dict[str, Any]:
        return {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}"}


class FileStore:
    """By identifier and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._count = 0

    def put_photo(self, upload: Upload) -> StoredFile:
        """Store a picture. Refusal for what is no picture, too big or of an impossible shape."""
        if len(upload.content) > _LARGEST_PHOTO:
            raise bad_request("PHOTO_SAVE_FILE_INVALID")
        width, height = _dimensions(upload.content)
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return self._put("photos", upload, len(upload.content), (width, height))

    def put_document(self, upload: Upload, size: int | None = None) -> StoredFile:
        if not upload.content and size is None:
            raise bad_request("file must be non-empty")
        return self._put("documents", upload, size or len(upload.content), (0, 0))

    def get(self, file_id: str) -> StoredFile:
        """The file of an identifier. Refusal where there is none."""
        found = self._by_id.get(file_id)
        if found is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return found

    def downloadable(self, file_id: str) -> StoredFile:
        """getFile's rule: 20 MB."""
        found = self._by_id.get(file_id)
        if found is None:
            raise bad_request("invalid file_id")
        if found.size > _LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        return found

    def at(self, path: str) -> StoredFile | None:
        return next((file for file in self._by_id.values() if file.path == path), None)

    def _put(self, folder: str, upload: Upload, size: int, dimensions: tuple[int, int]) -> StoredFile:
        self._count += 1
        file_id = f"file{self._count:06d}"
        path = f"{folder}/file_{self._count}"
        stored = StoredFile(file_id, path, upload.name, upload.mime_type, upload.content, size, dimensions)
        self._by_id[file_id] = stored
        if len(self._by_id) > _KEPT:
            del self._by_id[next(iter(self._by_id))]
        return stored


def _dimensions(content: bytes) -> tuple[int, int]:
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width) or 1, int(height) or 1
    if content.startswith(_JPEG):
        return _jpeg_dimensions(content)
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_dimensions(content: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 < len(content):
        marker, size = content[position + 1], int.from_bytes(content[position + 2 : position + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return int(width) or 1, int(height) or 1
        position += 2 + size
    raise bad_request("IMAGE_PROCESS_FAILED")
