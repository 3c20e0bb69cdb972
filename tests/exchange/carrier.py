"""A sync tool at its worst: carries files between folders late, twice, by halves, or hides them."""

import random
import shutil
from pathlib import Path


class Carrier:
    """Keeps what every folder is to hold, and brings it there some time or other."""

    def __init__(self, folders: list[Path], seed: int) -> None:
        self.folders, self.chance = folders, random.Random(seed)
        self.cloud: dict[str, bytes] = {}
        #: What was last brought to, or fetched from, each folder.
        self.last: list[dict[str, bytes]] = [{} for _ in folders]
        self.hidden: list[set[str]] = [set() for _ in folders]
        self.did = dict.fromkeys(("late", "half", "twice", "hidden", "conflict"), 0)

    def round(self, *, honest: bool = False) -> None:
        for number, folder in enumerate(self.folders):
            self._fetch(number, folder)
        for number, folder in enumerate(self.folders):
            self._bring(number, folder, honest)

    def _fetch(self, number: int, folder: Path) -> None:
        for path in folder.rglob("*"):
            name = str(path.relative_to(folder))
            if name.endswith(".part") or not path.is_file():
                continue
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            if self.last[number].get(name) == data:
                continue
            if name in self.cloud and self.cloud[name] not in (data, self.last[number].get(name)):
                self.did["conflict"] += 1
                self.cloud[f"{name} (conflicted copy {number})"] = self.cloud[name]
            self.cloud[name] = self.last[number][name] = data

    def _bring(self, number: int, folder: Path, honest: bool) -> None:
        names = list(self.cloud)
        self.chance.shuffle(names)  # in no order
        for name in names:
            data, target = self.cloud[name], folder / name
            if self.last[number].get(name) == data and name not in self.hidden[number]:
                if not honest and self.chance.random() < 0.02 and name.endswith(".sdx"):
                    target.unlink(missing_ok=True)
                    self.hidden[number].add(name)
                    self.did["hidden"] += 1
                continue
            luck = 1.0 if honest else self.chance.random()
            if luck < 0.3:
                self.did["late"] += 1
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if luck < 0.4:
                self.did["half"] += 1
                half = data[: self.chance.randrange(len(data))]
                target.write_bytes(half)
                self.last[number][name] = half
                self.hidden[number].add(name)  # the other half comes later
                continue
            if luck < 0.5 and name.endswith(".sdx"):
                self.did["twice"] += 1
                shutil.copy(self._put(target, data), target.with_suffix("").as_posix() + " (1).sdx")
            self._put(target, data)
            self.last[number][name] = data
            self.hidden[number].discard(name)

    def _put(self, target: Path, data: bytes) -> Path:
        draft = target.with_name(f".{target.name}.part")
        draft.write_bytes(data)
        draft.replace(target)
        return target
