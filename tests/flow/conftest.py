"""The office that conversations are held in."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.flow.conversation import Office, open_office


@pytest_asyncio.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    """Each conversation is held on both databases."""
    async with open_office(database_url) as here:
        yield here
