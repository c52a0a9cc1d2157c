"""The Kazakh legislative election of 2004: data with sources, election arithmetic, figures."""
