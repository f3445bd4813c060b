"""Paper: a page's data laid out as PDF by Typst; a Word document of somebody's making checked and filled. No Django."""
