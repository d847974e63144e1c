import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.handlers.rig import Rig, furnish, open_rig


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("desks") / "furnished.db"
    asyncio.run(furnish(file))
    return file


@pytest.fixture
async def rig(furnished: Path, tmp_path: Path) -> AsyncIterator[Rig]:
    file = tmp_path / "house.db"
    shutil.copy(furnished, file)
    async with open_rig(file) as here:
        yield here
