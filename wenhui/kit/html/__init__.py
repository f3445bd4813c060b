"""The look: tokens, components and their templates. The only part of the kit that knows Django."""
