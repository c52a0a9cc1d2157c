"""What every test may use: the election of 2004, and a copy of the data to break."""

import shutil

import pytest

import kzelect as kz
from kzelect.tables import data_folder


@pytest.fixture(scope="session")
def e2004():
    return kz.load(2004)


@pytest.fixture
def data_copy(tmp_path):
    """Return a copy of the data folder that a test may change."""
    return shutil.copytree(data_folder(), tmp_path / "data")
