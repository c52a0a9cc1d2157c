"""Pictures of notebooks in few colours: a flat figure looks the same at a third of the size."""

from base64 import b64decode, b64encode
from io import BytesIO

from nbconvert.preprocessors import Preprocessor
from PIL import Image

COLOURS = 128


class SmallFigures(Preprocessor):
    """Reduce the palette of every PNG output; `make run-notebooks` calls it."""

    def preprocess_cell(self, cell, resources, index):
        """Replace the pictures of one cell."""
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                data["image/png"] = small(data["image/png"])
        return cell, resources


def small(picture: str) -> str:
    """Return a PNG, as text in base 64, with a palette."""
    with Image.open(BytesIO(b64decode(picture))) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    content = BytesIO()
    few.save(content, format="png", optimize=True)
    return b64encode(content.getvalue()).decode()
