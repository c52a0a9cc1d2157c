"""Everything that opens or writes a file: the data package, and anybody's tables made clean.

Files become grids of cells (`files`, `workbooks`, `wikitable`), and `clean` turns grids into
frames of the described types. What is understood by a rule becomes a `Repair`, what is not
becomes a `Problem`; there is no third way. Nothing is fetched, evaluated or unpickled, and
no path leaves its folder.
"""
