"""Every notebook runs in JupyterLab."""

import pytest

from tests.browser.conftest import ROOT

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_notebook_runs_without_error_or_warning(open_notebook, name):
    cells = open_notebook(name).run_all()
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert [o["evalue"] for o in outputs if o["output_type"] == "error"] == []
    assert [o["text"] for o in outputs if o.get("name") == "stderr"] == []
    assert [cell["count"] for cell in cells] == list(range(1, len(cells) + 1))
