"""The folder carrier: sealed files on a removable disk or a shared mount."""
