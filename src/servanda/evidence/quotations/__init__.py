"""Words between quotation marks: where they stand, who said them, through whom they came."""
