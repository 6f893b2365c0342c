"""Chinese faces for paper: outlines from an installed font, embedded glyph by glyph.

`sources` finds fonts, `outlines` reads and converts them, `glyphs` keeps what was converted,
`program` builds a font file from glyphs, `embedded` and `standard` are what reportlab draws with.
"""
