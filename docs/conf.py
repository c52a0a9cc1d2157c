"""How Sphinx builds the site; docs/build.py calls it."""

import kzelect

project = "kzelect"
author = copyright = "The kzelect maintainers"
release = version = kzelect.__version__

extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc"]
exclude_patterns = ["**/.ipynb_checkpoints"]

# The outputs are those that the notebooks hold: nbval has checked them.
nb_execution_mode = "off"
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_typehints = "none"  # the docstrings say more than the annotations
numpydoc_show_class_members = False

html_theme = "pydata_sphinx_theme"
html_title = "kzelect"
html_theme_options = {"show_prev_next": False, "secondary_sidebar_items": ["page-toc"]}
html_show_sourcelink = False
html_copy_source = False
