"""What a figure says in words, and a file that says it too."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes

from kzelect.errors import KzelectError
from kzelect.plots.style import Caption, caption_of, style

__all__ = ["describe", "save"]

# The name of each piece of metadata by kind of file: PNG keywords, Dublin Core terms.
KINDS = (".png", ".svg")


def describe(ax: Axes) -> str:
    """Return the alternative text of a figure: its title, and the figures drawn.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes that a function of `kzelect.plots` returned.

    Returns
    -------
    str
        Two sentences at most, made from what was drawn.

    Raises
    ------
    KzelectError
        If nothing of kzelect is drawn on these axes.

    Examples
    --------
    >>> import kzelect as kz
    >>> ax = kz.plots.hemicycle(kz.load(2004))
    >>> kz.plots.describe(ax)[:52]
    'Seats of the house, 2004 Kazakh legislative election'
    """
    caption = _caption(ax)
    return f"{_title(caption)}. {caption.figures}"


def save(ax: Axes, path: Path | str) -> Path:
    """Write the figure to a PNG or SVG file that carries title, source and alternative text.

    The same figure gives the same SVG bytes every time.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Axes that a function of `kzelect.plots` returned.
    path : path-like
        Where to; the suffix, ``.png`` or ``.svg``, says which kind of file.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    KzelectError
        If nothing of kzelect is drawn on these axes, or the suffix is another one.
    """
    path = Path(path)
    caption = _caption(ax)
    figure = ax.get_figure(root=True)
    assert figure is not None
    says = {"Title": _title(caption), "Description": describe(ax), "Source": caption.source}
    metadata: dict[str, str | None] = {key: text for key, text in says.items() if text}
    match path.suffix.lower():
        case ".png":
            metadata["Software"] = "kzelect"
        case ".svg":
            # No date and no version: the bytes depend on the figure alone.
            metadata |= {"Creator": "kzelect", "Date": None}
        case other:
            message = f"cannot save as {other!r}; expected one of {', '.join(KINDS)}"
            raise KzelectError(message)
    with style(), mpl.rc_context({"savefig.bbox": "tight", "savefig.pad_inches": 0.12}):
        figure.savefig(path, metadata=metadata)
    return path


def _caption(ax: Axes) -> Caption:
    caption = caption_of(ax)
    if caption is None:
        message = (
            "nothing of kzelect is drawn on these axes; expected axes that kzelect.plots returned"
        )
        raise KzelectError(message)
    return caption


def _title(caption: Caption) -> str:
    return " ".join(caption.title.get_text().split())
