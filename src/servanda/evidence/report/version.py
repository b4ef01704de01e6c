"""The version of the form of the report, which readers of a report compare without making one."""

VERSION = 1
