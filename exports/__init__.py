"""Documents made from results: none yet; minutes, annexes and workbooks have their room here."""
