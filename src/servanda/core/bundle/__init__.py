"""The bundle: both logs up to a cut as files that anybody can check offline."""
