"""Wire formats of outside parties, one folder each: raw message kept, translated, one action called."""
