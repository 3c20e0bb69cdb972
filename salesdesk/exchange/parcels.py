"""One file of changes: header, a line for each change, and the SHA-256 of all before it."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from salesdesk import __version__
from salesdesk.model import tidy
from salesdesk.store import shipments
from salesdesk.store.schema import SCHEMA_VERSION
from salesdesk.store.seals import PLAIN, Seal
from salesdesk.store.seals import Strange as Strange
from salesdesk.store.seals import Torn as Torn
from salesdesk.store.shipments import Shipment

FORMAT = 1
MOST_CHANGES, MOST_ENTRIES = 2000, 50_000  # of one file
LARGEST = 1 << 30  # unpacked; no change of a file that a computer can hold comes near it


class Newer(Exception):
    """A newer version of the program wrote the file."""

    def __init__(self, header: "Header") -> None:
        super().__init__(header.version)
        self.header = header


@dataclass(frozen=True)
class Header:
    """Whose changes these are, and which file of that series it is."""

    uuid: str
    seat: int
    number: int
    version: str
    computer: str
    person: str
    schema: int = SCHEMA_VERSION
    format: int = FORMAT
    #: Of a file that several were joined into: the number of the first.
    first: int = 0

    @property
    def begins(self) -> int:
        """The number of the first file of the series that this one stands for."""
        return self.first or self.number


def batches(changes: Iterator[Shipment]) -> Iterator[list[Shipment]]:
    """Changes in such groups as one file holds."""
    batch: list[Shipment] = []
    entries = 0
    for shipment in changes:
        batch.append(shipment)
        entries += len(shipment.entries)
        if len(batch) >= MOST_CHANGES or entries >= MOST_ENTRIES:
            yield batch
            batch, entries = [], 0
    if batch:
        yield batch


def joined(last: Header, first: int) -> Header:
    """The header of a file that stands for all from number `first` to its own."""
    return replace(last, first=first, version=__version__)


def pack(header: Header, changes: Iterable[Shipment], seal: Seal = PLAIN) -> bytes:
    """The file's bytes; without a lock the same changes always make the same bytes."""
    lines = [json.dumps(asdict(header), ensure_ascii=False, separators=(",", ":"))]
    lines += map(shipments.to_line, changes)
    text = "".join(f"{line}\n" for line in lines).encode()
    packed = text + hashlib.sha256(text).hexdigest().encode() + b"\n"
    return seal.close(zlib.compress(packed, 6 if len(packed) < 1 << 20 else 1))


def unpack(
    data: bytes, uuid: str, seat: int, number: int, seal: Seal = PLAIN
) -> tuple[Header, list[Shipment]]:
    """What the file of that name holds; Torn, Strange or Newer where it cannot be taken in."""
    body = _checked(seal.open(data))
    first, *lines = body.decode("utf-8", "replace").split("\n")
    header = _header(first)
    if (header.uuid, header.seat, header.number) != (uuid, seat, number):
        raise Torn("the file belongs to another place")
    if header.format > FORMAT or header.schema > SCHEMA_VERSION:
        raise Newer(header)
    try:
        return header, [shipments.from_line(line) for line in lines[:-1]]
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise Torn(str(error)) from error


def _checked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        packed = unpacker.decompress(data, LARGEST)
    except zlib.error as error:
        raise Torn(str(error)) from error
    body, digest = packed[:-65], packed[-65:]
    if not unpacker.eof or unpacker.unused_data:
        raise Torn("not whole")
    if digest != hashlib.sha256(body).hexdigest().encode() + b"\n":
        raise Torn("the checksum does not fit")
    return body


def _header(line: str) -> Header:
    try:
        found = json.loads(line)
        header = Header(**{name: found[name] for name in Header.__annotations__})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Torn("no header") from error
    words = (header.uuid, header.version, header.computer, header.person)
    numbers = (header.seat, header.number, header.schema, header.format, header.first)
    if not all(type(w) is str for w in words) or not all(type(n) is int for n in numbers):
        raise Torn("no header")
    version, computer, person = map(tidy.line, words[1:])
    return replace(header, version=version, computer=computer, person=person)
