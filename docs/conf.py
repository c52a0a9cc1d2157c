"""How Sphinx builds the site; docs/build.py calls it."""

from importlib import import_module

import kzelect

project = "kzelect"
author = "The kzelect maintainers"
copyright = "the kzelect maintainers. Code under the MIT licence, data under CC BY-SA 4.0"
release = version = kzelect.__version__

extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
extensions += ["sphinx_copybutton"]
exclude_patterns = ["**/.ipynb_checkpoints"]
copybutton_prompt_text = r">>> |\.\.\. "
copybutton_prompt_is_regexp = True

# The outputs are those that the notebooks hold: nbval has checked them.
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # a page is read without a kernel, and nothing is fetched from elsewhere
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
myst_heading_anchors = 3

default_role = "py:obj"  # numpydoc's `name`
autodoc_typehints = "none"  # the docstrings say more than the annotations
autosummary_generate = False  # the pages of docs/api hold the descriptions themselves
add_module_names = False
numpydoc_show_class_members = False

html_theme = "pydata_sphinx_theme"
html_title = "kzelect"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_extra_path = ["../extra"]  # what readers take away, at addresses that stay
templates_path = ["_templates"]
html_css_files = ["site.css"]
html_theme_options = {
    "logo": {"text": "kzelect"},
    "show_prev_next": True,
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "article_header_end": ["take"],
    "secondary_sidebar_items": {"**": ["page-toc"], "index": []},
    "search_bar_text": "Search",
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
# Pages with wide tables, code or figures need the room.
WIDE = [
    "architecture",
    "index",
    "search",
    "notebooks/*",
    "data/*",
    "howto/gallery",
    "howto/methods",
]
html_sidebars = {page: [] for page in WIDE}
html_context = {"default_mode": "auto"}
html_domain_indices = False
html_use_index = False
html_show_sourcelink = False
html_copy_source = False
html_show_search_summary = False  # it would be fetched, which a page opened as a file may not


# Modules with public functions beside those of kzelect itself.
MODULES = {"admission", "plots"}
ALSO_PUBLIC = [
    "apportionment.admission",
    "measures.indices",
    "measures.majorities",
    "measures.power",
]


def public_names() -> list[str]:
    """Return the public functions and classes, as the reference has to name them."""
    names = [f"kzelect.{name}" for name in kzelect.__all__ if name not in MODULES]
    names += [f"kzelect.plots.{name}" for name in kzelect.plots.__all__]
    for room in ALSO_PUBLIC:
        further = set(import_module(f"kzelect.{room}").__all__) - set(kzelect.__all__)
        names += [f"kzelect.{room}.{name}" for name in sorted(further)]
    return names


def require_every_public_name(app, env):
    """Warn, and so fail the build, where a public name is not in the API reference."""
    from sphinx.util import logging

    documented = env.domaindata["py"]["objects"]
    for name in public_names():
        if name not in documented:
            logging.getLogger(__name__).warning("not described in docs/api: %s", name)


def list_references_plainly(app, page, template, context, doctree):
    """Take the role of a list from references: their own role is not that of its items."""
    if "body" in context:
        context["body"] = context["body"].replace(
            '<div role="list" class="citation', '<div class="citation'
        )


def setup(app):
    """Connect what is done while Sphinx builds."""
    app.connect("env-check-consistency", require_every_public_name)
    app.connect("html-page-context", list_references_plainly)
