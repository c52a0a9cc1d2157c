"""What every test may use: the election of 2004, and a copy of the data to break."""

import gc
import shutil

import matplotlib
import matplotlib.pyplot as plt
import pytest
from hypothesis import HealthCheck, settings

import kzelect as kz
from kzelect.io.package import data_folder

# A busy machine is no reason to fail; 50 examples a property keep the whole run short.
settings.register_profile("kzelect", deadline=None, max_examples=50)
# A mutant has to fall to the same examples each time, and to none that another one left behind.
settings.register_profile(
    "mutants",
    settings.get_profile("kzelect"),
    database=None,
    derandomize=True,
    max_examples=25,
    suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
)
settings.load_profile("kzelect")

matplotlib.use("Agg")  # no window, wherever the tests run


def pytest_collection_finish():
    # What is imported by now stays: garbage is not looked for in it, and less often elsewhere.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture(scope="session")
def e2004():
    return kz.load(2004)


@pytest.fixture
def data_copy(tmp_path):
    """Return a copy of the data folder that a test may change."""
    return shutil.copytree(data_folder(), tmp_path / "data")
