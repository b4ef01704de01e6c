"""Attachments on the disk: ciphertexts in the home, the age cipher, folders for plaintext."""
