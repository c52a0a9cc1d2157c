"""A notebook that is open in JupyterLab."""

import time
from dataclasses import dataclass

from playwright.sync_api import Page

__all__ = ["Lab", "Notebook"]

READY = """() => {
  const session = window.jupyterapp?.shell?.currentWidget?.sessionContext;
  return !!session?.isReady && session.session?.kernel?.status === 'idle';
}"""
# Only the cells in sight are in the page, so their outputs are read from the model.
CELLS = """() => {
  const cells = [];
  for (const cell of window.jupyterapp.shell.currentWidget.content.model.cells) {
    if (cell.type !== 'code') continue;
    const outputs = [];
    for (let i = 0; i < cell.outputs.length; i++) outputs.push(cell.outputs.get(i).toJSON());
    cells.push({
      source: cell.sharedModel.getSource(), count: cell.executionCount,
      state: cell.executionState, outputs
    });
  }
  return cells;
}"""
SHOW = """source => {
  const content = window.jupyterapp.shell.currentWidget.content;
  const at = content.widgets.findIndex(w => w.model.sharedModel.getSource().includes(source));
  content.activeCellIndex = at;
  return content.scrollToItem(at, 'start');
}"""
CLEAR = "() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
RUN = "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()"


@dataclass(frozen=True)
class Lab:
    """Where the server is."""

    address: str
    token: str


@dataclass(frozen=True)
class Notebook:
    """One notebook in one page."""

    page: Page

    @classmethod
    def open(cls, page, lab, name):
        """Open a notebook and wait for its kernel."""
        page.goto(f"{lab.address}/lab/tree/notebooks/{name}?token={lab.token}&reset")
        page.wait_for_selector(".jp-NotebookPanel .jp-Notebook", timeout=60_000)
        page.wait_for_function(READY, timeout=60_000)
        return cls(page)

    def run_all(self, seconds=120):
        """Run all cells, wait for the last and return them."""
        self.page.evaluate(CLEAR)  # counts from before would pass for counts of this run
        self.page.evaluate(RUN)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            cells = self.page.evaluate(CELLS)
            failed = any(o["output_type"] == "error" for c in cells for o in c["outputs"])
            if failed or all(c["count"] and c["state"] in ("idle", None) for c in cells):
                return cells
            self.page.wait_for_timeout(200)
        waiting = [c["source"] for c in cells if not c["count"]]
        message = f"not run in {seconds} s: {waiting}"
        raise AssertionError(message)

    def restart(self):
        """Restart the kernel and wait for it."""
        self.page.evaluate(RESTART)
        self.page.wait_for_function(READY, timeout=60_000)

    def show(self, source):
        """Scroll to the cell that has this in its source."""
        self.page.evaluate(SHOW, source)
