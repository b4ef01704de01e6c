"""What third parties say: documents, claims, origins, flags, findings. Pure text analysis."""
